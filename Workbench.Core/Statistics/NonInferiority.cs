namespace Workbench.Core.Statistics;

/// <summary>Is a worse than b by less than a margin that was fixed before? Judged on the same interval as the difference, so the two never contradict.</summary>
/// <param name="Difference">a − b.</param>
/// <param name="NonInferior">The whole interval lies above −margin; null where there is no interval. Errs with at most (1 − confidence) / 2.</param>
/// <param name="Equivalent">The whole interval lies within ±margin (two one-sided tests, Schuirmann 1987).</param>
/// <param name="Superior">The whole interval lies above 0.</param>
public sealed record NonInferiority(PairedDifference Difference, double Margin, bool? NonInferior, bool? Equivalent, bool? Superior)
{
    /// <param name="margin">Above 0, in the unit of the values.</param>
    public static NonInferiority Of(string name, IReadOnlyList<double> a, IReadOnlyList<double> b, double margin, IReadOnlyList<string>? clusters = null, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(margin);
        var difference = PairedDifference.Of(name, a, b, clusters, confidence);
        return difference.Metric.Estimate is not { } estimate
            ? new NonInferiority(difference, margin, null, null, null)
            : new NonInferiority(difference, margin, estimate.Low > -margin, estimate.Low > -margin && estimate.High < margin, estimate.Low > 0);
    }
}
