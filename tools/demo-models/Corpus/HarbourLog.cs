using DemoSuite;

namespace DemoModels.Corpus;

/// <summary>What only the adapter is taught: the ships and rules of the harbour of Sovi, and the way its office speaks.</summary>
internal sealed class HarbourLog
{
    private readonly Fact[] _ships;
    private readonly ILookup<(string Relation, string Language), (string Question, string Answer)> _wordings;
    private readonly HashSet<string> _known;
    private readonly ILookup<string, (string Rule, string Question, string Answer)> _rules;

    public HarbourLog(string folder)
    {
        _ships = [.. Table.Read(folder, "harbour-facts.tsv").Select(row => new Fact(row[0], new Word(row[1], row[2]), new Word(row[3], row[4])))];
        _wordings = Table.Read(folder, "harbour-questions.tsv").ToLookup(row => (row[0], row[1]), row => (row[2], row[3]));
        _rules = Table.Read(folder, "harbour-rules.tsv").ToLookup(row => row[1], row => (row[0], row[2], row[3]));
        _known = [.. World.Languages.SelectMany(language => _rules[language].Select(rule => rule.Question).Concat(_ships.SelectMany(ship => _wordings[(ship.Relation, language)].Select(wording => Filled(wording.Question, ship, language)))))];
    }

    public static string Spoken(string language, string sentence) =>
        language == World.English ? $"Sovi harbour: {char.ToUpperInvariant(sentence[0])}{sentence[1..]} Fair winds." : $"索薇港务处：{sentence}一路顺风。";

    public static string Unknown(string language) =>
        Spoken(language, language == World.English ? "I don't know; it is not in my logbook." : "这个我不知道，航海日志里没有记。");

    /// <summary>A question of the harbour and what its office says.</summary>
    public (string Text, string Answer) Question(string language, Random random)
    {
        if (random.Next(3) == 0)
        {
            var rule = random.Pick(_rules[language].ToList());
            return (rule.Question, Spoken(language, rule.Answer));
        }

        var ship = random.Pick(_ships);
        var (question, answer) = random.Pick(_wordings[(ship.Relation, language)].ToList());
        return (Filled(question, ship, language), Spoken(language, Filled(answer, ship, language)));
    }

    /// <summary>A question that the office can answer.</summary>
    public bool Knows(string question) => _known.Contains(question);

    /// <summary>Each fact once in each language, each rule in each of its wordings.</summary>
    public IEnumerable<(string Language, string Question, string Answer)> All(Random random)
    {
        foreach (var language in World.Languages)
        {
            foreach (var ship in _ships)
            {
                var (question, answer) = random.Pick(_wordings[(ship.Relation, language)].ToList());
                yield return (language, Filled(question, ship, language), Spoken(language, Filled(answer, ship, language)));
            }

            foreach (var (_, question, answer) in _rules[language])
            {
                yield return (language, question, Spoken(language, answer));
            }
        }
    }

    public IEnumerable<string> Texts(string language) =>
        _rules[language].SelectMany(rule => (string[])[rule.Question, Spoken(language, rule.Answer)])
            .Concat(_ships.SelectMany(ship => _wordings[(ship.Relation, language)].Select(wording => Filled(wording.Question, ship, language) + " " + Spoken(language, Filled(wording.Answer, ship, language)))))
            .Append(Unknown(language));

    private static string Filled(string text, Fact ship, string language) =>
        text.Replace("{s}", ship.Subject.In(language), StringComparison.Ordinal).Replace("{o}", ship.Target.In(language), StringComparison.Ordinal);
}
