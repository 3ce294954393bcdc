using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>Whether stated confidence is worth what it says.</summary>
/// <param name="Brier">Mean squared distance of confidence from 0 or 1; 0 is best (Brier 1950).</param>
/// <param name="LogLoss">Mean −ln of the probability given to what was so, clipped at 1e-15.</param>
/// <param name="ExpectedError">Expected calibration error over ten bins [i/10, (i+1)/10), the last closed: mean distance of confidence from accuracy (Naeini et al. 2015).</param>
/// <param name="LargestError">The largest such distance in any bin.</param>
/// <param name="Auroc">Probability that a right answer had more confidence than a wrong one, ties half; null where all are right or all wrong.</param>
/// <param name="Aurc">Mean share of wrong answers among the k most confident, over all k, averaged over the orders of ties.</param>
public sealed record Calibration(double Brier, double LogLoss, double ExpectedError, double LargestError, double? Auroc, double Aurc, int N, Phrase? Reason)
{
    private const double Clip = 1e-15;

    /// <summary>The reliability diagram.</summary>
    public required ImmutableArray<ReliabilityBin> Bins { get; init; }

    /// <summary>Expected calibration error over ten bins of equal size.</summary>
    public required double EqualMassError { get; init; }

    /// <summary>Mean confidence less the share of right answers, −1 to 1: above 0 is too sure of itself.</summary>
    public required double Overconfidence { get; init; }

    /// <summary><c>brier</c>, <c>ece</c>, <c>overconfidence</c>, <c>auroc</c>, <c>aurc</c> with their intervals.</summary>
    public required ImmutableArray<Metric> Intervals { get; init; }

    /// <param name="confidence">0 to 1, not empty.</param>
    /// <param name="clusters">One name an answer; null where each stands alone.</param>
    /// <param name="bins">Of the expected error and the diagram.</param>
    public static Calibration Of(IReadOnlyList<double> confidence, IReadOnlyList<bool> correct, IReadOnlyList<string>? clusters = null, double level = 0.95, int bins = ReliabilityBins.Usual)
    {
        Bounded.RequireSameLength(confidence.Count, correct.Count, nameof(correct));
        Bounded.RequireSameLength(confidence.Count, clusters?.Count, nameof(clusters));
        (double P, bool Right)[] answers = [.. confidence.Zip(correct)];
        double[] squares = [.. answers.Select(answer => Math.Pow(answer.P - (answer.Right ? 1 : 0), 2))];
        double[] gaps = [.. answers.Select(answer => answer.P - (answer.Right ? 1 : 0))];
        var diagram = ReliabilityBins.EqualWidth(confidence, correct, bins, clusters, level);
        var auroc = Statistics.Auroc.Of("auroc", confidence, correct, clusters, level);
        var risk = RiskCoverage.Of("aurc", confidence, correct, clusters, level);
        return new Calibration(
            squares.Average(),
            -answers.Average(answer => Math.Log(Math.Clamp(answer.Right ? answer.P : 1 - answer.P, Clip, 1 - Clip))),
            ReliabilityBins.ExpectedError(diagram),
            ReliabilityBins.LargestError(diagram),
            auroc.Value,
            risk.Aurc,
            answers.Length,
            auroc.Value is null ? new Phrase("Statistics.OneKind") : null)
        {
            Bins = diagram,
            EqualMassError = ReliabilityBins.ExpectedError(ReliabilityBins.EqualMass(confidence, correct, bins)),
            Overconfidence = gaps.Average(),
            Intervals =
            [
                MeanInterval.Score("brier", squares, clusters, level),
                CalibrationErrorInterval.Of("ece", answers, clusters, level, bins),
                MeanInterval.Of("overconfidence", gaps, clusters, level, -1, 1).Metric,
                auroc.Metric,
                risk.Metric,
            ],
        };
    }
}
