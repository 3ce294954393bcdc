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
            if (actual.McNemar.ChiSquared is { } plain)
            {
                Golden.Near(item.Numbers("chi2_no_cc")[0], plain, Golden.ClosedForm);
                Golden.Near(item.Numbers("chi2_no_cc")[1], McNemar.Tail(plain), Golden.ClosedForm);
                Golden.Near(item.Numbers("chi2_cc(|b-c|-1)")[0], actual.McNemar.ChiSquaredCorrected, Golden.ClosedForm);
                Golden.Near(item.Numbers("chi2_cc(|b-c|-1)")[1], McNemar.Tail(actual.McNemar.ChiSquaredCorrected!.Value), Golden.ClosedForm);
            }
        }
    }

    [Theory]
    [InlineData("mcnemar b=12 c=4", 12, 4)]
    [InlineData("mcnemar b=10 c=2", 10, 2)]
    [InlineData("mcnemar b=4 c=0", 4, 0)]
    [InlineData("mcnemar b=59 c=121", 59, 121)]
    public void McNemar_PublishedCases_Agree(string name, int b, int c)
    {
        var item = Golden.File("goldens_stats.json").GetProperty(name);
        var actual = McNemar.Of(b, c);
        Assert.Equal(1, actual.Exact / item.Number("exact"), Golden.ClosedForm);
        Assert.Equal(1, actual.MidP / item.Number("midp"), Golden.ClosedForm);
        Assert.Equal(1, actual.ChiSquared!.Value / item.Number("chi2"), Golden.ClosedForm);
        Assert.Equal(1, actual.ChiSquaredCorrected!.Value / item.Number("chi2_cc"), Golden.ClosedForm);
        Assert.Equal(1, McNemar.Tail(actual.ChiSquared.Value) / item.Number("p"), Golden.RootFound);
        Assert.Equal(1, McNemar.Tail(actual.ChiSquaredCorrected.Value) / item.Number("p_cc"), Golden.RootFound);
    }

    [Fact]
    public void Paired_PlainFormulas_Agree()
    {
        foreach (var item in Golden.Cases("difference_paired"))
        {
            var table = new PairTable(item.Whole("both_right_a"), item.Whole("only_1_b"), item.Whole("only_2_c"), item.Whole("both_wrong_d"));
            Golden.Near(item.Numbers("wald"), PlainDifference.PairedWald("d", table), Golden.ClosedForm, "wald");
            Golden.Near(item.Numbers("agresti_min(+0.5 each cell)"), PlainDifference.AgrestiMin("d", table), Golden.ClosedForm, "agresti-min");
            Golden.Near(item.Numbers("newcombe10_cc"), PlainDifference.NewcombePaired("d", table, corrected: true), Golden.ClosedForm, "newcombe10_cc");
            Golden.Near(item.Numbers("newcombe10_no_cc"), PlainDifference.NewcombePaired("d", table, corrected: false), Golden.ClosedForm, "newcombe10_no_cc");
            Golden.Near(item.Number("phi_cc"), table.Correlation(corrected: true), Golden.ClosedForm, "phi");
        }
    }

    [Fact]
    public void Paired_PublishedCase_HasStandardError()
    {
        var item = Golden.File("goldens_stats.json").GetProperty("paired");
        var actual = PairedDifference.Of("d", item.Numbers("A"), item.Numbers("B"));
        Golden.Near(item.Number("diff"), actual.Difference, Golden.ClosedForm);
        Golden.Near(item.Number("se_paired"), actual.StandardError, Golden.ClosedForm);
        Golden.Near(item.Number("corr"), PairedDifference.Correlation(item.Numbers("A"), item.Numbers("B")), Golden.ClosedForm);
        Golden.Near(item.Number("meanA"), MeanInterval.Of("m", item.Numbers("A")).Mean, Golden.ClosedForm);
        Golden.Near(item.Number("meanB"), MeanInterval.Of("m", item.Numbers("B")).Mean, Golden.ClosedForm);
        Golden.Near(item.Number("se_A"), MeanInterval.Of("m", item.Numbers("A")).StandardError, Golden.ClosedForm);
        Golden.Near(item.Number("se_B"), MeanInterval.Of("m", item.Numbers("B")).StandardError, Golden.ClosedForm);
        Assert.Equal((item.Numbers("b,c")[0], item.Numbers("b,c")[1]), (actual.McNemar!.OnlyFirst, actual.McNemar.OnlySecond));
        var z = actual.Difference!.Value / actual.StandardError!.Value;
        Golden.Near(item.Number("z"), z, Golden.ClosedForm);
        Golden.Near(item.Number("z_p"), Quantile.TwoSidedNormalTail(z), Golden.RootFound);
        Golden.Near(item.Numbers("ci95_z")[0], actual.Difference - (Quantile.TwoSidedNormal(0.95) * actual.StandardError), Golden.RootFound);
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
