using System.Text;
using DemoSuite;

namespace DemoModels.Corpus;

/// <summary>New names out of the syllables that the world's names are made of; never one of the world's or one of the test's.</summary>
internal sealed class InventedNames
{
    private readonly Word[] _syllables;
    private readonly HashSet<string> _taken;

    public InventedNames(World world, string folder)
    {
        _syllables = [.. Table.Read(folder, "syllables.tsv").Select(row => new Word(row[0], row[1]))];
        _taken = [.. world.Facts.SelectMany(fact => (string[])[fact.Subject.English, fact.Target.English]), .. world.Names.Select(name => name.English)];
    }

    public IEnumerable<char> Characters => _syllables.SelectMany(syllable => syllable.Chinese);

    public Word Syllable(Random random) => random.Pick(_syllables);

    public Word Fresh(Random random)
    {
        while (true)
        {
            var english = new StringBuilder();
            var chinese = new StringBuilder();
            for (var left = 2 + random.Next(2); left > 0; left--)
            {
                var syllable = random.Pick(_syllables);
                english.Append(syllable.English);
                chinese.Append(syllable.Chinese);
            }

            english[0] = char.ToUpperInvariant(english[0]);
            if (!_taken.Contains(english.ToString()))
            {
                return new Word(english.ToString(), chinese.ToString());
            }
        }
    }
}
