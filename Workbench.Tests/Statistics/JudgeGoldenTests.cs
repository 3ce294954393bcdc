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
    public void Calibration_LibraryCases_Agree()
    {
        foreach (var item in Golden.Cases("calibration"))
        {
            var actual = Calibration.Of(item.Numbers("conf"), [.. item.Numbers("correct").Select(value => value == 1)]);
            Golden.Near(item.Number("brier"), actual.Brier, Golden.ClosedForm);
            Golden.Near(item.Number("log_loss_clip_1e-15"), actual.LogLoss, Golden.ClosedForm);
            Golden.Near(item.Number("ece10_left_closed [i/10,(i+1)/10), last closed"), actual.ExpectedError, Golden.ClosedForm);
            Golden.Near(item.Number("mce10_left_closed"), actual.LargestError, Golden.ClosedForm);
            Golden.Near(item.Number("auroc"), actual.Auroc, Golden.ClosedForm);
            Golden.Near(item.Number("AURC_tie_averaged"), actual.Aurc, Golden.ClosedForm);
        }
    }

    [Fact]
    public void SemanticEntropy_LibraryCases_Agree()
    {
        foreach (var item in Golden.Cases("entropy"))
        {
            var actual = SemanticEntropy.Of([.. item.GetProperty("cluster_ids").EnumerateArray().Select(id => id.GetRawText())]);
            Golden.Near(item.Number("discrete_SE_nats"), actual.Nats, Golden.ClosedForm);
            Golden.Near(item.Number("discrete_SE_bits"), actual.Bits, Golden.ClosedForm);
            if (actual.Answers == 1)
            {
                // One answer cannot be scattered: the library's 0 is no finding.
                Assert.Null(actual.Normalised);
                continue;
            }

            Golden.Near(item.Number("discrete_SE/ln(M)"), actual.Normalised, Golden.ClosedForm);
        }
    }

    private static bool[] Bits(System.Text.Json.JsonElement item, string name) => [.. item.GetProperty(name).GetString()!.Select(digit => digit == '1')];
}
