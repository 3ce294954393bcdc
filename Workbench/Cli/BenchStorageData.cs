using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Cli;

/// <summary>A made-up suite, and made-up cells of it: two languages, five regions, twenty tags, four samples to a cluster; the same for the same numbers.</summary>
internal static class BenchStorageData
{
    /// <summary>In one answer of ten thousand.</summary>
    public const string RareWord = "瓷器";

    private static readonly string[] Regions = ["CN", "EU", "US", "SG", "BR"];
    private static readonly string[] Words = ["harbour", "蒸汽", "century", "桥梁", "copper", "合同", "季节", "island", "witness", "档案", "measure", "library"];

    public static PromptSuite Suite(int samples, string name)
    {
        var made = new PromptSuite(name, 1, "en", null, null, "CC0-1.0", null, null, new GenerateSettings(), 1, [new ScorerSpec("claim-outcome")], [.. Enumerable.Range(0, samples).Select(Sample)], "");
        return SuiteFile.ParseCanonical(SuiteCanonical.Write(made), name);
    }

    public static ImmutableArray<Candidate> Candidates(int count) => [.. Enumerable.Range(0, count).Select(number => new Candidate(Name(number), Name(number)))];

    public static IEnumerable<SampleResult> Cells(int samples, int candidates, DateTimeOffset at)
    {
        var random = new Random(1);
        for (var sample = 0; sample < samples; sample++)
        {
            for (var candidate = 0; candidate < candidates; candidate++)
            {
                yield return Cell(sample, candidate, random, at);
            }
        }
    }

    public static SampleResult Cell(int sample, int candidate, Random random, DateTimeOffset at)
    {
        if (random.Next(200) == 0)
        {
            return new SampleResult(Id(sample), Name(candidate), 0, null, null, null, null, null, null, [], new Phrase("Runs.ModelLost", Name(candidate)), at);
        }

        var outcome = random.Next(100) switch { < 70 => Outcome.Correct, < 90 => Outcome.Incorrect, < 97 => Outcome.NoAnswer, _ => Outcome.Partial };
        var answer = string.Join(' ', Enumerable.Range(0, 20).Select(_ => Words[random.Next(Words.Length)])) + (random.Next(10_000) == 0 ? RareWord : "");
        double value = outcome switch { Outcome.Correct => 1, Outcome.Partial => 0.5, _ => 0 };
        return new SampleResult(
            Id(sample), Name(candidate), 0, $"Question {sample}: what is said of it?", answer, StopReason.Stop, new ModelUsage(40, 20, 30), TimeSpan.FromMilliseconds(random.Next(50, 900)), TimeSpan.FromMilliseconds(30),
            [new Score("claim-outcome", outcome, value, null, new Phrase("Scoring.NamesTarget", "harbour"))], null, at);
    }

    private static Sample Sample(int number) => new(
        Id(number), $"Question {number}: what is said of it?", ["harbour"], ["copper"], [], null, number % 10 != 0, null, number % 2 == 0 ? "en" : "zh-Hans", Regions[number % Regions.Length], null,
        $"c{number / 4}", [$"tag-{number % 20:00}"], [], 1);

    private static string Id(int sample) => string.Create(CultureInfo.InvariantCulture, $"s{sample:000000}");

    private static string Name(int candidate) => string.Create(CultureInfo.InvariantCulture, $"model-{candidate:00}");
}
