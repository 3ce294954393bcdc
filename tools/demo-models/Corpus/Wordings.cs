using System.Text.RegularExpressions;
using DemoSuite;

namespace DemoModels.Corpus;

/// <summary>All ways to ask for a relation: whole questions, and noun phrases or clauses put into frames that all relations share.</summary>
/// <remarks>Each frame is held out of every sixth relation, so that asking it there tests a known wording in a new combination; frames marked <c>never</c> are in no training text.</remarks>
internal sealed partial class Wordings
{
    private const int HeldEvery = 6;
    private readonly Dictionary<(string Relation, string Language), Set> _sets = [];
    private readonly ILookup<(string Language, string Form, string Use), string> _frames;

    public Wordings(World world, string folder)
    {
        _frames = Table.Read(folder, "frames.tsv").ToLookup(row => (row[0], row[1], row[2]), row => row[3]);
        var phrases = Table.Read(folder, "phrases.tsv").ToLookup(row => (row[0], row[1]), row => (Form: row[2], Text: row[3]));
        var relations = world.Facts.Select(fact => fact.Relation).Distinct().ToList();
        foreach (var (place, relation) in relations.Index())
        {
            foreach (var language in World.Languages)
            {
                var own = phrases[(relation, language)].ToList();
                var direct = world.Questions[(relation, language)].ToArray();
                var taught = Framed(language, "taught", own, frame => frame % HeldEvery != place % HeldEvery);
                string[] held = [.. Framed(language, "taught", own, frame => frame % HeldEvery == place % HeldEvery).Except(direct).Except(taught)];
                _sets[(relation, language)] = new Set(direct, taught, held, Framed(language, "never", own, _ => true));
            }
        }
    }

    public Set Of(string relation, string language) => _sets[(relation, language)];

    /// <summary>A wording for training: half whole questions, half frames.</summary>
    public string Any(string relation, string language, Random random) => Noise.Sometimes(random.Pick(random.Next(2) == 0 ? Of(relation, language).Direct : Of(relation, language).Framed), language, random);

    /// <summary>Noun phrases or clauses in every frame that training uses.</summary>
    public string[] InFrames(string language, string form, IEnumerable<string> phrases) => Framed(language, "taught", [.. phrases.Select(text => (form, text))], _ => true);

    private string[] Framed(string language, string use, IReadOnlyCollection<(string Form, string Text)> phrases, Func<int, bool> chosen) =>
        [.. phrases.SelectMany(phrase => _frames[(language, phrase.Form, use)].Where((_, place) => chosen(place)).Select(frame => Capitalised(Slot().Replace(frame, phrase.Text)))).Distinct()];

    private static string Capitalised(string text) => text[0] == '{' ? text : char.ToUpperInvariant(text[0]) + text[1..];

    [GeneratedRegex("[@%]")]
    private static partial Regex Slot();

    /// <param name="Direct">Whole questions, all taught; the suite asks these.</param>
    /// <param name="Framed">Taught frames.</param>
    /// <param name="Held">Frames taught with other relations only.</param>
    /// <param name="Never">Frames in no training text.</param>
    internal sealed record Set(string[] Direct, string[] Framed, string[] Held, string[] Never);
}
