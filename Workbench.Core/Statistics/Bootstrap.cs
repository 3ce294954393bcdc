using MathNet.Numerics.Random;
using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>An interval from resampled data: whole clusters (or single values) are drawn with replacement. Seeded: the same seed gives the same draws on every machine.</summary>
/// <param name="Value">The statistic of the data themselves.</param>
/// <param name="Error">Standard deviation (n − 1) of the resampled statistics.</param>
/// <param name="Replicates">The resampled statistics, in the order drawn.</param>
public sealed record Bootstrap(double Value, double Error, IReadOnlyList<double> Replicates)
{
    private Func<double?> _acceleration = () => null;

    public const int DefaultDraws = 9999;

    /// <param name="values">Not empty; for a paired comparison the differences.</param>
    /// <param name="clusters">One name a value; null where each value stands alone.</param>
    /// <param name="statistic">Of any non-empty list.</param>
    public static Bootstrap Of<T>(IReadOnlyList<T> values, IReadOnlyList<string>? clusters, Func<IReadOnlyList<T>, double> statistic, int draws = DefaultDraws, int seed = 0)
    {
        var units = Units(values.Count, clusters);
        var random = new Xoshiro256StarStar(seed);
        var replicates = new double[draws];
        List<T> resample = [];
        for (var draw = 0; draw < draws; draw++)
        {
            resample.Clear();
            for (var i = 0; i < units.Length; i++)
            {
                foreach (var index in units[random.Next(units.Length)])
                {
                    resample.Add(values[index]);
                }
            }

            replicates[draw] = statistic(resample);
        }

        return Of(values, units, statistic, replicates);
    }

    /// <summary>From draws made elsewhere: each a list of positions in <paramref name="values"/>.</summary>
    public static Bootstrap FromDraws<T>(IReadOnlyList<T> values, IEnumerable<IReadOnlyList<int>> draws, Func<IReadOnlyList<T>, double> statistic) =>
        Of(values, Units(values.Count, null), statistic, [.. draws.Select(draw => statistic([.. draw.Select(i => values[i])]))]);

    /// <summary>Quantiles of the resampled statistics (linear interpolation).</summary>
    public (double Low, double High) Percentile(double confidence = 0.95) => At((1 - confidence) / 2, (1 + confidence) / 2);

    /// <summary>The percentile interval mirrored at the value; for statistics that are biased, as calibration error is.</summary>
    public (double Low, double High) Basic(double confidence = 0.95)
    {
        var (low, high) = Percentile(confidence);
        return ((2 * Value) - high, (2 * Value) - low);
    }

    /// <summary>Bias-corrected and accelerated (Efron 1987); null where the jackknife says nothing.</summary>
    public (double Low, double High)? BiasCorrected(double confidence = 0.95)
    {
        var below = (Replicates.Count(value => value < Value) + Replicates.Count(value => value <= Value)) / (2.0 * Replicates.Count);
        if (below is <= 0 or >= 1 || _acceleration() is not { } acceleration)
        {
            return null;
        }

        var shift = Quantile.Normal(below);
        return At(Level((1 - confidence) / 2), Level((1 + confidence) / 2));

        double Level(double tail)
        {
            var z = shift + Quantile.Normal(tail);
            return Quantile.NormalCumulative(shift + (z / (1 - (acceleration * z))));
        }
    }

    /// <summary>An estimate by one of the methods <c>percentile</c>, <c>basic</c>, <c>bca</c>.</summary>
    public Metric Estimate(string name, string method, int n, int? clusters, double confidence = 0.95)
    {
        var bounds = method switch { "basic" => Basic(confidence), "bca" => BiasCorrected(confidence), _ => Percentile(confidence) };
        return bounds is not { } known || Error <= 0
            ? new Metric(name, null, new Phrase("Statistics.NoSpread"))
            : new Metric(name, new Estimate(Value, Math.Min(known.Low, Value), Math.Max(known.High, Value), n, clusters, $"bootstrap-{method}", confidence));
    }

    private static Bootstrap Of<T>(IReadOnlyList<T> values, int[][] units, Func<IReadOnlyList<T>, double> statistic, double[] replicates)
    {
        var mean = replicates.Average();
        var error = replicates.Length < 2 ? 0 : Math.Sqrt(replicates.Sum(value => (value - mean) * (value - mean)) / (replicates.Length - 1));
        return new Bootstrap(statistic(values), error, replicates) { _acceleration = () => Accelerate(values, units, statistic) };
    }

    private static double? Accelerate<T>(IReadOnlyList<T> values, int[][] units, Func<IReadOnlyList<T>, double> statistic)
    {
        // Leaving out one unit of very many changes nothing that can be told from rounding, and costs the square of their number.
        if (units.Length is < 2 or > 5000)
        {
            return units.Length < 2 ? null : 0;
        }

        double[] left = [.. units.Select(unit => statistic([.. Enumerable.Range(0, values.Count).Except(unit).Select(i => values[i])]))];
        var mean = left.Average();
        var squares = left.Sum(value => Math.Pow(mean - value, 2));
        return squares <= 1e-24 ? null : left.Sum(value => Math.Pow(mean - value, 3)) / (6 * Math.Pow(squares, 1.5));
    }

    private static int[][] Units(int count, IReadOnlyList<string>? clusters)
    {
        Bounded.RequireSameLength(count, clusters?.Count, nameof(clusters));
        return [.. Enumerable.Range(0, count).GroupBy(i => clusters?[i] ?? FormattableString.Invariant($"{i}")).Select(group => group.ToArray())];
    }

    private (double Low, double High) At(double low, double high)
    {
        double[] sorted = [.. Replicates.Order()];
        return (Quantile.OfSorted(sorted, low), Quantile.OfSorted(sorted, high));
    }
}
