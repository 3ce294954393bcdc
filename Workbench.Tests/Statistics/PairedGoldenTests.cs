using Workbench.Core.Statistics;

namespace Workbench.Tests.Statistics;

public sealed class PairedGoldenTests
{
    [Fact]
    public void Paired_LibraryCases_AgreeOnTangoAndMcNemar()
    {
        foreach (var item in Golden.Cases("difference_paired"))
        {
            var (both, first, second, neither) = (item.Whole("both_right_a"), item.Whole("only_1_b"), item.Whole("only_2_c"), item.Whole("both_wrong_d"));
            double[] a = [.. Repeat(1, both), .. Repeat(1, first), .. Repeat(0, second), .. Repeat(0, neither)];
            double[] b = [.. Repeat(1, both), .. Repeat(0, first), .. Repeat(1, second), .. Repeat(0, neither)];
            var actual = PairedDifference.Of("d", a, b);
            Assert.Equal("tango", actual.Metric.Estimate!.Method);
            Golden.Near(item.Number("diff"), actual.Difference, Golden.ClosedForm);
            Golden.Near(item.Numbers("tango_score"), actual.Metric, Golden.RootFound, $"{first} {second}");
            Golden.Near(item.Number("mcnemar_exact"), actual.McNemar!.Exact, Golden.ClosedForm);
            Golden.Near(item.Number("mcnemar_midp"), actual.McNemar.MidP, Golden.ClosedForm);
        }
    }

    [Theory]
    [InlineData(12, 4)]
    [InlineData(10, 2)]
    [InlineData(4, 0)]
    [InlineData(59, 121)]
    public void McNemar_PublishedCases_Agree(int b, int c)
    {
        var item = Golden.File("goldens_stats.json").GetProperty($"mcnemar b={b} c={c}");
        var actual = McNemar.Of(b, c);
        Assert.Equal(1, actual.Exact / item.Number("exact"), Golden.ClosedForm);
        Assert.Equal(1, actual.MidP / item.Number("midp"), Golden.ClosedForm);
    }

    [Fact]
    public void Paired_PublishedCase_HasStandardError()
    {
        var item = Golden.File("goldens_stats.json").GetProperty("paired");
        var actual = PairedDifference.Of("d", item.Numbers("A"), item.Numbers("B"));
        Golden.Near(item.Number("diff"), actual.Difference, Golden.ClosedForm);
        Golden.Near(item.Number("se_paired"), actual.StandardError, Golden.ClosedForm);
        Golden.Near(item.Number("t_p"), TTest(item.Numbers("A"), item.Numbers("B")), Golden.RootFound);
    }

    [Fact]
    public void Paired_RealClusteredGolden_Agrees()
    {
        var item = Golden.Cases("clustered_mean").Single(c => c.GetProperty("kind").GetString() == "paired");
        var values = item.Numbers("values_in_cluster_order");
        string[] clusters = [.. item.Numbers("cluster_sizes").SelectMany((size, i) => Enumerable.Repeat($"c{i}", (int)size))];
        double[] a = [.. values.Select(value => Math.Max(0, value))];
        double[] b = [.. values.Select(value => Math.Max(0, -value))];
        var actual = PairedDifference.Of("d", a, b, clusters);
        Golden.Near(item.Numbers("ci_CR2_t(BM)"), actual.Metric, Golden.RootFound);
        Assert.Equal(clusters.Distinct().Count(), actual.Metric.Estimate!.Clusters);
    }

    [Fact]
    public void Paired_SameAnswersInClusters_IsNotCertain()
    {
        double[] answers = [.. Repeat(1, 20), .. Repeat(0, 20)];
        string[] clusters = [.. Enumerable.Range(0, 40).Select(i => $"c{i / 4}")];
        var actual = PairedDifference.Of("d", answers, answers, clusters).Metric.Estimate!;
        Assert.Equal("tango-kish", actual.Method);
        Assert.True(actual.Low < -0.1 && actual.High > 0.1);
    }

    /// <summary>Shifting by a half leaves the differences as they are, but not the kind of interval.</summary>
    private static double? TTest(double[] a, double[] b) => PairedDifference.Of("d", [.. a.Select(x => x + 0.5)], [.. b.Select(x => x + 0.5)]).P;

    private static IEnumerable<double> Repeat(double value, int count) => Enumerable.Repeat(value, count);
}
