using System.Text.Json;
using Workbench.Core.Statistics;

namespace Workbench.Tests.Statistics;

public sealed class ConfidenceGoldenTests
{
    [Fact]
    public void Calibration_LibraryCases_Agree()
    {
        foreach (var item in Golden.Cases("calibration"))
        {
            var (confidence, correct) = (item.Numbers("conf"), Right(item));
            var actual = Calibration.Of(confidence, correct);
            Golden.Near(item.Number("brier"), actual.Brier, Golden.ClosedForm);
            Golden.Near(item.Number("log_loss_clip_1e-15"), actual.LogLoss, Golden.ClosedForm);
            Golden.Near(item.Number("ece10_left_closed [i/10,(i+1)/10), last closed"), actual.ExpectedError, Golden.ClosedForm);
            Golden.Near(item.Number("mce10_left_closed"), actual.LargestError, Golden.ClosedForm);
            var mass = ReliabilityBins.EqualMass(confidence, correct);
            Golden.Near(item.Number("ece10_equal_mass (stable sort ascending, numpy array_split: first n%10 bins get one more)"), ReliabilityBins.ExpectedError(mass), Golden.ClosedForm);
            Golden.Near(item.Number("mce10_equal_mass"), ReliabilityBins.LargestError(mass), Golden.ClosedForm);
            Golden.Near(item.Number("AURC_tie_averaged"), actual.Aurc, Golden.ClosedForm);
            Golden.Near(item.Number("AURC_mean_of_risks") - item.Number("E_AURC"), actual.Aurc - RiskCoverage.Of("r", confidence, correct).Excess, Golden.ClosedForm, "area of the best order");
            CompareBins(item, actual);
        }
    }

    [Fact]
    public void Auroc_LibraryCases_Agree()
    {
        foreach (var item in Golden.Cases("calibration"))
        {
            var (scores, second, positives) = (item.Numbers("conf"), item.Numbers("second_model_conf"), Right(item));
            var actual = Auroc.Of("a", scores, positives);
            Assert.Equal(item.Whole("n_pos"), actual.Positives);
            Golden.Near(item.Number("auroc"), actual.Value, Golden.ClosedForm);
            Golden.Near(item.Number("delong_se"), actual.Error, Golden.ClosedForm);
            Golden.Near(item.Numbers("delong_ci95"), actual.Plain("a"), Golden.RootFound);
            Golden.Near(item.Number("auroc_second"), Auroc.Of("a", second, positives).Value, Golden.ClosedForm);
            var test = Auroc.Compare(scores, second, positives)!.Value;
            Golden.Near(item.Number("delong_paired_z"), test.Z, Golden.RootFound);
            Golden.Near(item.Number("delong_paired_p"), test.P, Golden.RootFound);
            Golden.Near(item.Number("average_precision(sklearn)"), AveragePrecision.Of(scores, positives), Golden.ClosedForm);
            Golden.Near(item.Number("pr_auc_trapezoid(sklearn auc)"), AveragePrecision.Trapezoid(scores, positives), Golden.ClosedForm);
        }
    }

    [Fact]
    public void Calibration_PublishedToy_Agrees()
    {
        var toy = Golden.File("goldens_scoring.json").GetProperty("calibration");
        var (confidence, correct) = (toy.Numbers("conf"), Right(toy));
        var actual = Calibration.Of(confidence, correct);
        var five = ReliabilityBins.EqualWidth(confidence, correct, 5);
        var risk = RiskCoverage.Of("r", confidence, correct);
        Golden.Near(toy.Number("brier"), actual.Brier, Golden.ClosedForm);
        Golden.Near(toy.Number("logloss"), actual.LogLoss, Golden.ClosedForm);
        Golden.Near(toy.Number("ece10 width"), actual.ExpectedError, Golden.ClosedForm);
        Golden.Near(toy.Number("mce10"), actual.LargestError, Golden.ClosedForm);
        Golden.Near(toy.Number("ece5 width"), ReliabilityBins.ExpectedError(five), Golden.ClosedForm);
        Golden.Near(toy.Number("ece5 equal-mass"), ReliabilityBins.ExpectedError(ReliabilityBins.EqualMass(confidence, correct, 5)), Golden.ClosedForm);
        Golden.Near(toy.Number("auroc"), actual.Auroc, Golden.ClosedForm);
        Golden.Near(toy.Number("AP"), AveragePrecision.Of(confidence, correct), Golden.ClosedForm);
        Golden.Near(toy.Number("AURC(mean of risks)"), risk.Aurc, Golden.ClosedForm);
        Golden.Near(toy.Number("E-AURC"), risk.Excess, Golden.ClosedForm);
        Golden.Near(toy.Number("acc@80%"), risk.AccuracyAt(0.8), Golden.ClosedForm);
        Golden.Near(toy.Number("acc@50%"), risk.AccuracyAt(0.5), Golden.ClosedForm);
        Golden.Near(toy.Number("AUAC(mean selective acc)"), 1 - risk.Aurc, Golden.ClosedForm);
        Golden.AllNear(toy.Numbers("risk@coverage k/n"), risk.Risks, Golden.ClosedForm);
        var ties = Golden.File("goldens_scoring.json").GetProperty("auroc ties");
        Golden.Near(ties.Number("auroc"), Auroc.Of("a", ties.Numbers("score"), [.. ties.Numbers("y").Select(value => value == 1)]).Value, Golden.ClosedForm);
    }

