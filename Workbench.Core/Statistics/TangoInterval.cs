namespace Workbench.Core.Statistics;

/// <summary>Score interval of the difference of two paired proportions (Tango 1998): the differences that a score test with
/// the constrained estimate of the discordant cell would not reject, found by halving.</summary>
internal static class TangoInterval
{
    public const string Method = "tango";
    private const int Halvings = 100;

    /// <param name="b">Pairs that only the first got right.</param>
    /// <param name="c">Pairs that only the second got right.</param>
    /// <param name="n">Pairs; need not be whole.</param>
    public static (double Low, double High) Bounds(double b, double c, double n, double confidence)
    {
        var q = Quantile.TwoSidedNormal(confidence);
        var difference = (b - c) / n;
        return (
            difference <= -1 ? -1 : Solve(-1, difference, delta => Score(delta) > q),
            difference >= 1 ? 1 : Solve(difference, 1, delta => Score(delta) >= -q));

        double Score(double delta)
        {
            var quadratic = 2 * n;
            var linear = -b - c + ((quadratic - b + c) * delta);
            var constant = -c * delta * (1 - delta);
            var root = Math.Sqrt(Math.Max(0, (linear * linear) - (4 * quadratic * constant)));
            var cell = linear > 0 ? -2 * constant / (root + linear) : (root - linear) / (2 * quadratic);
            var distance = b - c - (n * delta);
            var variance = n * ((2 * Math.Max(0, cell)) + (delta * (1 - delta)));
            return variance > 0 ? distance / Math.Sqrt(variance) : distance == 0 ? 0 : distance > 0 ? double.PositiveInfinity : double.NegativeInfinity;
        }
    }

    /// <summary>Where <paramref name="below"/> turns from true to false between the two.</summary>
    private static double Solve(double low, double high, Func<double, bool> below)
    {
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            if (below(middle))
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return (low + high) / 2;
    }
}
