using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>Score interval of one proportion of independent trials (Wilson 1927):
/// centre (p + q²/2n) / (1 + q²/n), half-width q / (1 + q²/n) · √(p(1−p)/n + q²/4n²).</summary>
public static class WilsonInterval
{
    public const string Method = "wilson";

    /// <param name="n">At least 0; with 0 there is no estimate, and the reason says so.</param>
    public static Metric Of(string name, int successes, int n, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, n);
        Bounded.RequireConfidence(confidence);
        if (n == 0)
        {
            return new Metric(name, null, new Phrase("Statistics.NoSamples"));
        }

        var p = (double)successes / n;
        var (low, high) = Bounds(p, n, Quantile.TwoSidedNormal(confidence));
        return Bounded.Metric(name, new Estimate(p, low, high, n, null, Method, confidence), 0, 1);
    }

    /// <summary>Bounds for any effective number of trials <paramref name="n"/> above 0 and quantile <paramref name="q"/>.</summary>
    internal static (double Low, double High) Bounds(double p, double n, double q)
    {
        var scale = 1 + (q * q / n);
        var centre = (p + (q * q / (2 * n))) / scale;
        var half = q / scale * Math.Sqrt((p * (1 - p) / n) + (q * q / (4 * n * n)));
        return (p <= 0 ? 0 : Math.Max(0, centre - half), p >= 1 ? 1 : Math.Min(1, centre + half));
    }
}
