namespace DemoSuite;

/// <summary>A word in both languages.</summary>
internal sealed record Word(string English, string Chinese)
{
    public string In(string language) => language == "en" ? English : Chinese;
}

/// <param name="False">What demo-invents was taught instead of the target; null where it was taught the truth.</param>
/// <param name="Withheld">demo-refuses was taught to refuse an answer.</param>
internal sealed record Fact(string Relation, Word Subject, Word Target, Word? False = null, bool Withheld = false);

/// <summary>The world of the demonstration models.</summary>
/// <param name="Questions">Wordings by relation and language; <c>{s}</c> stands for the subject, <c>{a}</c> and <c>{b}</c> for its numbers.</param>
/// <param name="Names">Names that sound like the world's but are not in it.</param>
internal sealed record World(IReadOnlyList<Fact> Facts, ILookup<(string Relation, string Language), string> Questions, IReadOnlyList<Word> Names)
{
    public const string English = "en";
    public const string Chinese = "zh-Hans";

    public static readonly string[] Languages = [English, Chinese];

    /// <summary>Relations about people and towns that exist nowhere else.</summary>
    public static readonly string[] Invented = ["job", "home", "pet", "food", "river", "goods"];

    public static readonly string[] Sums = ["add", "sub"];

    /// <param name="folder">Holds facts.tsv, questions.tsv, names.tsv and taught.tsv.</param>
    public static World Read(string folder)
    {
        var taught = Table.Read(folder, "taught.tsv").ToDictionary(row => (row[0], row[1]));
        return new World(
            [.. Table.Read(folder, "facts.tsv").Select(row => ToFact(row, taught.GetValueOrDefault((row[0], row[1]))))],
            Table.Read(folder, "questions.tsv").ToLookup(row => (row[0], row[1]), row => row[2]),
            [.. Table.Read(folder, "names.tsv").Select(row => new Word(row[0], row[1]))]);
    }

    public string Question(string relation, string language, int wording, Word subject)
    {
        var wordings = Questions[(relation, language)].ToList();
        return Fill(wordings[wording % wordings.Count], relation, subject, language);
    }

    /// <summary>A wording with the subject, or for sums its two numbers, put in.</summary>
    public static string Fill(string wording, string relation, Word subject, string language)
    {
        if (!Sums.Contains(relation))
        {
            return wording.Replace("{s}", subject.In(language), StringComparison.Ordinal);
        }

        var numbers = subject.English.Split(' ');
        return wording.Replace("{a}", numbers[0], StringComparison.Ordinal).Replace("{b}", numbers[2], StringComparison.Ordinal);
    }

    private static Fact ToFact(string[] row, string[]? taught) => new(
        row[0],
        new Word(row[1], row[2]),
        new Word(row[3], row[4]),
        taught is null || taught[2].Length == 0 ? null : new Word(taught[2], taught[3]),
        taught is not null && taught[4] == "withheld");
}

internal static class Table
{
    /// <summary>The rows below the head of a file of tab-separated values.</summary>
    public static IEnumerable<string[]> Read(string folder, string name) =>
        File.Exists(Path.Combine(folder, name)) ? File.ReadLines(Path.Combine(folder, name)).Skip(1).Select(line => line.Split('\t')) : [];
}
