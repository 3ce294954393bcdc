using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>The exact interval of one proportion (Clopper and Pearson 1934) from beta quantiles; never covers less than it says.</summary>
public static class ClopperPearson
{
    public const string Method = "clopper-pearson";

    public static Metric Of(string name, int successes, int n, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, n);
        Bounded.RequireConfidence(confidence);
        if (n == 0)
        {
            return new Metric(name, null, new Phrase("Statistics.NoSamples"));
        }

        var (low, high) = Bounds(successes, n, confidence);
        return Bounded.Metric(name, new Estimate((double)successes / n, low, high, n, null, Method, confidence), 0, 1);
    }

    /// <summary>Bounds for any, also fractional, number of successes out of <paramref name="n"/>.</summary>
    internal static (double Low, double High) Bounds(double successes, double n, double confidence)
    {
        var tail = (1 - confidence) / 2;
        return (
            successes <= 0 ? 0 : Quantile.Beta(tail, successes, n - successes + 1),
            successes >= n ? 1 : Quantile.Beta(1 - tail, successes + 1, n - successes));
    }
}
