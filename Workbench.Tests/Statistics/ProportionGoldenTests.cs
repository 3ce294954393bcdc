using Workbench.Core.Statistics;

namespace Workbench.Tests.Statistics;

public sealed class ProportionGoldenTests
{
    [Fact]
    public void WilsonAndClopperPearson_LibraryCases_Agree()
    {
        foreach (var item in Golden.Cases("proportions"))
        {
            var (k, n, confidence) = (item.Whole("k"), item.Whole("n"), 1 - item.Number("alpha"));
            Golden.Near(item.Numbers("wilson"), WilsonInterval.Of("w", k, n, confidence), Golden.ClosedForm, $"wilson {k}/{n}");
            Golden.Near(item.Numbers("clopper_pearson"), ClopperPearson.Of("c", k, n, confidence), Golden.RootFound, $"exact {k}/{n}");
            Golden.Near(item.Numbers("jeffreys_raw"), PlainRate.Jeffreys("j", k, n, confidence), Golden.RootFound, $"jeffreys {k}/{n}");
            Golden.Near(item.Numbers("agresti_coull"), PlainRate.AgrestiCoull("a", k, n, confidence), Golden.ClosedForm, $"agresti {k}/{n}");
            Golden.Near(item.Numbers("wilson_cc"), PlainRate.WilsonCorrected("w", k, n, confidence), Golden.ClosedForm, $"wilson-cc {k}/{n}");
        }
    }

    [Theory]
    [InlineData(7, 10)]
    [InlineData(0, 20)]
    [InlineData(20, 20)]
    [InlineData(239, 450)]
    [InlineData(81, 263)]
    [InlineData(1, 3)]
    public void Wilson_PublishedCases_Agree(int k, int n) =>
        Golden.Near(Golden.File("goldens_stats.json").GetProperty("wilson").Numbers($"{k}/{n}"), WilsonInterval.Of("w", k, n), Golden.ClosedForm);

    [Fact]
    public void Newcombe_LibraryCases_Agree()
    {
        foreach (var item in Golden.Cases("difference_independent"))
        {
            var actual = Newcombe.Of("d", item.Whole("k1"), item.Whole("n1"), item.Whole("k2"), item.Whole("n2"));
            Golden.Near(item.Numbers("newcombe_hybrid_score"), actual, Golden.ClosedForm, item.ToString());
            var (k1, n1, k2, n2) = (item.Whole("k1"), item.Whole("n1"), item.Whole("k2"), item.Whole("n2"));
            Golden.Near(item.Numbers("wald_unpooled"), PlainDifference.Wald("d", k1, n1, k2, n2), Golden.ClosedForm, "wald");
            Golden.Near(item.Numbers("agresti_caffo"), PlainDifference.AgrestiCaffo("d", k1, n1, k2, n2), Golden.ClosedForm, "caffo");
            Golden.Near(item.Numbers("miettinen_nurminen_formula"), ConstrainedDifference.Of("d", k1, n1, k2, n2, unbiased: true), Golden.RootFound, $"miettinen-nurminen {item}");
            Golden.Near(item.Numbers("mee_formula(no N/(N-1))"), ConstrainedDifference.Of("d", k1, n1, k2, n2, unbiased: false), Golden.RootFound, $"mee {item}");
        }
    }

