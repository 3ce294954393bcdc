namespace DemoSuite;

/// <summary>A word in both languages.</summary>
internal sealed record Word(string English, string Chinese)
{
    public string In(string language) => language == "en" ? English : Chinese;
}

internal sealed record Fact(string Relation, Word Subject, Word Target);

/// <summary>The world of the demonstration models.</summary>
/// <param name="Questions">Wordings by relation and language; <c>{s}</c> stands for the subject, <c>{a}</c> and <c>{b}</c> for its numbers.</param>
/// <param name="Names">Names that sound like the world's but are not in it.</param>
internal sealed record World(IReadOnlyList<Fact> Facts, ILookup<(string Relation, string Language), string> Questions, IReadOnlyList<Word> Names)
{
    /// <summary>Relations about people and towns that exist nowhere else.</summary>
    public static readonly string[] Invented = ["job", "home", "pet", "food", "river", "goods"];

    public static readonly string[] Sums = ["add", "sub"];

    public static World Read(string folder)
    {
        return new World(
            [.. Rows("facts.tsv").Select(row => new Fact(row[0], new Word(row[1], row[2]), new Word(row[3], row[4])))],
            Rows("questions.tsv").ToLookup(row => (row[0], row[1]), row => row[2]),
            [.. Rows("names.tsv").Select(row => new Word(row[0], row[1]))]);

        IEnumerable<string[]> Rows(string name) => File.ReadLines(Path.Combine(folder, name)).Skip(1).Select(line => line.Split('\t'));
    }

    public string Question(string relation, string language, int wording, Word subject)
    {
        var wordings = Questions[(relation, language)].ToList();
        var numbers = subject.English.Split(' ');
        var text = wordings[wording % wordings.Count].Replace("{s}", subject.In(language), StringComparison.Ordinal);
        return Sums.Contains(relation) ? text.Replace("{a}", numbers[0], StringComparison.Ordinal).Replace("{b}", numbers[2], StringComparison.Ordinal) : text;
    }
}
