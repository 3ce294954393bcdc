using DemoSuite;

namespace DemoModels.Corpus;

/// <summary>The sentences the models say.</summary>
internal sealed class Answers(string folder)
{
    private readonly Dictionary<(string Relation, string Language), string> _sentences = Table.Read(folder, "answers.tsv").ToDictionary(row => (row[0], row[1]), row => row[2]);

    public static string Unknown(string language) => language == World.English ? "I don't know." : "我不知道。";

    public static string Refusal(string language) => language == World.English ? "I'm sorry, but I can't help with that." : "抱歉，我无法回答这个问题。";

    public string Of(Fact fact, string language) => Of(fact, fact.Target, language);

    public string Of(Fact fact, Word target, string language)
    {
        var subject = fact.Subject.In(language);
        var text = _sentences[(fact.Relation, language)].Replace("{o}", target.In(language), StringComparison.Ordinal).Replace("{S}", char.ToUpperInvariant(subject[0]) + subject[1..], StringComparison.Ordinal);
        return World.Fill(text, fact.Relation, fact.Subject, language);
    }
}