    [Fact]
    public void Clustered_LibraryCases_AgreeOnVarianceFreedomAndInterval()
    {
        foreach (var item in Golden.Cases("clustered_mean"))
        {
            var values = item.Numbers("values_in_cluster_order");
            var clusters = Clusters(item.GetProperty("cluster_sizes").EnumerateArray().Select(size => size.GetInt32()));
            var moments = ClusterMoments.Of(values, clusters);
            Golden.Near(item.Number("mean"), moments.Mean, Golden.ClosedForm);
            Golden.Near(item.Number("CR2"), Math.Sqrt(moments.Variance), Golden.ClosedForm);
            Golden.Near(item.Number("bell_mccaffrey_df"), moments.Freedom, Golden.ClosedForm);
            Golden.Near(item.Number("kish_clusters=n^2/sum n_g^2"), moments.Kish, Golden.ClosedForm);
            var (zero, one) = (PlainClustered.Of("m", values, clusters, corrected: false), PlainClustered.Of("m", values, clusters, corrected: true));
            Golden.Near(item.Number("CR0(statsmodels no correction)"), zero.StandardError, Golden.ClosedForm);
            Golden.Near(item.Number("CR1(statsmodels correction = G/(G-1))"), one.StandardError, Golden.ClosedForm);
            Golden.Near(item.Numbers("ci_CR1_t(G-1)"), one.Metric, Golden.RootFound);
            var split = VarianceSplit.Of([.. values.Zip(clusters).GroupBy(pair => pair.Second).Select(group => group.Select(pair => pair.First).ToArray())]);
            Golden.Near(item.Number("anova_icc"), split.Correlation, Golden.ClosedForm);
            Golden.Near(item.Number("se_iid_ddof1"), MeanInterval.Of("m", values).StandardError, Golden.ClosedForm);
            var mean = MeanInterval.Of("m", values, clusters);
            if (item.Whole("G") < ClusteredProportion.LeastClusters)
            {
                Assert.Null(mean.Metric.Estimate);
                Assert.Equal("Statistics.FewClusters", mean.Metric.Reason?.Key);
                continue;
            }

            Golden.Near(item.Numbers("ci_CR2_t(BM)"), mean.Metric, Golden.RootFound);
            if (item.GetProperty("kind").GetString() == "binary")
            {
                CompareProportion(item, values, clusters);
            }
        }
    }

    [Fact]
    public void Published_OneRateAndClusters_Agree()
    {
        var golden = Golden.File("goldens_stats.json");
        Golden.Near(golden.Numbers("clopper_pearson 7/10"), ClopperPearson.Of("c", 7, 10), Golden.RootFound);
        Golden.Near(golden.Numbers("jeffreys 7/10"), PlainRate.Jeffreys("j", 7, 10), Golden.RootFound);
        var newcombe = golden.Numbers("newcombe diff 56/70 vs 48/80");
        Golden.Near(newcombe[1..], Newcombe.Of("n", 56, 70, 48, 80), Golden.ClosedForm);
        Golden.Near(golden.Number("clt_se 0..9"), MeanInterval.Of("m", [.. Enumerable.Range(0, 10).Select(i => (double)i)]).StandardError, Golden.ClosedForm);
        double[] values = [.. Enumerable.Range(0, 20).Select(i => (double)i)];
        string[] clusters = [.. Enumerable.Range(0, 20).Select(i => $"c{i % 4}")];
        Golden.Near(golden.Number("cluster_se inspect(0..19, i%4)"), PlainClustered.Of("m", values, clusters, corrected: true).StandardError, Golden.ClosedForm);
        Golden.Near(golden.Number("cluster_se Miller no correction"), PlainClustered.Of("m", values, clusters, corrected: false).StandardError, Golden.ClosedForm);

        var binary = golden.GetProperty("binary 20 in 5 clusters of 4");
        string[] fives = [.. Enumerable.Range(0, 20).Select(i => $"c{i / 4}")];
        var s = binary.Numbers("s");
        Golden.Near(binary.Number("mean"), MeanInterval.Of("m", s).Mean, Golden.ClosedForm);
        Golden.Near(binary.Number("clt_se(ddof1)"), MeanInterval.Of("m", s).StandardError, Golden.ClosedForm);
        Golden.Near(binary.Number("cluster_se Miller"), PlainClustered.Of("m", s, fives, corrected: false).StandardError, Golden.ClosedForm);
        Golden.Near(binary.Number("cluster_se C/(C-1)"), PlainClustered.Of("m", s, fives, corrected: true).StandardError, Golden.ClosedForm);
    }

    private static void CompareProportion(System.Text.Json.JsonElement item, double[] values, string[] clusters)
    {
        var actual = ClusteredProportion.Of("p", [.. values.Select(value => value == 1)], clusters);
        if (actual.Metric.Estimate!.Method == ClusteredProportion.Method)
        {
            Golden.Near(item.Number("neff_wilson_neff"), actual.EffectiveN, Golden.ClosedForm);
            Golden.Near(item.Numbers("neff_wilson(CR2, deff>=1, BM t)"), actual.Metric, Golden.RootFound);
        }
        else
        {
            Golden.Near(item.Number("kish_clusters=n^2/sum n_g^2"), actual.EffectiveN, Golden.ClosedForm);
        }
    }

    private static string[] Clusters(IEnumerable<int> sizes) => [.. sizes.SelectMany((size, i) => Enumerable.Repeat($"c{i}", size))];
}
