using MathNet.Numerics.Distributions;
using MathNet.Numerics.Integration;

namespace Workbench.Core.Statistics;

/// <summary>Power of t tests, from the noncentral t distribution (Cohen 1988); effect sizes are differences in standard deviations.</summary>
public static class MeansPower
{
    private const int Panels = 64;
    private const int Order = 32;

    /// <summary>Two-sided power of a paired t test with n pairs.</summary>
    public static double Paired(double effect, double n, double confidence = 0.95) => TwoSided(effect * Math.Sqrt(n), n - 1, confidence);

    /// <summary>Two-sided power with n samples on each of two sides.</summary>
    public static double Independent(double effect, double n, double confidence = 0.95) => TwoSided(effect * Math.Sqrt(n / 2), (2 * n) - 2, confidence);

    /// <summary>Pairs needed, not rounded.</summary>
    public static double PairedSamples(double effect, double power = Power.Usual, double confidence = 0.95) => Solve(n => Paired(effect, n, confidence), power);

    /// <summary>Samples a side needed, not rounded.</summary>
    public static double IndependentSamples(double effect, double power = Power.Usual, double confidence = 0.95) => Solve(n => Independent(effect, n, confidence), power);

    private static double Solve(Func<double, double> power, double wanted)
    {
        var (low, high) = (1.0 + 1e-9, 4.0);
        while (power(high) < wanted && high < 1e9)
        {
            (low, high) = (high, high * 2);
        }

        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = power(middle) < wanted ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>P(|T| above the two-sided t quantile), T = (Z + shift) / √(V/freedom): the normal tail averaged over V, which is chi-squared.</summary>
    private static double TwoSided(double shift, double freedom, double confidence)
    {
        var limit = Quantile.TwoSidedT(confidence, freedom);
        var spread = Math.Sqrt(2 * freedom);
        var (low, high) = (Math.Max(0, freedom - (12 * spread) - 40), freedom + (12 * spread) + 60);
        var width = (Math.Sqrt(high) - Math.Sqrt(low)) / Panels;
        var total = 0.0;
        for (var panel = 0; panel < Panels; panel++)
        {
            // In the root of V, where the density has no pole at few degrees of freedom.
            var start = Math.Sqrt(low) + (panel * width);
            total += GaussLegendreRule.Integrate(Integrand, start, start + width, Order);
        }

        return Math.Min(1, total);

        double Integrand(double root)
        {
            var at = limit * root / Math.Sqrt(freedom);
            var density = root <= 0 ? 0 : Math.Exp(ChiSquared.PDFLn(freedom, root * root)) * 2 * root;
            return density * (Quantile.NormalCumulative(shift - at) + Quantile.NormalCumulative(-shift - at));
        }
    }
}
