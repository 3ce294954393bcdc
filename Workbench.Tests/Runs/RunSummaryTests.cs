using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Tests.Runs;

public sealed class RunSummaryTests
{
    [Fact]
    public void Build_ClaimsOfTwoCandidates_CountsEachOnceAmongWhatItIsAmong()
    {
        var summary = Summary();
        var one = summary.Candidates[0];
        Assert.Equal((20, 18, 17, 1, 1), (summary.Expected / 2, one.Answered, one.Scored, one.Unscored, one.Errors));
        Assert.Equal((17, 10 / 17.0), (one.Metric("claim-outcome.accuracy")!.Estimate!.N, one.Metric("claim-outcome.accuracy")!.Estimate!.Value));
        Assert.Equal(14 / 17.0, one.Metric("claim-outcome.attempted")!.Estimate!.Value);
        Assert.Equal((14, 4 / 14.0), (one.Metric("claim-outcome.made-up")!.Estimate!.N, one.Metric("claim-outcome.made-up")!.Estimate!.Value));
        Assert.NotNull(one.Metric("claim-outcome.made-up")!.Estimate!.Clusters);
        Assert.Equal(["en", "zh-Hans"], one.Splits.Where(split => split.Dimension == "language").Select(split => split.Value));
        Assert.Equal(["CN", "EU"], one.Splits.Where(split => split.Dimension == "region").Select(split => split.Value));
        Assert.Equal((18 * 7, 18 * 2), (one.Tokens.Prompt, one.Tokens.Completion));
    }

    [Fact]
    public void Build_NothingAttempted_HasAReasonAndNoNumber()
    {
        var metric = Summary().Candidates[1].Metric("claim-outcome.made-up")!;
        Assert.Null(metric.Estimate);
        Assert.Equal("Runs.NoneAttempted", metric.Reason!.Key);
    }

    [Fact]
    public void Build_SamplesOfSeveralScorers_SayHowMuchOfAllIsRight()
    {
        var suite = SuiteFile.Parse("""
            name: mixed
            language: en
            samples:
              - { id: a, prompt: q, target: x, scorers: [exact] }
              - { id: b, prompt: q, target: x, language: de, scorers: [length, exact] }
              - { id: c, prompt: q, shouldRefuse: true, scorers: [refusal] }
              - { id: d, prompt: q, scorers: [length] }
            """, "mixed.yaml");
        var run = new RunHeader("R-0001", suite.Name, 1, suite.Sha256, [new Candidate("one", "one")], RunStatus.Finished, 4, 4, 0, DateTimeOffset.UnixEpoch, null, "owner", false, null);
        SampleResult[] results = [Cell("a", ("exact", 1)), Cell("b", ("length", null), ("exact", 0)), Cell("c", ("refusal", 0)), Cell("d", ("length", null))];

        var one = RunSummary.Build(run, suite, results).Candidates.Single();

        Assert.Equal("all.accuracy", one.Metrics[0].Name);
        Assert.Equal((3, 1 / 3.0), (one.Metrics[0].Estimate!.N, one.Metrics[0].Estimate!.Value));
        Assert.Equal([0.0, 0.5], one.Splits.Select(split => split.Metrics[0].Estimate!.Value));

        static SampleResult Cell(string sample, params (string Scorer, double? Value)[] scores) => Given.Result(sample, "one", Outcome.Correct) with
        {
            Scores = [.. scores.Select(score => new Score(score.Scorer, score.Value switch { null => Outcome.Measured, 1 => Outcome.Correct, _ => Outcome.Incorrect }, score.Value, null, new Phrase("Scoring.Empty")))],
        };
    }

    [Fact]
    public void Build_SamplesOfOneScorer_SayItOnce() => Assert.DoesNotContain(Summary().Candidates, each => each.Metric("all.accuracy") is not null);

    [Theory]
    [InlineData("one:claim-outcome.made-up<0.3", true)]
    [InlineData("one:claim-outcome.made-up<=0.2", false)]
    [InlineData("claim-outcome.attempted >= 0.8", true)]
    [InlineData("low(claim-outcome.attempted)>=0.8", false)]
    [InlineData("high(one:claim-outcome.accuracy)>0.59", true)]
    [InlineData("null:empty:claim-outcome.made-up<1", false)]
    [InlineData("null:empty:claim-outcome.attempted<0.01", true)]
    public void Holds_Gate_ComparesTheNumberAskedFor(string expression, bool holds) => Assert.Equal(holds, GateExpression.Parse(expression).Holds(Summary()));

