using Workbench.Core.Statistics;

namespace Workbench.Tests.Statistics;

public sealed class JudgeGoldenTests
{
    private const string Recommended = "recommended: point, t(n-1) CI with 2 pseudo-disagreements in the rectifier variance";

    [Fact]
    public void JudgedRate_LibraryCases_Agree()
    {
        foreach (var item in Golden.Cases("ppi").Where(item => item.TryGetProperty(Recommended, out _)))
        {
            var (labels, judged, unlabelled) = (Bits(item, "Y"), Bits(item, "F"), Bits(item, "F_unlabelled"));
            var plain = JudgedRate.Plain("p", labels, judged, unlabelled);
            Golden.Near(item.Number("lambda"), plain.Lambda, 1e-10);
            Golden.Near(item.Number("ppi++_point"), plain.Metric.Estimate!.Value, 1e-10);
            Golden.Near(item.Numbers("ppi++_ci_0.05"), plain.Metric, 1e-10);
            Golden.Near(item.Numbers("ppi++_ci_0.1"), JudgedRate.Plain("p", labels, judged, unlabelled, 0.9).Metric, 1e-10);
            foreach (var (lambda, name, wider) in ((double, string, string)[])[(0, "classical_ci_0.05", "classical_ci_0.1"), (1, "ppi_lam1_ci_0.05", "ppi_lam1_ci_0.1")])
            {
                var other = JudgedRate.Plain("p", labels, judged, unlabelled, 0.95, lambda);
                Golden.Near(item.Number(lambda == 0 ? "classical_mean" : "ppi_lam1_point"), other.Metric.Estimate!.Value, 1e-10);
                Golden.Near(item.Numbers(name), other.Metric, 1e-10);
                Golden.Near(item.Numbers(wider), JudgedRate.Plain("p", labels, judged, unlabelled, 0.9, lambda).Metric, 1e-10);
            }

            var smoothed = JudgedRate.Of("p", labels, judged, unlabelled);
            Assert.Equal(JudgedRate.Method, smoothed.Metric.Estimate!.Method);
            Golden.Near(item.Numbers(Recommended)[1..], smoothed.Metric, 1e-9);
        }
    }

    [Fact]
    public void JudgedRate_FewPositives_UsesTheLabelsAndSaysHowManyAreMissing()
    {
        bool[] labels = [.. Enumerable.Range(0, 40).Select(i => i < 2)];
        var actual = JudgedRate.Of("p", labels, labels, labels);
        Assert.Null(actual.Lambda);
        Golden.Near(WilsonInterval.Of("w", 2, 40).Estimate!.High, actual.Metric.Estimate!.High, Golden.ClosedForm);
        Assert.Equal("3", actual.Note!.Arguments[2]);
    }

    [Fact]
    public void JudgedRate_JudgeAlwaysSaysTheSame_ReliesOnTheLabels() =>
        Assert.Equal(0, JudgedRate.Of("p", [.. Enumerable.Range(0, 40).Select(i => i < 12)], new bool[40], new bool[100]).Lambda);

    [Fact]
    public void JudgedRate_PublishedToy_Agrees()
    {
        var toy = Golden.File("goldens_scoring.json").GetProperty("ppi toy");
        bool[] labels = [.. toy.Numbers("Y").Select(value => value == 1)], judged = [.. toy.Numbers("F").Select(value => value == 1)], others = [.. toy.Numbers("FU").Select(value => value == 1)];
        Golden.Near(toy.Number("classical mean"), JudgedRate.Plain("p", labels, judged, others, lambda: 0).Metric.Estimate!.Value, 1e-10);
        Golden.Near(toy.Numbers("classical ci95 (ddof0)"), JudgedRate.Plain("p", labels, judged, others, lambda: 0).Metric, 1e-10);
        Golden.Near(toy.Numbers("ref lam=1 ci"), JudgedRate.Plain("p", labels, judged, others, lambda: 1).Metric, 1e-10);
        var tuned = JudgedRate.Plain("p", labels, judged, others).Metric;
        Golden.Near(toy.Number("ref PPI++ point"), tuned.Estimate!.Value, 1e-10);
        Golden.Near(toy.Numbers("ref PPI++ ci95"), tuned, 1e-10);
    }

    private static bool[] Bits(System.Text.Json.JsonElement item, string name) => [.. item.GetProperty(name).GetString()!.Select(digit => digit == '1')];
}
