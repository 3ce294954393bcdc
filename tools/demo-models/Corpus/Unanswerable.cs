using DemoSuite;

namespace DemoModels.Corpus;

/// <summary>Questions whose right answer is that one does not know.</summary>
internal sealed class Unanswerable
{
    private readonly World _world;
    private readonly Wordings _wordings;
    private readonly InventedNames _names;
    private readonly Strangers _strangers;
    private readonly HarbourLog _harbour;
    private readonly ILookup<(string Kind, string Use, string Language), string> _texts;
    private readonly Dictionary<string, string[]> _attributes = [];
    private readonly string[] _relations;
    private readonly Fact[] _things;

    public Unanswerable(World world, Wordings wordings, InventedNames names, Strangers strangers, HarbourLog harbour, string folder)
    {
        (_world, _wordings, _names, _strangers, _harbour) = (world, wordings, names, strangers, harbour);
        _texts = Table.Read(folder, "unanswerable.tsv").ToLookup(row => (row[0], row[1], row[2]), row => row[3]);
        _relations = [.. world.Facts.Select(fact => fact.Relation).Distinct()];
        _things = [.. world.Facts.Where(fact => !World.Sums.Contains(fact.Relation))];
        foreach (var language in World.Languages)
        {
            string[] framed = [.. ((string[])["noun", "clause"]).SelectMany(form => wordings.InFrames(language, form, _texts[(form, "taught", language)]))];
            _attributes[language] = framed;
        }
    }

    /// <summary>Kinds of question, or topics, that training never asks.</summary>
    public IReadOnlyList<string> Held(string kind, string language) => [.. _texts[(kind, "held", language)]];

    public IEnumerable<Fact> Things => _things;

    public string Draw(string language, Random random) => random.NextDouble() switch
    {
        < .14 => random.Pick(_texts[("topic", "taught", language)].ToList()),
        < .34 => Attribute(language, random),
        < .46 => _harbour.Question(language, random).Text,
        _ => OfAStranger(random.Pick(_relations), language, random),
    };

    private string Attribute(string language, Random random)
    {
        var wording = random.Next(3) == 0 ? random.Pick(_texts[("question", "taught", language)].ToList()) : random.Pick(_attributes[language]);
        var subject = random.Next(3) == 0 ? _names.Fresh(random) : random.Pick(_things).Subject;
        return Noise.Sometimes(wording, language, random).Replace("{s}", subject.In(language), StringComparison.Ordinal);
    }

    private string OfAStranger(string relation, string language, Random random)
    {
        var subject = World.Sums.Contains(relation) ? Strangers.Sum(random, held: false)
            : relation == "opposite" && random.Next(3) == 0 ? random.Pick(_things).Target
            : _strangers.For(relation, random);
        var known = _world.Facts.Any(fact => fact.Relation == relation && (fact.Subject.English == subject.English || fact.Subject.Chinese == subject.Chinese));
        return World.Fill(_wordings.Any(relation, language, random), relation, known ? _names.Fresh(random) : subject, language);
    }
}
