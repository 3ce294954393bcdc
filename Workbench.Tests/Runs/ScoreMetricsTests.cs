using System.Globalization;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Statistics;
using Workbench.Core.Suites;
using Workbench.Tests.Statistics;

namespace Workbench.Tests.Runs;

public sealed class ScoreMetricsTests
{
    [Fact]
    public void Of_StatedConfidence_GivesTheGoldensOfCalibration()
    {
        var golden = Golden.File("goldens_scoring.json").GetProperty("calibration");
        var confidence = golden.GetProperty("conf").EnumerateArray().Select(value => value.GetDouble());
        var right = golden.GetProperty("correct").EnumerateArray().Select(value => value.GetInt32() == 1);
        var scores = confidence.Zip(right).Select((pair, i) => Scored($"s{i}", "verbalised-confidence", pair.Second, ("confidence", pair.First), ("stated", 1), ("length", 3), ("surprise-mean", 1 - pair.First)));
        var metrics = ScoreMetrics.Of("verbalised-confidence", [.. scores]).ToDictionary(metric => metric.Name["verbalised-confidence.".Length..]);
        Golden.Near(golden.GetProperty("brier").GetDouble(), metrics["brier"].Estimate!.Value, Golden.ClosedForm);
        Golden.Near(golden.GetProperty("ece10 width").GetDouble(), metrics["ece"].Estimate!.Value, Golden.ClosedForm);
        Golden.Near(golden.GetProperty("auroc").GetDouble(), metrics["auroc"].Estimate!.Value, Golden.ClosedForm);
        Golden.Near(golden.GetProperty("auroc").GetDouble(), metrics["auroc-surprise-mean"].Estimate!.Value, Golden.ClosedForm);
        Assert.Equal(0.5, metrics["auroc-length"].Estimate!.Value);
        Golden.Near(golden.GetProperty("AURC(mean of risks)").GetDouble(), metrics["aurc"].Estimate!.Value, Golden.ClosedForm);
        Golden.Near(golden.GetProperty("acc@80%").GetDouble(), metrics["accuracy-at-80"].Estimate!.Value, Golden.ClosedForm);
        Assert.Equal((1.0, 2), (metrics["right-at-90"].Estimate!.Value, metrics["right-at-90"].Estimate!.N));
        Assert.Equal(0.925, metrics["stated-at-90"].Estimate!.Value, 12);
        Assert.Equal(1, metrics["stated"].Estimate!.Value);
        Assert.DoesNotContain("accuracy", metrics.Keys);
    }

    [Fact]
    public void Of_Uncertainty_WithoutAReference_IsMeasuredOnly()
    {
        var metrics = ScoreMetrics.Of("semantic-entropy", [Scored("a", "semantic-entropy", null, ("uncertainty", 1), ("entropy", 1)), Scored("b", "semantic-entropy", null, ("uncertainty", 0), ("entropy", 0))]);
        Assert.Equal(["semantic-entropy.entropy", "semantic-entropy.entropy-weighted", "semantic-entropy.clusters"], metrics.Select(metric => metric.Name));
        Assert.Equal(0.5, metrics[0].Estimate!.Value);
    }

    [Fact]
    public void RightOf_Cell_TakesTheFirstReferenceThatSaysSomething()
    {
        var none = new Score("includes", Outcome.NoAnswer, 0, null, Because);
        var right = new Score("exact", Outcome.Correct, 1, null, Because);
        Assert.Null(ScoredSample.RightOf([none, new Score("refusal", Outcome.Correct, 1, null, Because)]));
        Assert.True(ScoredSample.RightOf([none, right, right with { Outcome = Outcome.Incorrect, Value = 0 }]));
        Assert.False(ScoredSample.RightOf([new Score("f1", Outcome.Partial, 0.4, null, Because)]));
    }

    [Fact]
    public void Of_Claims_HaveThePenaltyCurveOfTheGoldens()
    {
        // Golden "simpleqa toy": 50 right, 30 wrong, 20 not attempted.
        var scores = Enumerable.Range(0, 100).Select(i => new ScoredSample(Sample($"s{i}"), new Score("claim-outcome", i < 50 ? Outcome.Correct : i < 80 ? Outcome.Incorrect : Outcome.NoAnswer, i < 50 ? 1 : 0, null, Because)));
        var metrics = ScoreMetrics.Of("claim-outcome", [.. scores]).ToDictionary(metric => metric.Name["claim-outcome.".Length..]);
        Assert.Equal(0.625, metrics["correct-given-attempted"].Estimate!.Value, 12);
        Assert.Equal(0.5555555555555556, metrics["f"].Estimate!.Value, 12);
        Assert.Equal((0.2, -0.4, -2.2), (Math.Round(Value("penalised-50"), 12), Math.Round(Value("penalised-75"), 12), Math.Round(Value("penalised-90"), 12)));
        Assert.True(metrics["penalised-90"].Estimate!.Low < -2.2 && metrics["f"].Estimate!.High > 0.56);

        double Value(string name) => metrics[name].Estimate!.Value;
    }

