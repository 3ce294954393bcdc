using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;
using Workbench.Tests.Statistics;

namespace Workbench.Tests.Runs;

public sealed class RocCurveTests
{
    [Fact]
    public void Of_GoldenConfidences_HasTheGoldenArea()
    {
        var golden = Golden.File("goldens_scoring.json").GetProperty("calibration");
        double[] sure = [.. golden.GetProperty("conf").EnumerateArray().Select(value => value.GetDouble())];
        bool[] right = [.. golden.GetProperty("correct").EnumerateArray().Select(value => value.GetInt32() == 1)];

        var curve = Of(sure, right).Single();

        Golden.Near(golden.GetProperty("auroc").GetDouble(), Area(curve), Golden.ClosedForm);
        Assert.Equal((null, right.Count(each => each), right.Count(each => !each)), (curve.Baseline, curve.Right, curve.Wrong));
    }

    [Fact]
    public void Of_GoldenTies_TakesThemTogether()
    {
        var golden = Golden.File("goldens_scoring.json").GetProperty("auroc ties");

        var curve = Of([.. golden.Numbers("score")], [.. golden.Numbers("y").Select(value => value == 1)]).Single();

        Golden.Near(golden.Number("auroc"), Area(curve), Golden.ClosedForm);
        Assert.Equal([(0, 0, null), (0, 0.5, 0.9), (0.5, 1, 0.5), (1, 1, 0.1)], curve.Points.Select(point => (point.Wrong, point.Right, point.Least)));
        Assert.Equal([0.5, 0.75, 1, 1], ((double[])[0, 0.25, 0.5, 1]).Select(curve.RightAt));
    }

    [Fact]
    public void Of_Baselines_AreSurerTheSmallerTheyAre()
    {
        var curves = Of([0.4, 0.6, 0.5], [true, false, true], [1, 3, 2]).ToList();

        Assert.Equal([null, "length"], curves.Select(curve => curve.Baseline));
        Assert.Equal([0.0, 1.0], curves.Select(Area));
    }

    [Fact]
    public void Of_ManyLevels_KeepsFewPointsOfNearlyTheSameArea()
    {
        var random = new Random(3);
        double[] sure = [.. Enumerable.Range(0, 3000).Select(_ => random.NextDouble())];
        bool[] right = [.. sure.Select(value => random.NextDouble() < value)];

        var curve = Of(sure, right).Single();

        Assert.InRange(curve.Points.Length, 50, RocCurve.MostPoints);
        Assert.Equal(Workbench.Core.Statistics.Auroc.Of("a", sure, right).Value!.Value, Area(curve), 0.002);
        Assert.Equal((1.0, 1.0), (curve.Points[^1].Wrong, curve.Points[^1].Right));
    }

    [Fact]
    public void Of_AllRight_IsNothing() => Assert.Empty(Of([0.1, 0.9], [true, true]));

    private static double Area(RocCurve curve) => curve.Points.Zip(curve.Points.Skip(1)).Sum(pair => (pair.Second.Wrong - pair.First.Wrong) * (pair.First.Right + pair.Second.Right) / 2);

    private static IEnumerable<RocCurve> Of(double[] sure, bool[] right, double[]? lengths = null)
    {
        var sample = new Sample("s", "?", ["a"], [], [], null, true, null, "en", null, null, null, [], [], 1);
        return RocCurve.Of(ScorerRegistry.Standard.Find("verbalised-confidence"), [.. sure.Select((value, index) => new ScoredSample(
            sample,
            new Score("verbalised-confidence", Outcome.Measured, null, null, new Phrase("x")).With([("confidence", value), ("length", lengths?[index])])) { Right = right[index] })]);
    }
}
