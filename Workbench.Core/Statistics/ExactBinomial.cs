using MathNet.Numerics;

namespace Workbench.Core.Statistics;

/// <summary>The exact binomial test of one rate against a limit, one-sided: what a count demonstrates, and what count would.</summary>
public static class ExactBinomial
{
    /// <summary>Error that a demonstration at 95 % may have.</summary>
    public const double Level = 0.05;

    /// <summary>P(X ≥ k) of n answers with rate <paramref name="p"/>.</summary>
    public static double AtLeast(int k, int n, double p) => k <= 0 ? 1 : k > n ? 0 : SpecialFunctions.BetaRegularized(k, n - k + 1, p);

    /// <summary>P(X ≤ k) of n answers with rate <paramref name="p"/>.</summary>
    public static double AtMost(int k, int n, double p) => k >= n ? 1 : k < 0 ? 0 : SpecialFunctions.BetaRegularized(n - k, k + 1, 1 - p);

    /// <summary>The least count of <paramref name="n"/> that demonstrates a rate of at least <paramref name="limit"/>: 292 of 300 for 95 %.</summary>
    /// <returns>Null where not even all of them would.</returns>
    public static int? LeastShowing(int n, double limit, double level = Level) =>
        AtLeast(n, n, limit) > level || n == 0 ? null : Least(0, n, k => AtLeast(k, n, limit) <= level);

    /// <summary>The greatest count of <paramref name="n"/> that demonstrates a rate of at most <paramref name="limit"/>: 8 of 300 for 5 %.</summary>
    /// <returns>Null where not even none would.</returns>
    public static int? MostShowing(int n, double limit, double level = Level) =>
        AtMost(0, n, limit) > level || n == 0 ? null : Least(0, n, k => AtMost(k, n, limit) > level) - 1;

    /// <summary>Fewest answers with which a demonstration is possible at all: with every one of them on the right side.</summary>
    /// <param name="atLeast">The rate has to reach the limit; false where it has to stay under it.</param>
    /// <returns>Null where no number is enough, or none below a million.</returns>
    public static int? FewestShowing(double limit, bool atLeast, double level = Level)
    {
        var share = atLeast ? limit : 1 - limit;
        var fewest = share <= 0 ? 1 : share >= 1 ? double.PositiveInfinity : Math.Ceiling((Math.Log(level) / Math.Log(share)) - 1e-9);
        return fewest > 1_000_000 ? null : (int)Math.Max(1, fewest);
    }

    private static int Least(int low, int high, Func<int, bool> holds)
    {
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = holds(middle) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
