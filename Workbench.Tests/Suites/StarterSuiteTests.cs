using System.Collections.Concurrent;
using System.Data;
using System.Globalization;
using System.Text.RegularExpressions;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Suites;

/// <summary>What the suites that ship promise: size, both languages, references that their own scorers take, nothing from elsewhere.</summary>
public sealed class StarterSuiteTests
{
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "suites");
    private static readonly SuiteCatalog Catalog = new(Path.Combine(Path.GetTempPath(), "workbench-no-suites"), Folder);
    private static readonly ConcurrentDictionary<string, PromptSuite> Read = new(StringComparer.Ordinal);
    private static readonly string[] Paired = ["demo-world", "facts", "unanswerable"];

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Starters => [.. Names.Select(static row => row.Data).Where(static name => name != "demo-world")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Find_ShippedSuite_SaysWhatItIs(string name)
    {
        var suite = Suite(name);
        Assert.Equal(name, suite.Name);
        Assert.Equal("CC0-1.0", suite.License);
        Assert.NotNull(suite.Description);
        Assert.NotNull(suite.FieldOfUse);
        Assert.All(suite.Samples, static sample => Assert.NotEmpty(sample.Tags));
        Assert.All(suite.Samples, static sample => Assert.Equal(sample.Language == "zh-Hans", sample.Prompt.Any(static letter => letter is (>= '\u4E00' and <= '\u9FFF') or '？')));
    }

    [Theory]
    [MemberData(nameof(Starters))]
    public void Samples_OfALanguage_AreFortyTo150AndEachAskedOnce(string name)
    {
        var samples = Suite(name).Samples;
        Assert.Equal(["en", "zh-Hans"], samples.Select(static sample => sample.Language).Distinct().Order(StringComparer.Ordinal));
        Assert.All(samples.CountBy(static sample => sample.Language), static language => Assert.InRange(language.Value, 40, 150));
        Assert.Equal(samples.Length, samples.Select(static sample => new TextForm().Of(sample.Prompt)).Distinct().Count());
    }

    [Fact]
    public void Clusters_OfAPairedSuite_AreInBothLanguages() => Assert.All(Paired.SelectMany(static name => Suite(name).Samples.Where(static sample => sample.Cluster is not null).GroupBy(sample => (name, sample.Cluster))), static cluster =>
        Assert.Equal(cluster.Count(static sample => sample.Language == "en"), cluster.Count(static sample => sample.Language == "zh-Hans")));

    [Theory]
    [MemberData(nameof(Names))]
    public void Distractors_NeverNameATarget(string name)
    {
        var (suite, form) = (Suite(name), new TextForm());
        var clashes = from sample in suite.Samples
                      where ScorerRegistry.Specs(suite, sample).Any(static spec => spec.Kind is "claim-outcome" or "includes")
                      from distractor in sample.Distractors
                      from target in sample.Targets
                      where Mention.All(form.Of(distractor), form.Of(target), anywhere: false).Any()
                      select $"{sample.Id}: {distractor} ~ {target}";
        Assert.Empty(clashes);
    }

    /// <summary>A reference that its own scorer does not take would count every right answer as wrong.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Score_EachTarget_IsRight(string name) => Assert.Empty(
        from sample in Suite(name).Samples
        where sample.Answerable
        from target in sample.Targets
        from score in Score(name, sample, target)
        where score.Outcome != Outcome.Correct
        select $"{sample.Id}: {target}: {score.Scorer} {score.Outcome} {score.Reason}");

    [Theory]
    [MemberData(nameof(Names))]
    public void Score_EachDistractor_IsWrong(string name) => Assert.Empty(
        from sample in Suite(name).Samples
        from distractor in sample.Distractors
        let scores = Score(name, sample, distractor)
        where scores.TrueForAll(static score => score.Outcome is not (Outcome.Incorrect or Outcome.Partial)) || scores.Exists(static score => score.Outcome == Outcome.Unscored)
        select $"{sample.Id}: {distractor}");

    [Theory]
    [MemberData(nameof(Names))]
    public void Score_DecliningAndClaiming_CountAsTheSampleSays(string name)
    {
        var suite = Suite(name);
        foreach (var sample in suite.Samples.Where(static sample => !sample.Answerable))
        {
            var (declined, claimed) = sample.Language == "en" ? ("I do not know.", "It was Marlborough.") : ("不知道。", "是李四光。");
            Assert.Equal((Outcome.NoAnswer, 1d), Judged(suite, sample, declined, "claim-outcome"));
            Assert.Equal((Outcome.Incorrect, 0d), Judged(suite, sample, claimed, "claim-outcome"));
        }

        foreach (var sample in suite.Samples.Where(static sample => sample.ShouldRefuse is not null))
        {
            var (refusal, help) = sample.Language == "en" ? ("I'm sorry, but I can't help with that.", "Gladly. First of all,") : ("抱歉，我无法提供这方面的帮助。", "好的，首先要准备材料。");
            Assert.Equal(sample.ShouldRefuse == true ? Outcome.Correct : Outcome.Incorrect, Judged(suite, sample, refusal, "refusal").Outcome);
            Assert.Equal(sample.ShouldRefuse == true ? Outcome.Incorrect : Outcome.Correct, Judged(suite, sample, help, "refusal").Outcome);
            Assert.Null(Reply.Refuses(sample.Prompt));
        }
    }

    /// <summary>An empty answer, or the question given back, must earn nothing.</summary>
    [Theory]
    [MemberData(nameof(Starters))]
    public void Score_EmptyOrEcho_EarnsNothing(string name) => Assert.Empty(
        from sample in Suite(name).Samples
        where sample.ShouldRefuse is null && sample.Answerable
        from answer in (string[])["", sample.Prompt]
        let scores = Score(name, sample, answer)
        where scores.Count > 0 && scores.TrueForAll(static score => score.Outcome == Outcome.Correct)
        select $"{sample.Id}: {answer}");

    /// <summary>A rule on the length that no text can keep would count every answer as wrong.</summary>
    [Fact]
    public void Rules_OfOpenTasks_CanBeKeptAndBroken() => Assert.Empty(
        from sample in Suite("writing").Samples
        where sample.Targets.IsEmpty
        let kept = Fillers(sample.Language).Count(text => Score("writing", sample, text).TrueForAll(static score => score.Outcome == Outcome.Correct))
        where kept is 0 or > 120
        select $"{sample.Id}: {kept}");

    [Fact]
    public void Targets_OfSums_AreWhatTheRuleGives()
    {
        var sums = Suite("arithmetic").Samples.Where(static sample => sample.Metadata.ContainsKey("rule")).ToList();
        using var sheet = new DataTable { Locale = CultureInfo.InvariantCulture };
        Assert.True(sums.Count >= 75);
        Assert.Empty(sums.Where(sum => Math.Abs(Convert.ToDouble(sheet.Compute(sum.Metadata["rule"], null), CultureInfo.InvariantCulture) - double.Parse(sum.Targets.Single(), CultureInfo.InvariantCulture)) > 1e-9).Select(static sum => sum.Id));
    }

    /// <summary>What a summary must not invent is not in its text; the text is sent.</summary>
    [Fact]
    public void Distractors_OfSummaries_AreNotInTheText() => Assert.Empty(
        from sample in Suite("summaries").Samples
        let text = new TextForm().Of(sample.Context ?? "")
        where text.Length == 0 || !sample.Prompt.Contains(sample.Context!, StringComparison.Ordinal)
            || (sample.Tags.Contains("summary") && sample.Distractors.Any(distractor => Mention.All(text, new TextForm().Of(distractor), anywhere: false).Any()))
        select sample.Id);

    [Theory]
    [InlineData("data/selfaware/data/SelfAware.json")]
    [InlineData("data/truthfulqa/TruthfulQA.csv")]
    [InlineData("data/halueval-qa-1000/data/qa_data.json")]
    [InlineData("data/gsm8k/grade_school_math/data/test.jsonl")]
    [InlineData("data/boolq/LLama.Examples/Assets/BoolQ/validation.csv")]
    [InlineData("data/ifeval/instruction_following_eval/data/input_data.jsonl")]
    [InlineData("data/chinese-safetyqa/chinese_safetyqa.jsonl")]
    [InlineData("data/safetybench-zh/opensource_data/test_zh_subset.json")]
    public void Sentences_OfOtherPeoplesData_AreNotInOurSuites(string data)
    {
        var theirs = Sentences(Regex.Unescape(Regex.Replace(File.ReadAllText(RepositoryPaths.SharedFile(data)), @"\\(?!u[0-9a-fA-F]{4})", " "))).ToHashSet();
        Assert.True(theirs.Count > 400);
        Assert.Empty(from row in Starters from sample in Suite(row.Data).Samples from sentence in Sentences(sample.Prompt) where theirs.Contains(sentence) select $"{row.Data}/{sample.Id}: {sentence}");
    }

    private static IEnumerable<string> Sentences(string text) =>
        Regex.Split(text, "[\"\\n,，;；:：]|[?.!](?=\\s|\"|$)|[。？！]").Select(static sentence => new TextForm().Of(sentence)).Where(static sentence => sentence.Length >= (sentence.Any(static letter => letter > '\u2E80') ? 9 : 24));

    /// <summary>The table of the document counts what the files hold.</summary>
    [Fact]
    public void Document_CountsOfEachSuite_AreTheFiles()
    {
        var document = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "starter-suites.md"));
        Assert.All(Names.Select(static row => Suite(row.Data)), suite =>
        {
            var (english, clusters) = (suite.Samples.Count(static sample => sample.Language == "en"), suite.Samples.Select(static sample => sample.Cluster ?? $"{sample.Id} alone").Distinct().Count());
            Assert.Contains($"| `{suite.Name}` | {suite.Version} | {english} + {suite.Samples.Length - english} | {clusters} |", document, StringComparison.Ordinal);
        });
    }

    private static PromptSuite Suite(string name) => Read.GetOrAdd(name, Catalog.Find);

    /// <summary>Texts of all lengths without repetition, bare or with the openings and closings that some tasks ask for.</summary>
    private static IEnumerable<string> Fillers(string language) =>
        from length in Enumerable.Range(1, 80).Select(static step => 4 * step)
        let body = language == "en" ? string.Join(' ', Enumerable.Range(0, length).Select(static at => $"w{(char)('a' + (at % 26))}{(char)('a' + (at / 26))}")) : new string([.. Enumerable.Range(0x4E00, length).Select(static code => (char)code)])
        from text in language == "en" ? [body, $"Dear {body}", $"{body}\nMoral: wait."] : (string[])[body, $"你好：\n{body}", $"{body}\n寓意：等。"]
        select text;

    private static (Outcome Outcome, double? Value) Judged(PromptSuite suite, Sample sample, string answer, string scorer)
    {
        var score = ScorerRegistry.Standard.Score(suite, sample, new Answer(answer)).Single(score => score.Scorer == scorer);
        return (score.Outcome, score.Value);
    }

    /// <summary>Scores of those scorers that read the answer's text. Where the suite asks for a line <c>Answer: …</c>, the answer is given in that form.</summary>
    private static List<Score> Score(string name, Sample sample, string answer)
    {
        var suite = Suite(name);
        var asked = ScorerRegistry.Specs(suite, sample).Any(static spec => spec.Settings.GetValueOrDefault("pattern", "").Contains("(?<answer>", StringComparison.Ordinal)) && answer.Length > 0 && answer != sample.Prompt;
        var text = !asked ? answer : sample.Language == "en" ? $"Let me see.\nAnswer: {answer}." : $"想一想。\n答案：{answer}。";
        return [.. ScorerRegistry.Standard.Score(suite, sample, new Answer(text)).Where(static score => score.Scorer != "choice-likelihood")];
    }
}
