namespace Workbench.Core.Statistics;

/// <summary>Samples needed to tell apart two rates measured on different samples, a side (Fleiss, Levin and Paik 2003, chapter 4):
/// pooled variance where they are the same, their own where they differ.</summary>
public static class TwoRatesPower
{
    public static double Samples(double first, double second, double power = Power.Usual, double confidence = 0.95)
    {
        var (same, apart) = Variances(first, second);
        var root = (Quantile.TwoSidedNormal(confidence) * Math.Sqrt(same)) + (Quantile.Normal(power) * Math.Sqrt(apart));
        return Math.Pow(root / (first - second), 2);
    }

    public static double Of(double first, double second, double n, double confidence = 0.95)
    {
        var (same, apart) = Variances(first, second);
        var (limit, error, difference) = (Quantile.TwoSidedNormal(confidence) * Math.Sqrt(same / n), Math.Sqrt(apart / n), Math.Abs(first - second));
        return Quantile.NormalCumulative((difference - limit) / error) + Quantile.NormalCumulative((-difference - limit) / error);
    }

    /// <summary>The smallest rate above the first that is told from it; null where even 1 is not.</summary>
    public static double? MinimumDifference(double first, double n, double power = Power.Usual, double confidence = 0.95)
    {
        var (low, high) = (0.0, 1 - first);
        if (high <= 0 || Of(first, 1, n, confidence) < power)
        {
            return null;
        }

        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Of(first, first + middle, n, confidence) < power ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>Samples a side to show that the first is worse by less than the margin, one-sided at (1 − confidence) / 2 (Blackwelder 1982).</summary>
    public static double NonInferiority(double first, double second, double margin, double power = Power.Usual, double confidence = 0.95) =>
        Power.Samples(Variances(first, second).Apart, first - second + margin, power, confidence);

    private static (double Same, double Apart) Variances(double first, double second)
    {
        var pooled = (first + second) / 2;
        return (2 * pooled * (1 - pooled), (first * (1 - first)) + (second * (1 - second)));
    }
}
