using Workbench.Core.Statistics;

namespace Workbench.Tests.Statistics;

public sealed class ResamplingGoldenTests
{
    private static double Mean(IReadOnlyList<double> values) => values.Average();

    [Fact]
    public void Bootstrap_StoredDraws_Agree()
    {
        foreach (var item in Golden.Cases("bootstrap"))
        {
            var values = item.Numbers("x");
            int[][] draws = [.. item.GetProperty("resample_indices_199xn").EnumerateArray().Select(draw => draw.EnumerateArray().Select(i => i.GetInt32()).ToArray())];
            var actual = Bootstrap.FromDraws(values, draws, Mean);
            Golden.Near(item.Number("se_same_draws_ddof1"), actual.Error, Golden.ClosedForm);
            Near(item.Numbers("percentile_same_draws"), actual.Percentile(), Golden.ClosedForm);
            Near(item.Numbers("basic_same_draws"), actual.Basic(), Golden.ClosedForm);
            if (values.Distinct().Count() == 1)
            {
                // The library gives NaN here.
                Assert.Null(actual.BiasCorrected());
                Assert.Null(actual.Estimate("b", "bca", values.Length, null).Estimate);
                continue;
            }

            Near(item.Numbers("BCa_same_draws"), actual.BiasCorrected()!.Value, 1e-9);
            var own = Bootstrap.Of(values, null, Mean, 19_999, 7);
            var expected = item.Numbers("percentile_19999_(tolerance only)");
            Near(expected, own.Percentile(), Math.Max(1.0 / values.Length, 0.03 * (expected[1] - expected[0])) + 1e-9);
            var corrected = item.Numbers("BCa_19999_(tolerance only)");
            Near(corrected, own.BiasCorrected()!.Value, Math.Max(1.0 / values.Length, 0.03 * (corrected[1] - corrected[0])) + 1e-9);
        }
    }

    [Fact]
    public void Bootstrap_EveryResample_HasTheExactDistribution()
    {
        var item = Golden.File("goldens_stats.json").GetProperty("exact bootstrap d=[1,0,1,-1,1]");
        double[] d = [1, 0, 1, -1, 1];
        var draws = Enumerable.Range(0, 3125).Select(number => new[] { number % 5, number / 5 % 5, number / 25 % 5, number / 125 % 5, number / 625 % 5 }).ToList();
        var actual = Bootstrap.FromDraws(d, draws, Mean);
        Assert.Equal(item.Whole("n_resamples"), actual.Replicates.Count);
        Golden.Near(item.Number("mean"), actual.Replicates.Average(), Golden.ClosedForm);
        Golden.Near(item.Number("sd(pop)"), actual.Error * Math.Sqrt(3124 / 3125.0), Golden.ClosedForm);
        Golden.Near(item.Number("pct2.5 linear"), actual.Percentile().Low, Golden.ClosedForm);
        Golden.Near(item.Number("pct97.5 linear"), actual.Percentile().High, Golden.ClosedForm);
        Golden.Near(item.Number("P(mean*<=0)"), actual.Replicates.Count(value => value <= 1e-12) / 3125.0, Golden.ClosedForm);
        foreach (var bar in item.GetProperty("dist").EnumerateObject())
        {
            Assert.Equal(bar.Value.GetInt32(), actual.Replicates.Count(value => Math.Abs(value - double.Parse(bar.Name, System.Globalization.CultureInfo.InvariantCulture)) < 1e-9));
        }

        Golden.Near(Golden.File("goldens_stats.json").GetProperty("sign-flip permutation d").Number("p"), SignFlip.Of(d).P, Golden.ClosedForm);
    }

    [Fact]
    public void Bootstrap_SameSeed_DrawsTheSame()
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(i => i % 7 / 7.0)];
        string[] clusters = [.. Enumerable.Range(0, 40).Select(i => $"c{i / 4}")];
        var first = Bootstrap.Of(values, clusters, Mean, 500, 3);
        Assert.Equal(first.Replicates, Bootstrap.Of(values, clusters, Mean, 500, 3).Replicates);
        Assert.NotEqual(first.Replicates, Bootstrap.Of(values, clusters, Mean, 500, 4).Replicates);
    }

    [Fact]
    public void Bootstrap_ValuesThatRepeatInClusters_IsAsWideAsTheClustersSay()
    {
        double[] values = [.. Enumerable.Range(0, 200).Select(i => i / 10 % 2 == 0 ? 1.0 : 0)];
        var clustered = Bootstrap.Of(values, [.. Enumerable.Range(0, 200).Select(i => $"c{i / 10}")], Mean, 2000);
        Assert.InRange(clustered.Error / Bootstrap.Of(values, null, Mean, 2000).Error, 2.7, 3.6);
    }

    [Fact]
    public void SignFlip_ManyDifferences_AgreesWithTheExactPatterns()
    {
        double[] d = [.. Enumerable.Range(1, 18).Select(i => i % 4 == 0 ? -i : (double)i)];
        var drawn = SignFlip.Of([.. d, 1e-13, 1e-13, 1e-13], draws: 200_000, seed: 1);
        Assert.Equal((true, false), (SignFlip.Of(d).Exact, drawn.Exact));
        Assert.Equal(SignFlip.Of(d).P, drawn.P, 0.003);
    }

    [Fact]
    public void VarianceSplit_PublishedCase_Agrees()
    {
        var item = Golden.File("goldens_stats.json").GetProperty("variance decomposition 6x4");
        var actual = VarianceSplit.Of([.. item.GetProperty("data").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetDouble()).ToArray())]);
        Golden.Near(item.Number("mean"), actual.Mean, Golden.ClosedForm);
        Golden.Near(item.Number("Var(question means) ddof1"), actual.MeansVariance, Golden.ClosedForm);
        Golden.Near(item.Number("mean within var sigma2"), actual.Within, Golden.ClosedForm);
        Golden.Near(item.Number("estimated Var(x)=between"), actual.Between, Golden.ClosedForm);
        Golden.Near(item.Number("SE(mean)=sqrt(Var(qmeans)/n)"), actual.Error, Golden.ClosedForm);
        Golden.Near(item.Number("SE if K=1"), actual.ErrorWith(1), Golden.ClosedForm);
        Golden.Near(item.Number("SE if K=inf"), actual.ErrorWith(double.PositiveInfinity), Golden.ClosedForm);
    }

    [Fact]
    public void VarianceSplit_NoRepeats_DoesNotKnowTheWithin()
    {
        var actual = VarianceSplit.Of([[1], [0], [1]]);
        Assert.Null(actual.Within);
        Assert.Null(actual.ErrorWith(2));
    }

    private static void Near(double[] expected, (double Low, double High) actual, double tolerance)
    {
        Assert.Equal(expected[0], actual.Low, tolerance * Math.Max(1, Math.Abs(expected[0])));
        Assert.Equal(expected[1], actual.High, tolerance * Math.Max(1, Math.Abs(expected[1])));
    }
}
