using MathNet.Numerics.Distributions;

namespace Workbench.Core.Statistics;

/// <summary>Power of McNemar's test between two candidates on the same samples, from the shares of samples that only the first and only the second gets right.</summary>
public static class PairedRatesPower
{
    private const double Negligible = 1e-13;

    /// <summary>Samples needed (Connor 1987), not rounded.</summary>
    public static double Samples(double onlyFirst, double onlySecond, double power = Power.Usual, double confidence = 0.95)
    {
        var (sum, difference) = (onlyFirst + onlySecond, onlyFirst - onlySecond);
        var root = (Quantile.TwoSidedNormal(confidence) * Math.Sqrt(sum)) + (Quantile.Normal(power) * Math.Sqrt(sum - (difference * difference)));
        return Math.Pow(root / difference, 2);
    }

    /// <summary>Exact power at n samples, by counting every table that the test would reject.</summary>
    /// <param name="midP">The workbench's test, else the exact one.</param>
    public static double Exact(double onlyFirst, double onlySecond, int n, bool midP = true, double confidence = 0.95)
    {
        var (apart, total) = (onlyFirst + onlySecond, 0.0);
        for (var discordant = 1; discordant <= n; discordant++)
        {
            var weight = Binomial.PMF(apart, n, discordant);
            if (weight < Negligible)
            {
                continue;
            }

            // All tables up to this smaller count are rejected, on both sides.
            var critical = -1;
            while (critical + 1 <= discordant / 2 && Rejected(critical + 1, discordant - critical - 1))
            {
                critical++;
            }

            var share = onlyFirst / apart;
            total += critical < 0 ? 0 : weight * (Binomial.CDF(share, discordant, critical) + Binomial.CDF(1 - share, discordant, critical));
        }

        return total;

        bool Rejected(int b, int c)
        {
            var test = McNemar.Of(b, c);
            return (midP ? test.MidP : test.Exact) <= 1 - confidence + 1e-15;
        }
    }
}
