using Workbench.Core.Statistics;

namespace Workbench.Tests.Statistics;

public sealed class PowerGoldenTests
{
    private const double Library = 1e-6;

    [Fact]
    public void Power_PublishedCases_Agree()
    {
        var golden = Golden.File("goldens_stats.json").GetProperty("power");
        Golden.Near(golden.Number("z_a/2"), Quantile.TwoSidedNormal(0.95), Golden.ClosedForm);
        Golden.Near(golden.Number("z_b"), Quantile.Normal(0.8), Golden.ClosedForm);
        Near("omega2=1/9,K=inf,d=.03", Power.WithRepeats(1 / 9.0, 0, 0, 1), 0.03);
        Near("omega2=1/9,sig2=1/6,K=1,d=.03", Power.WithRepeats(1 / 9.0, 1 / 6.0, 1 / 6.0, 1), 0.03);
        Near("omega2=1/9,sig2=1/6,K=10,d=.03", Power.WithRepeats(1 / 9.0, 1 / 6.0, 1 / 6.0, 10), 0.03);
        Near("omega2=.1,sig2=.1,K=4,d=.05", Power.WithRepeats(0.1, 0.1, 0.1, 4), 0.05);
        Golden.Near(golden.Number("MDE n=198,omega2=.1,sig2=.1,K=4"), Power.MinimumDifference(Power.WithRepeats(0.1, 0.1, 0.1, 4), 198), Golden.RootFound);
        Golden.Near(golden.Number("MDE n=450, disc=.25 (paired binary) "), Power.MinimumDifference(Power.PairedBinaryVariance(0.25), 450), Golden.RootFound);

        void Near(string name, double variance, double difference)
        {
            var item = golden.GetProperty(name);
            Golden.Near(item.Number("n"), Power.Samples(variance, difference), Golden.RootFound, name);
            Assert.Equal(item.Whole("ceil"), (int)Math.Ceiling(Power.Samples(variance, difference)));
        }
    }

    [Fact]
    public void Power_TwoRates_Agree()
    {
        foreach (var item in Cases("two_independent_proportions"))
        {
            var (first, second, power) = (item.Number("p1"), item.Number("p2"), item.Number("power"));
            const string Tail = "n_per_arm_statsmodels samplesize_proportions_2indep_onetail(alpha .025; pooled variance under H0, unpooled under H1)";
            var expected = item.TryGetProperty(Tail, out var exact) ? exact.GetDouble() : item.Number("n_per_arm_unpooled_normal");
            Golden.Near(expected, TwoRatesPower.Samples(first, second, power), Library);
            Golden.Near(item.Number("power_at_n=500_two_sided"), TwoRatesPower.Of(first, second, 500), Library);
        }

        foreach (var item in Cases("non_inferiority_proportions"))
        {
            // One-sided at 5 %, so the two-sided confidence is 90 %.
            var actual = TwoRatesPower.NonInferiority(item.Number("p_new"), item.Number("p_ref"), item.Number("margin"), confidence: 0.9);
            Golden.Near(item.Number("n_per_arm (z_.05+z_.8)^2*(p1q1+p2q2)/(p1-p2+margin)^2"), actual, Library);
        }
    }

    [Fact]
    public void Power_PairedRates_Agree()
    {
        foreach (var item in Cases("paired_proportions"))
        {
            var (first, second) = (item.Number("p10"), item.Number("p01"));
            var samples = PairedRatesPower.Samples(first, second);
            Golden.Near(item.Number("n_connor_1987"), samples, Library);
            Golden.Near(item.Number("n_simple (z_a+z_b)^2*s/d^2"), Power.Samples(Power.PairedBinaryVariance(first + second), first - second), Library);
            var n = (int)Math.Ceiling(samples);
            Golden.Near(item.Number("exact_power_mcnemar_exact_at_ceil(connor)"), PairedRatesPower.Exact(first, second, n, midP: false), Library);
            Golden.Near(item.Number("exact_power_midp_at_ceil(connor)"), PairedRatesPower.Exact(first, second, n, midP: true), Library);
        }
    }

    [Fact]
    public void Power_Means_Agree()
    {
        foreach (var item in Cases("means"))
        {
            var effect = item.Number("effect_size_d");
            Golden.Near(item.Number("paired_t_n"), MeansPower.PairedSamples(effect), Library);
            Golden.Near(item.Number("two_sample_t_n_per_arm"), MeansPower.IndependentSamples(effect), Library);
            Golden.Near(item.Number("paired_t_power_n=50"), MeansPower.Paired(effect, 50), Library);
        }
    }

    [Fact]
    public void DesignEffect_Clusters_FollowsTheFormula()
    {
        Assert.Equal(1.9, Power.DesignEffect(10, 0.1), 12);
        Assert.Equal(2.15, Power.DesignEffect(10, 0.1, 0.5), 12);
        Assert.Equal(1, Power.DesignEffect(1, 0.3), 12);
    }

    [Fact]
    public void Power_SmallestDifference_IsFoundAsOftenAsSaid()
    {
        var random = new Random(5);
        const int N = 300, Sets = 1500;
        var difference = Power.MinimumDifference(Power.PairedBinaryVariance(0.25), N);
        var found = Enumerable.Range(0, Sets).Count(_ =>
        {
            var (b, c) = (0, 0);
            for (var i = 0; i < N; i++)
            {
                var u = random.NextDouble();
                (b, c) = u < (0.25 + difference) / 2 ? (b + 1, c) : u < 0.25 ? (b, c + 1) : (b, c);
            }

            return McNemar.Of(b, c).MidP < 0.05;
        });
        Assert.InRange(found / (double)Sets, 0.76, 0.85);
    }

    private static IEnumerable<System.Text.Json.JsonElement> Cases(string name) =>
        Golden.File("stats2/goldens_stats2.json").GetProperty("power").GetProperty("cases").GetProperty(name).EnumerateArray();
}
