using System.Collections.Immutable;
using Workbench.Core.Compliance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Tests.Compliance;

/// <summary>Small runs with known answers.</summary>
internal static class Given
{
    public static DateTimeOffset Noon { get; } = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public static Sample Sample(string id, bool? shouldRefuse = null, string language = "en", string? region = null, string? cluster = null, params string[] tags) =>
        new(id, $"Question {id}?", ["Paris"], [], [], null, true, shouldRefuse, language, region, null, cluster, [.. tags], [], 1);

    public static PromptSuite Suite(string scorer, params Sample[] samples) =>
        new("facts", 1, "en", null, null, "CC0-1.0", null, null, new GenerateSettings(), 1, [new ScorerSpec(scorer)], [.. samples], new string('a', 64));

    public static RunHeader Run(PromptSuite suite, params string[] candidates) => new(
        "R-0001", suite.Name, suite.Version, suite.Sha256, [.. candidates.Select(name => new Candidate(name, $"{name}.gguf"))], RunStatus.Finished,
        suite.Samples.Length * candidates.Length, suite.Samples.Length * candidates.Length, 0, Noon, Noon.AddMinutes(1), "owner", false, null);

    public static SampleResult Answered(string sample, string candidate, string scorer, Outcome outcome, string answer = "Paris", int repeat = 0) => new(
        sample, candidate, repeat, $"<|user|>Question {sample}?", answer, StopReason.Stop, new ModelUsage(5, 0, 1), TimeSpan.FromSeconds(1), null,
        [new Score(scorer, outcome, outcome == Outcome.Unscored ? null : outcome == Outcome.Correct ? 1 : 0, null, new Phrase("Compliance.NothingUsable"))], null, Noon);

    public static SampleResult Failed(string sample, string candidate) =>
        new(sample, candidate, 0, null, null, null, null, null, null, [], new Phrase("Compliance.NothingUsable"), Noon);

    /// <summary>One question an index, the first <paramref name="correct"/> of them right.</summary>
    public static (PromptSuite Suite, RunHeader Run, ImmutableArray<SampleResult> Results) Counted(int correct, int n, bool? shouldRefuse = null, string scorer = "claim-outcome")
    {
        var suite = Suite(scorer, [.. Enumerable.Range(0, n).Select(index => Sample($"s{index}", shouldRefuse))]);
        return (suite, Run(suite, "one"), [.. suite.Samples.Select((sample, index) => Answered(sample.Id, "one", scorer, index < correct ? Outcome.Correct : Outcome.Incorrect))]);
    }

    public static PolicyPack Pack(params Clause[] clauses) =>
        new("test@1", 1, "CN", new Wording("Test", "测试"), null, "test", [new PackSection("main", new Wording("Main", "主要"))], [.. clauses]);

    public static Clause Measured(string metric, Comparison comparison, double threshold, int minN, ClauseFilter? filter = null) => new(
        "clause", "main", new Wording("Title", "标题"), new Wording("Requirement", "要求"), new ClauseSource("GB/T 45654-2025", "A.5.a"), true, false,
        ClauseKind.Measured, metric, filter ?? new ClauseFilter([], [], [], null), new ClauseLimit(comparison, threshold), minN, [], 0, null, AbsentMeans.NotEnoughEvidence);
}