    [Fact]
    public void SemanticEntropy_LibraryCases_Agree()
    {
        foreach (var item in Golden.Cases("entropy"))
        {
            string[] meanings = [.. item.GetProperty("cluster_ids").EnumerateArray().Select(id => id.GetRawText())];
            var actual = SemanticEntropy.Of(meanings);
            Golden.Near(item.Number("discrete_SE_nats"), actual.Nats, Golden.ClosedForm);
            Golden.Near(item.Number("discrete_SE_bits"), actual.Bits, Golden.ClosedForm);
            if (actual.Answers == 1)
            {
                // One answer cannot be scattered: the library's 0 is no finding.
                Assert.Null(actual.Normalised);
            }
            else
            {
                Golden.Near(item.Number("discrete_SE/ln(M)"), actual.Normalised, Golden.ClosedForm);
            }

            Golden.Near(item.Number("miller_madow = H+(C-1)/(2M)"), actual.Corrected, Golden.ClosedForm);
            double[][] tokens = [.. item.GetProperty("token_logprobs").EnumerateArray().Select(answer => answer.EnumerateArray().Select(token => token.GetDouble()).ToArray())];
            double[] sums = [.. tokens.Select(answer => answer.Sum())], means = [.. tokens.Select(answer => answer.Average())];
            Golden.AllNear(item.Numbers("seq_loglik"), sums, Golden.ClosedForm);
            Golden.AllNear(item.Numbers("mean_token_loglik"), means, Golden.ClosedForm);
            Golden.Near(item.Number("SE_length_normalised(normalise exp(mean))"), SemanticEntropy.Weighted(meanings, means), Golden.RootFound);
            Golden.Near(item.Number("SE_sum_loglik(normalise exp(sum))"), SemanticEntropy.Weighted(meanings, sums), Golden.RootFound);
            Golden.Near(item.Number("SE_monte_carlo_unnormalised = -mean_c logsumexp(sum loglik in c)"), SemanticEntropy.MonteCarlo(meanings, sums), Golden.RootFound);
            Golden.Near(item.Number("predictive_entropy_naive=-mean sum_loglik"), -sums.Average(), Golden.RootFound);
            Golden.Near(item.Number("length_normalised_PE=-mean mean_loglik"), -means.Average(), Golden.RootFound);
        }

        foreach (var item in Golden.File("stats2/goldens_stats2.json").GetProperty("entropy").GetProperty("shannon").EnumerateArray())
        {
            Golden.Near(item.Number("nats"), SemanticEntropy.OfShares(item.Numbers("p")), Golden.ClosedForm);
            Golden.Near(item.Number("bits"), SemanticEntropy.OfShares(item.Numbers("p")) / Math.Log(2), Golden.ClosedForm);
        }
    }

    [Fact]
    public void SemanticEntropy_PublishedToy_Agrees()
    {
        var toy = Golden.File("goldens_scoring.json").GetProperty("semantic entropy");
        string[] meanings = [.. toy.Numbers("ids").Select(id => $"{id}")];
        var (actual, likelihoods) = (SemanticEntropy.Of(meanings), toy.Numbers("loglik"));
        Golden.Near(toy.Number("discrete"), actual.Nats, Golden.ClosedForm);
        Golden.Near(toy.Number("[0,1,2,1]"), SemanticEntropy.Of(["0", "1", "2", "1"]).Nats, Golden.ClosedForm);
        Golden.AllNear(toy.Numbers("log p(c)"), SemanticEntropy.LogShares(meanings, likelihoods), Golden.RootFound);
        Golden.Near(toy.Number("SE (rao)"), SemanticEntropy.Weighted(meanings, likelihoods), Golden.RootFound);
        Golden.Near(toy.Number("regular predictive entropy"), -likelihoods.Average(), Golden.ClosedForm);
        Golden.Near(toy.Number("max discrete ln5"), actual.Nats / actual.Normalised, Golden.ClosedForm);
        Assert.Equal(toy.Whole("n_clusters"), actual.Meanings);
    }

    [Fact]
    public void Auroc_KindsApart_IsNotCertain()
    {
        var actual = Auroc.Of("a", [.. Enumerable.Range(0, 20).Select(i => (double)i)], [.. Enumerable.Range(0, 20).Select(i => i >= 10)]);
        Assert.Equal((1.0, 0.0), (actual.Value, actual.Error));
        Assert.InRange(actual.Metric.Estimate!.Low, 0.7, 0.95);
    }

    private static void CompareBins(JsonElement item, Calibration actual)
    {
        var expected = item.GetProperty("bins_left_closed [bin,n,mean_conf,acc]").EnumerateArray().Where(bin => bin[1].GetInt32() > 0).ToList();
        Assert.Equal(expected.Count, actual.Bins.Length);
        foreach (var (wanted, bin) in expected.Zip(actual.Bins))
        {
            Golden.Near(wanted[0].GetInt32() / 10.0, bin.Low, Golden.ClosedForm);
            Assert.Equal(wanted[1].GetInt32(), bin.N);
            Golden.Near(wanted[2].GetDouble(), bin.Confidence, Golden.ClosedForm);
            Golden.Near(wanted[3].GetDouble(), bin.ObservedAccuracy, Golden.ClosedForm);
        }
    }

    private static bool[] Right(JsonElement item) => [.. item.Numbers("correct").Select(value => value == 1)];
}
