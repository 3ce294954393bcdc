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