    [Fact]
    public void Of_ClaimsThatAreAllRight_StillHaveIntervals()
    {
        var metrics = ScoreMetrics.Of("claim-outcome", [.. Enumerable.Range(0, 20).Select(i => new ScoredSample(Sample($"s{i}"), new Score("claim-outcome", Outcome.Correct, 1, null, Because)))]).ToDictionary(metric => metric.Name["claim-outcome.".Length..]);
        Assert.Equal((1.0, 1.0), (metrics["f"].Estimate!.Value, metrics["penalised-75"].Estimate!.Value));
        Assert.InRange(metrics["f"].Estimate!.Low, 0.7, 0.95);
        Assert.InRange(metrics["penalised-75"].Estimate!.Low, -0.2, 0.8);
    }

    [Fact]
    public void Of_NothingClaimed_IsWorthNothingWithoutAMinus()
    {
        var metrics = ScoreMetrics.Of("claim-outcome", [.. Enumerable.Range(0, 354).Select(i => new ScoredSample(Sample($"s{i}"), new Score("claim-outcome", Outcome.NoAnswer, 0, null, Because)))]);

        Assert.All(metrics.Where(metric => metric.Name.Contains("penalised", StringComparison.Ordinal)), metric => Assert.Equal("0", metric.Estimate!.Value.ToString("R", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Of_Abstentions_HaveF1OfUnanswerableQuestions()
    {
        // 10 without an answer of which 6 are declined, 10 with one of which 2 are.
        var scores = Enumerable.Range(0, 20).Select(i => new ScoredSample(Sample($"s{i}") with { Answerable = i >= 10 }, new Score("abstention", Outcome.Correct, 1, null, Because).With([("abstained", i is < 6 or >= 18 ? 1 : 0)])));
        var metrics = ScoreMetrics.Of("abstention", [.. scores]).ToDictionary(metric => metric.Name["abstention.".Length..], metric => metric.Estimate!.Value);
        Assert.Equal((0.75, 0.6, 0.2), (metrics["precision"], metrics["recall"], metrics["over-refusal"]));
        Assert.Equal(2 * 0.75 * 0.6 / (0.75 + 0.6), metrics["f1"], 12);
    }

    [Fact]
    public void Of_Discriminations_HavePairsAndArea()
    {
        (double Right, double MadeUp)[] odds = [(-2, 1), (-1, 2), (1, 3), (-1, -2), (-3, 4), (2, 1)];
        var scores = odds.Select((pair, i) => new ScoredSample(Sample($"s{i}"), new Score("discrimination", Outcome.Partial, ((pair.Right < 0 ? 1 : 0) + (pair.MadeUp > 0 ? 1 : 0)) / 2.0, null, Because).With([("odds-right", pair.Right), ("odds-made-up", pair.MadeUp)])));
        var metrics = ScoreMetrics.Of("discrimination", [.. scores]).ToDictionary(metric => metric.Name["discrimination.".Length..]);
        Assert.Equal(9 / 12.0, metrics["accuracy"].Estimate!.Value, 12);
        Assert.Equal(4 / 6.0, metrics["pairwise"].Estimate!.Value, 12);
        Assert.Equal(7 / 12.0, metrics["yes-rate"].Estimate!.Value, 12);
        Assert.InRange(metrics["auroc"].Estimate!.Value, 0.7, 0.95);
    }

    [Theory]
    [InlineData("claim-outcome.accuracy", true)]
    [InlineData("claim-outcome.penalised-90", false)]
    [InlineData("semantic-entropy.entropy", false)]
    [InlineData("semantic-entropy.auroc-length", false)]
    [InlineData("self-consistency.share", true)]
    [InlineData("latency.seconds", false)]
    [InlineData("p-true.right-at-90", true)]
    [InlineData("choice-likelihood.brier", false)]
    public void IsRate_Metric_IsReadInPerCentOrNot(string name, bool expected) => Assert.Equal(expected, ScoreMetrics.IsRate(name));

    private static Phrase Because { get; } = new("Scoring.Empty");

    private static Sample Sample(string id) => new(id, "?", ["a"], [], [], null, true, null, "en", null, null, null, [], [], 1);

    private static ScoredSample Scored(string id, string kind, bool? right, params (string, double?)[] values) => new(Sample(id), new Score(kind, Outcome.Measured, null, null, Because).With(values)) { Right = right };
}
