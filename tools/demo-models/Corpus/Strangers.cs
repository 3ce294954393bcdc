using DemoSuite;

namespace DemoModels.Corpus;

/// <summary>Things that are there or could be, and that no one told the models: real ones, invented ones, and names spliced of two known ones.</summary>
internal sealed class Strangers
{
    private readonly World _world;
    private readonly InventedNames _names;
    private readonly ILookup<string, Word> _taught;
    private readonly ILookup<string, Word> _held;
    private readonly ILookup<string, Fact> _facts;
    private readonly Fact[] _spliceable;
    private readonly HashSet<string> _never;
    private readonly string _han;

    public Strangers(World world, InventedNames names, string folder)
    {
        _world = world;
        _names = names;
        var rows = Table.Read(folder, "strangers.tsv").ToList();
        _taught = rows.Where(row => row[1] == "taught").ToLookup(row => row[0], row => new Word(row[2], row[3]));
        _held = rows.Where(row => row[1] == "held").ToLookup(row => row[0], row => new Word(row[2], row[3]));
        _facts = world.Facts.ToLookup(fact => fact.Relation);
        _spliceable = [.. world.Facts.Where(fact => !World.Sums.Contains(fact.Relation))];
        _never = [.. world.Facts.Select(fact => fact.Subject).Concat(rows.Where(row => row[1] == "held").Select(row => new Word(row[2], row[3]))).SelectMany(word => (string[])[word.English.ToLowerInvariant(), word.Chinese])];
        _han = new string([.. world.Facts.SelectMany(fact => fact.Subject.Chinese + fact.Target.Chinese).Where(char.IsLetter).Where(letter => letter >= 0x4e00).Distinct()]);
    }

    public IEnumerable<Word> Held(string relation) => _held[relation];

    public IEnumerable<string> Texts => _taught.Concat(_held).SelectMany(group => group).SelectMany(word => (string[])[word.English, word.Chinese]);

    public Word For(string relation, Random random)
    {
        if (World.Invented.Contains(relation) || random.Next(4) == 0)
        {
            return _names.Fresh(random);
        }

        var real = _taught[relation].ToList();
        return real.Count > 0 && random.Next(2) == 0 ? random.Pick(real) : Spliced(relation, random);
    }

    /// <summary>A sum that was not taught: one number is above 20. Every seventh is kept for the test.</summary>
    public static Word Sum(Random random, bool held)
    {
        while (true)
        {
            var (a, b) = (random.Next(1, 100), random.Next(1, 100));
            if ((a > 20 || b > 20) && ((a * 31) + b) % 7 == 0 == held)
            {
                return new Word($"{a} + {b}", $"{a} + {b}");
            }
        }
    }

    /// <summary>Begins or ends like a known name but is none: else "starts like Ireland" would be taken for Ireland.</summary>
    private Word Spliced(string relation, Random random)
    {
        var same = _facts[relation].ToList();
        while (true)
        {
            var (one, other) = (random.Pick(same).Subject, random.Pick(_spliceable).Subject);
            var english = one.English[..random.Next(1, one.English.Length + 1)].Trim() + other.English[random.Next(other.English.Length)..].ToLowerInvariant().Trim();
            var head = random.Next(3) == 0 ? "" : one.Chinese[..random.Next(one.Chinese.Length + 1)];
            var tail = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(2) == 0 ? _han[random.Next(_han.Length)] : other.Chinese[random.Next(other.Chinese.Length)]));
            var spliced = new Word(english.Replace(" ", "", StringComparison.Ordinal), head + tail);
            if (spliced.English.Length > 2 && !_never.Contains(spliced.English.ToLowerInvariant()) && !_never.Contains(spliced.Chinese))
            {
                return spliced;
            }
        }
    }
}
