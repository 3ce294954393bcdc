using CsCheck;
using Workbench.Core.Statistics;

namespace Workbench.Tests.Statistics;

public sealed class EstimatePropertyTests
{
    private static readonly Gen<(bool[] Values, string[] Clusters)> Binary =
        Gen.Select(Gen.Double[0, 1], Gen.Int[1, 30]).SelectMany((p, groups) =>
            Gen.Select(Gen.Double[0, 1].Select(u => u < p), Gen.Int[1, groups].Select(g => $"g{g}")).Array[1, 200])
            .Select(rows => (rows.Select(row => row.Item1).ToArray(), rows.Select(row => row.Item2).ToArray()));

    [Fact]
    public void Rate_AnySamples_IsOrderedOrHasAReason() => Binary.Sample(sample =>
    {
        Check(Proportion.Rate("r", sample.Values, sample.Clusters), 0, 1);
        Check(Proportion.Rate("r", sample.Values), 0, 1);
        Check(ClopperPearson.Of("r", sample.Values.Count(v => v), sample.Values.Length), 0, 1);
    });

    [Fact]
    public void PairedDifference_AnyPairs_IsOrderedOrHasAReason() => Gen.Select(Binary, Gen.Double[-1, 1], Gen.Int[0, 999]).Sample((sample, scale, seed) =>
    {
        double[] a = [.. sample.Values.Select(v => v ? 1.0 : 0)];
        double[] b = [.. a.Select((x, i) => ((i * 7919) + seed) % 3 == 0 ? 1 - x : x)];
        Check(PairedDifference.Of("d", a, b).Metric, -1, 1);
        Check(PairedDifference.Of("d", a, b, sample.Clusters).Metric, -1, 1);
        Check(PairedDifference.Of("d", [.. a.Select(x => x * scale)], b, sample.Clusters).Metric, -2, 2, bounded: false);
    });

    [Fact]
    public void PairedDifference_SidesSwapped_ChangesSign() => Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[0, 40]).Where((b, c, rest) => b + c + rest > 0).Sample((b, c, rest) =>
    {
        var (low, high) = TangoInterval.Bounds(b, c, b + c + rest, 0.95);
        var (swappedLow, swappedHigh) = TangoInterval.Bounds(c, b, b + c + rest, 0.95);
        Assert.Equal(low, -swappedHigh, 1e-10);
        Assert.Equal(high, -swappedLow, 1e-10);
    });

    [Fact]
    public void Wilson_TenTimesTheSamples_IsNarrower() => Gen.Select(Gen.Int[1, 500], Gen.Double[0, 1]).Sample((n, share) =>
    {
        var k = (int)(share * n);
        Assert.True(Width(WilsonInterval.Of("w", 10 * k, 10 * n)) < Width(WilsonInterval.Of("w", k, n)));
    });

    [Fact]
    public void Wilson_OneMoreSuccess_MovesBothBoundsUp() => Gen.Int[1, 300].SelectMany(n => Gen.Int[0, n - 1].Select(k => (k, n))).Sample((k, n) =>
    {
        var (fewer, more) = (WilsonInterval.Of("w", k, n).Estimate!, WilsonInterval.Of("w", k + 1, n).Estimate!);
        Assert.True(fewer.Low < more.Low && fewer.High < more.High + 1e-15);
    });

    [Fact]
    public void Rate_ClusterNamesAndOrderChanged_StaysTheSame() => Binary.Sample(sample =>
    {
        var expected = ClusteredProportion.Of("r", sample.Values, sample.Clusters).Metric.Estimate;
        var actual = ClusteredProportion.Of("r", [.. sample.Values.Reverse()], [.. sample.Clusters.Reverse().Select(c => c + "x")]).Metric.Estimate;
        Assert.Equal(expected?.Low ?? 0, actual?.Low ?? 0, 1e-9);
        Assert.Equal(expected?.High ?? 0, actual?.High ?? 0, 1e-9);
    });

    [Fact]
    public void Rate_FewClusters_SaysSo()
    {
        var metric = Proportion.Rate("r", [true, false, true, true], ["a", "a", "b", "c"]);
        Assert.Null(metric.Estimate);
        Assert.Contains("3", metric.Reason!.In(new System.Globalization.CultureInfo("zh-Hans")), StringComparison.Ordinal);
    }

    [Fact]
    public void Rate_RareOutcomeInClusters_FallsBackToKish()
    {
        bool[] values = [.. Enumerable.Range(0, 60).Select(i => i == 0)];
        string[] clusters = [.. Enumerable.Range(0, 60).Select(i => $"c{i / 6}")];
        var estimate = Proportion.Rate("r", values, clusters).Estimate!;
        Assert.Equal("clopper-pearson-kish", estimate.Method);
        Golden.Near(ClopperPearson.Bounds(10.0 / 60, 10, 0.95).High, estimate.High, Golden.ClosedForm);
    }

    private static double Width(Metric metric) => metric.Estimate!.High - metric.Estimate.Low;

    private static void Check(Metric metric, double least, double most, bool bounded = true)
    {
        if (metric.Estimate is not { } estimate)
        {
            Assert.NotNull(metric.Reason);
            return;
        }

        Assert.True(estimate.Low <= estimate.Value && estimate.Value <= estimate.High, estimate.ToString());
        Assert.True(!bounded || (estimate.Low >= least && estimate.High <= most), estimate.ToString());
        Assert.True(double.IsFinite(estimate.Low) && double.IsFinite(estimate.High));
    }
}
