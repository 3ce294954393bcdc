using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>Whether stated confidence is worth what it says.</summary>
/// <param name="Brier">Mean squared distance of confidence from 0 or 1; 0 is best.</param>
/// <param name="LogLoss">Mean −ln of the probability given to what was so, clipped at 1e-15.</param>
/// <param name="ExpectedError">Expected calibration error over ten bins [i/10, (i+1)/10), the last closed: mean distance of confidence from accuracy.</param>
/// <param name="LargestError">The largest such distance in any bin.</param>
/// <param name="Auroc">Probability that a right answer had more confidence than a wrong one, ties half; null where all are right or all wrong.</param>
/// <param name="Aurc">Mean share of wrong answers among the k most confident, over all k, averaged over the orders of ties.</param>
public sealed record Calibration(double Brier, double LogLoss, double ExpectedError, double LargestError, double? Auroc, double Aurc, int N, Phrase? Reason)
{
    private const int Bins = 10;
    private const double Clip = 1e-15;

    /// <param name="confidence">0 to 1, not empty.</param>
    public static Calibration Of(IReadOnlyList<double> confidence, IReadOnlyList<bool> correct)
    {
        Bounded.RequireSameLength(confidence.Count, correct.Count, nameof(correct));
        (double P, bool Right)[] answers = [.. confidence.Zip(correct)];
        (double Weight, double Distance)[] bins = [.. answers.GroupBy(answer => Bin(answer.P)).Select(bin =>
            ((double)bin.Count() / answers.Length, Math.Abs(bin.Average(answer => answer.P) - bin.Average(answer => answer.Right ? 1.0 : 0))))];
        var auroc = Ranking(answers);
        return new Calibration(
            answers.Average(answer => Math.Pow(answer.P - (answer.Right ? 1 : 0), 2)),
            -answers.Average(answer => Math.Log(Math.Clamp(answer.Right ? answer.P : 1 - answer.P, Clip, 1 - Clip))),
            bins.Sum(bin => bin.Weight * bin.Distance),
            bins.Max(bin => bin.Distance),
            auroc,
            RiskCoverage(answers),
            answers.Length,
            auroc is null ? new Phrase("Statistics.OneKind") : null);
    }

    private static int Bin(double confidence)
    {
        var bin = Bins - 1;
        while (bin > 0 && confidence < bin / (double)Bins)
        {
            bin--;
        }

        return bin;
    }

    private static double? Ranking((double P, bool Right)[] answers)
    {
        var right = answers.Count(answer => answer.Right);
        double below = 0, ranks = 0;
        foreach (var tie in answers.GroupBy(answer => answer.P).OrderBy(tie => tie.Key))
        {
            ranks += tie.Count(answer => answer.Right) * (below + ((tie.Count() + 1) / 2.0));
            below += tie.Count();
        }

        return right == 0 || right == answers.Length ? null : (ranks - (right * (right + 1.0) / 2)) / right / (answers.Length - right);
    }

    private static double RiskCoverage((double P, bool Right)[] answers)
    {
        double taken = 0, wrong = 0, risks = 0;
        foreach (var tie in answers.GroupBy(answer => answer.P).OrderByDescending(tie => tie.Key))
        {
            var share = tie.Average(answer => answer.Right ? 0.0 : 1);
            for (var i = tie.Count(); i > 0; i--)
            {
                taken++;
                wrong += share;
                risks += wrong / taken;
            }
        }

        return risks / answers.Length;
    }
}
