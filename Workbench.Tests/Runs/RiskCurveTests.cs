using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;
using Workbench.Tests.Statistics;

namespace Workbench.Tests.Runs;

public sealed class RiskCurveTests
{
    [Fact]
    public void Of_GoldenConfidences_HasTheRiskOfEachNumberOfAnswers()
    {
        var golden = Golden.File("goldens_scoring.json").GetProperty("calibration");
        double[] sure = [.. golden.GetProperty("conf").EnumerateArray().Select(value => value.GetDouble())];
        bool[] right = [.. golden.GetProperty("correct").EnumerateArray().Select(value => value.GetInt32() == 1)];

        var curve = Of("verbalised-confidence", sure, right)!;

        Assert.Equal(sure.Length, curve.Points.Length);
        Golden.Near(golden.GetProperty("AURC(mean of risks)").GetDouble(), curve.Points.Average(point => point.Risk), Golden.ClosedForm);
        Assert.Equal((1.0, sure.Length), (curve.Points[^1].Coverage, curve.Points[^1].N));
    }

    [Fact]
    public void Of_TiedAnswers_TakesThemTogether()
    {
        var curve = Of("verbalised-confidence", [0.9, 0.9, 0.9, 0.5, 0.5], [true, false, true, false, false])!;

        Assert.Equal([(0.6, 3, 1 / 3.0), (1.0, 5, 0.6)], curve.Points.Select(point => (point.Coverage, point.N, point.Risk)));
    }

    [Fact]
    public void Of_Uncertainty_BeginsWithTheLeastUncertain()
    {
        var curve = Of("semantic-entropy", [0.1, 2, 1], [true, false, true])!;

        Assert.Equal([0, 0, 1 / 3.0], curve.Points.Select(point => point.Risk));
    }

    [Fact]
    public void Of_ManyAnswers_KeepsFewPointsAndTenIntervals()
    {
        var random = new Random(3);
        double[] sure = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble())];

        var curve = Of("verbalised-confidence", sure, [.. sure.Select(value => random.NextDouble() < value)])!;

        Assert.Equal((RiskCurve.MostPoints, 10), (curve.Points.Length, curve.Points.Count(point => point.Interval is not null)));
        Assert.All(curve.Points.Where(point => point.Interval is not null), point => Assert.InRange(point.Risk, point.Interval!.Low, point.Interval.High));
        Assert.NotNull(curve.Points[^1].Interval);
    }

    [Fact]
    public void Of_ScorerWithoutSureness_IsNothing() => Assert.Null(Of("includes", [1], [true]));

    private static RiskCurve? Of(string kind, double[] values, bool[] right)
    {
        var name = kind == "verbalised-confidence" ? "confidence" : "uncertainty";
        var sample = new Sample("s", "?", ["a"], [], [], null, true, null, "en", null, null, null, [], [], 1);
        return RiskCurve.Of(ScorerRegistry.Standard.Find(kind), [.. values.Zip(right).Select((pair, i) =>
            new ScoredSample(sample with { Id = $"s{i}" }, new Score(kind, Outcome.Measured, null, null, new Phrase("Scoring.Empty")).With([(name, pair.First)])) { Right = pair.Second })]);
    }
}
