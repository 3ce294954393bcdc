using MathNet.Numerics;

namespace Workbench.Core.Statistics;

/// <summary>McNemar's test of paired yes/no answers: are the pairs that differ split evenly?</summary>
/// <param name="OnlyFirst">Pairs (b) that only the first got right.</param>
/// <param name="OnlySecond">Pairs (c) that only the second got right.</param>
/// <param name="Exact">Two-sided p of the binomial test; 1 where no pair differs.</param>
/// <param name="MidP">The same less the probability of what was seen, the less timid one: its error of the first kind stays at most about 5 %.</param>
public sealed record McNemar(int OnlyFirst, int OnlySecond, double Exact, double MidP)
{
    /// <summary>(b − c)² / (b + c), about chi-squared with one degree of freedom; null where no pair differs.</summary>
    public double? ChiSquared => OnlyFirst + OnlySecond == 0 ? null : Math.Pow(OnlyFirst - OnlySecond, 2) / (OnlyFirst + OnlySecond);

    /// <summary>The same with Edwards' correction, (|b − c| − 1)² / (b + c).</summary>
    public double? ChiSquaredCorrected => OnlyFirst + OnlySecond == 0 ? null : Math.Pow(Math.Abs(OnlyFirst - OnlySecond) - 1, 2) / (OnlyFirst + OnlySecond);

    /// <summary>Upper tail of chi-squared with one degree of freedom.</summary>
    public static double Tail(double chiSquared) => Quantile.TwoSidedNormalTail(Math.Sqrt(chiSquared));

    public static McNemar Of(int onlyFirst, int onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        var n = onlyFirst + onlySecond;
        if (n == 0)
        {
            return new McNemar(0, 0, 1, 1);
        }

        var (cumulative, point) = BinomialHalf(Math.Min(onlyFirst, onlySecond), n);
        return new McNemar(onlyFirst, onlySecond, Math.Min(1, 2 * cumulative), Math.Min(1, (2 * cumulative) - point));
    }

    /// <summary>P(X ≤ k) and P(X = k) for n fair coins.</summary>
    private static (double Cumulative, double Point) BinomialHalf(int k, int n)
    {
        var point = n <= 1000 ? PointByProduct(k, n) : Math.Exp(SpecialFunctions.BinomialLn(n, k) - (n * Constants.Ln2));
        var term = point;
        var cumulative = 0.0;
        for (var i = k; i >= 0 && term > 0; i--)
        {
            cumulative += term;
            term *= (double)i / (n - i + 1);
        }

        return (cumulative, point);
    }

    private static double PointByProduct(int k, int n)
    {
        var point = Math.Pow(2, -n);
        for (var i = 1; i <= k; i++)
        {
            point *= (double)(n - i + 1) / i;
        }

        return point;
    }
}
