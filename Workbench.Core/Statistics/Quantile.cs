using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Workbench.Core.Statistics;

/// <summary>Quantiles and tails of the distributions that intervals rest on, polished by Newton steps to about 1e-14.</summary>
internal static class Quantile
{
    private const int PolishingSteps = 4;

    public static double Normal(double probability) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, probability);

    public static double NormalCumulative(double x) => 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));

    /// <summary>Quantile of data by linear interpolation between neighbours (type 7 of Hyndman and Fan 1996).</summary>
    public static double OfSorted(double[] sorted, double probability)
    {
        var place = probability * (sorted.Length - 1);
        var below = Math.Clamp((int)place, 0, sorted.Length - 1);
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    /// <summary>The two-sided normal quantile, 1.96 for 0.95.</summary>
    public static double TwoSidedNormal(double confidence) => Normal(0.5 + (confidence / 2));

    /// <summary>The two-sided t quantile; <paramref name="freedom"/> need not be whole.</summary>
    public static double TwoSidedT(double confidence, double freedom)
    {
        if (freedom > 1e7)
        {
            return TwoSidedNormal(confidence);
        }

        // P(|T| > t) is the regularized beta function at freedom / (freedom + t²); its tail is solved for, which stays exact far out.
        var tail = 1 - confidence;
        var x = StudentT.InvCDF(0, 1, freedom, 1 - (tail / 2));
        for (var i = 0; i < PolishingSteps; i++)
        {
            x += (TwoSidedTTail(x, freedom) - tail) / (2 * StudentT.PDF(0, 1, freedom, x));
        }

        return x;
    }

    /// <summary>Probability of |T| above |<paramref name="t"/>|.</summary>
    public static double TwoSidedTTail(double t, double freedom) => double.IsInfinity(t)
        ? 0
        : freedom > 1e7 ? TwoSidedNormalTail(t) : SpecialFunctions.BetaRegularized(freedom / 2, 0.5, freedom / (freedom + (t * t)));

    /// <summary>Probability of |Z| above |<paramref name="z"/>|.</summary>
    public static double TwoSidedNormalTail(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    public static double Beta(double probability, double a, double b)
    {
        var x = MathNet.Numerics.Distributions.Beta.InvCDF(a, b, probability);
        for (var i = 0; i < PolishingSteps; i++)
        {
            var density = MathNet.Numerics.Distributions.Beta.PDF(a, b, x);
            var next = x - ((SpecialFunctions.BetaRegularized(a, b, x) - probability) / density);
            if (!(next > 0 && next < 1))
            {
                break;
            }

            x = next;
        }

        return x;
    }
}