    [Theory]
    [InlineData("accuracy>1")]
    [InlineData("claim-outcome.accuracy=1")]
    [InlineData("low(claim-outcome.accuracy>0.5")]
    [InlineData("two:claim-outcome.accuracy>0.5")]
    [InlineData("claim-outcome.beauty>0.5")]
    public void Holds_WrongGate_IsAClearProblem(string expression) => Assert.Throws<InputException>(() => GateExpression.Parse(expression).Holds(Summary()));

    [Theory]
    [InlineData("one:claim-outcome.made-up<0.3", null)]
    [InlineData("claim-outcome.made-up<0.3", null)]
    [InlineData("two:claim-outcome.made-up<0.3", "Runs.NoSuchCandidate")]
    [InlineData("refusal.rate<=0.05", "Runs.NoSuchMetric")]
    [InlineData("all.accuracy>=0.5", "Runs.NoSuchMetric")]
    public void Check_Gate_IsRefusedBeforeAnythingIsAsked(string expression, string? problem)
    {
        var refused = Record.Exception(() => GateExpression.Parse(expression).Check(Given.Suite(2), ["one"]));

        Assert.Equal(problem, (refused as InputException)?.Problems.Single().Message.Key);
        Assert.Equal(problem is null, refused is null);
    }

    [Fact]
    public void Parse_RefusalRate_IsTheShareThatWasRefused() => Assert.Equal("refusal.refused", GateExpression.Parse("refusal.rate<=0.05").Metric);

    [Fact]
    public void Of_Refusals_AreCountedByWhatIsDue()
    {
        var suite = SuiteFile.Parse("name: r\nscorers: [refusal]\nsamples:\n" + string.Concat(Enumerable.Range(0, 8).Select(index => $"  - {{ id: s{index}, prompt: q, shouldRefuse: {(index < 4 ? "true" : "false")} }}\n")), "r.yaml");
        var scores = suite.Samples.Select((sample, index) => new ScoredSample(sample, new Score("refusal", index is 0 or 4 ? Outcome.Incorrect : Outcome.Correct, index is 0 or 4 ? 0 : 1, null, new Phrase("Scoring.Empty")))).ToList();
        var metrics = ScoreMetrics.Of("refusal", scores).ToDictionary(metric => metric.Name, metric => metric.Estimate!.Value);
        Assert.Equal(0.75, metrics["refusal.refused-due"]);
        Assert.Equal(0.25, metrics["refusal.refused-undue"]);
        Assert.Equal(0.5, metrics["refusal.refused"]);
        Assert.Equal(0.75, metrics["refusal.accuracy"]);
    }

    [Fact]
    public async Task WriteCsvAsync_AnswerThatIsAFormula_IsMadeHarmless()
    {
        var suite = Given.Suite(2);
        using var writer = new StringWriter();
        await RunExport.WriteCsvAsync(suite, new[] { Given.Result("s0", "a", answer: "=HYPERLINK(\"x\")\n"), Given.Error("s1", "a") }.ToAsyncEnumerable(), writer, CancellationToken.None);
        Assert.Contains(",\"'=HYPERLINK(\"\"x\"\")\n\",", writer.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, writer.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task WriteJsonLinesAsync_Cell_HasThePromisedShape()
    {
        using var writer = new StringWriter();
        await RunExport.WriteJsonLinesAsync(Given.Suite(1), new[] { Given.Result("s0", "a", answer: "巴黎") }.ToAsyncEnumerable(), writer, CancellationToken.None);
        var line = System.Text.Json.Nodes.JsonNode.Parse(writer.ToString())!.AsObject();
        Assert.Equal(["sample", "candidate", "repeat", "language", "tags", "prompt", "answer", "stop", "tokens", "scores", "error"], line.Select(entry => entry.Key));
        Assert.Equal("correct", (string?)line["scores"]!["claim-outcome"]!["outcome"]);
        Assert.Contains("巴黎", writer.ToString(), StringComparison.Ordinal);
    }

    private static RunSummary Summary()
    {
        var suite = Given.Suite(20);
        var run = new RunHeader("R-0001", suite.Name, 1, suite.Sha256, [new Candidate("one", "one"), new Candidate("null:empty", "null:empty")], RunStatus.Finished, 40, 38, 1, DateTimeOffset.UnixEpoch, null, "owner", false, null);
        var results = Enumerable.Range(0, 18).Select(index => Given.Result($"s{index}", "one", index < 10 ? Outcome.Correct : index < 14 ? Outcome.Incorrect : index < 17 ? Outcome.NoAnswer : Outcome.Unscored))
            .Select(result => result.Scores[0].Outcome == Outcome.Unscored ? result with { Scores = [result.Scores[0] with { Value = null }] } : result)
            .Append(Given.Error("s18", "one"))
            .Concat(Enumerable.Range(0, 20).Select(index => Given.Result($"s{index}", "null:empty", Outcome.NoAnswer, "")));
        return RunSummary.Build(run, suite, results);
    }
}
