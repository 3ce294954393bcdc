namespace Workbench.Core.Statistics;

/// <summary>The field's other intervals of one proportion, to compare with other tools; the workbench itself shows Wilson.</summary>
public static class PlainRate
{
    /// <summary>p ± z √(p(1−p)/n); far too narrow at small n or rare outcomes.</summary>
    public static Metric Wald(string name, int successes, int n, double confidence = 0.95) => Of(name, successes, n, confidence, "wald", z =>
    {
        var p = (double)successes / n;
        var half = z * Math.Sqrt(p * (1 - p) / n);
        return (p - half, p + half);
    });

    /// <summary>Wald after z²/2 further successes and failures (Agresti and Coull 1998).</summary>
    public static Metric AgrestiCoull(string name, int successes, int n, double confidence = 0.95) => Of(name, successes, n, confidence, "agresti-coull", z =>
    {
        var trials = n + (z * z);
        var centre = (successes + (z * z / 2)) / trials;
        var half = z * Math.Sqrt(centre * (1 - centre) / trials);
        return (centre - half, centre + half);
    });

    /// <summary>Equal tails of Beta(k + ½, n − k + ½), also at k = 0 and n (Brown, Cai and DasGupta 2001).</summary>
    public static Metric Jeffreys(string name, int successes, int n, double confidence = 0.95) => Of(name, successes, n, confidence, "jeffreys", _ =>
        (Quantile.Beta((1 - confidence) / 2, successes + 0.5, n - successes + 0.5), Quantile.Beta((1 + confidence) / 2, successes + 0.5, n - successes + 0.5)));

    /// <summary>Wilson with a continuity correction (Newcombe 1998, method 4).</summary>
    public static Metric WilsonCorrected(string name, int successes, int n, double confidence = 0.95) => Of(name, successes, n, confidence, "wilson-cc", z =>
    {
        var (p, z2, scale) = ((double)successes / n, z * z, 2 * (n + (z * z)));
        var centre = ((2 * n * p) + z2) / scale;
        var below = (1 + (z * Math.Sqrt(z2 - 2 - (1.0 / n) + (4 * p * ((n * (1 - p)) + 1))))) / scale;
        var above = (1 + (z * Math.Sqrt(z2 + 2 - (1.0 / n) + (4 * p * ((n * (1 - p)) - 1))))) / scale;
        return (successes == 0 ? 0 : centre - below, successes == n ? 1 : centre + above);
    });

    private static Metric Of(string name, int successes, int n, double confidence, string method, Func<double, (double Low, double High)> bounds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, n);
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        Bounded.RequireConfidence(confidence);
        var (low, high) = bounds(Quantile.TwoSidedNormal(confidence));
        return new Metric(name, new Estimate((double)successes / n, Math.Max(0, low), Math.Min(1, high), n, null, method, confidence));
    }
}
