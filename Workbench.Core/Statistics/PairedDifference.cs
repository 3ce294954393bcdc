using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>Mean difference a − b of two measured on the same samples. Yes/no without clusters: Tango's score interval; with clusters: CR2 variance and
/// Bell-McCaffrey t; other numbers without clusters: t of the differences.</summary>
/// <param name="Difference">Null without pairs.</param>
/// <param name="StandardError">√CR2 variance, or s/√n of the differences; null for one pair.</param>
/// <param name="McNemar">Of the yes/no pairs, clusters not looked at; null for other numbers.</param>
/// <param name="P">Two-sided p that there is no difference: McNemar mid-p, or t with clusters or other numbers; null where it cannot be tested.</param>
public sealed record PairedDifference(Metric Metric, double? Difference, double? StandardError, McNemar? McNemar, double? P, int N, int? Clusters)
{
    public const string Method = "t-paired";
    public const string ClusteredMethod = "t-paired-clustered";
    public const string KishMethod = "tango-kish";

    /// <param name="clusters">One name a pair; null, or all different, where each pair stands alone.</param>
    public static PairedDifference Of(string name, IReadOnlyList<double> a, IReadOnlyList<double> b, IReadOnlyList<string>? clusters = null, double confidence = 0.95)
    {
        Bounded.RequireSameLength(a.Count, b.Count, nameof(b));
        double[] differences = [.. a.Zip(b, (first, second) => first - second)];
        var mean = MeanInterval.Of(name, differences, clusters, confidence);
        if (!a.Concat(b).All(value => value is 0 or 1) || a.Count == 0)
        {
            // Differences of scores from 0 to 1 lie within −1 and 1, and so must their interval.
            var scores = mean.Metric.Estimate is not null && a.Concat(b).All(value => value is >= 0 and <= 1);
            return new PairedDifference(scores ? Bounded.Metric(name, Renamed(mean.Metric).Estimate!, -1, 1) : Renamed(mean.Metric), mean.Mean, mean.StandardError ?? Flat(mean), null, TestP(mean, differences), mean.N, mean.Clusters);
        }

        var table = McNemar.Of(differences.Count(value => value > 0), differences.Count(value => value < 0));
        var constant = mean.StandardError is null && mean.N > 1;
        var metric = mean.Clusters is null ? Tango(name, table, mean.N, null, TangoInterval.Method, confidence)
            : mean.Clusters >= ClusteredProportion.LeastClusters && constant ? Tango(name, table, mean.N, clusters, KishMethod, confidence)
            : mean.Metric.Estimate is null ? mean.Metric
            : Bounded.Metric(name, Renamed(mean.Metric).Estimate!, -1, 1);
        return new PairedDifference(metric, mean.Mean, mean.StandardError ?? Flat(mean), table, mean.Clusters is null ? table.MidP : TestP(mean, differences), mean.N, mean.Clusters);
    }

    /// <summary>Pearson's correlation between the two, −1 to 1: what a later run's power rests on; null where one side never changes.</summary>
    public static double? Correlation(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        Bounded.RequireSameLength(a.Count, b.Count, nameof(b));
        if (a.All(value => value == a[0]) || b.All(value => value == b[0]))
        {
            return null;
        }

        var value = MathNet.Numerics.Statistics.Correlation.Pearson(a, b);
        return double.IsFinite(value) ? Math.Clamp(value, -1, 1) : null;
    }

    private static Metric Tango(string name, McNemar table, int n, IReadOnlyList<string>? clusters, string method, double confidence)
    {
        // Where no two differences differ, CR2 would claim certainty; the same table on Kish's number of clusters does not.
        var effective = clusters is null ? n : ClusterMoments.Of(new double[n], clusters).Kish;
        var scale = effective / n;
        var (low, high) = TangoInterval.Bounds(table.OnlyFirst * scale, table.OnlySecond * scale, effective, confidence);
        var estimate = new Estimate((double)(table.OnlyFirst - table.OnlySecond) / n, low, high, n, clusters?.Distinct().Count(), method, confidence);
        return Bounded.Metric(name, estimate, -1, 1);
    }

    private static double? TestP(MeanInterval mean, double[] differences) => mean.StandardError is { } error
        ? Quantile.TwoSidedTTail(mean.Mean!.Value / error, mean.Freedom!.Value)
        : Flat(mean) is null ? null : differences[0] == 0 ? 1 : Math.Min(1, Math.Pow(2, 1 - (mean.Clusters ?? mean.N)));

    /// <summary>0 where there are pairs enough and all differ by the same amount.</summary>
    private static double? Flat(MeanInterval mean) => mean is { StandardError: null, N: > 1 } && mean.Clusters is null or >= ClusteredProportion.LeastClusters ? 0 : null;

    private static Metric Renamed(Metric metric) => metric.Estimate is not { } estimate
        ? metric
        : metric with { Estimate = estimate with { Method = estimate.Clusters is null ? Method : ClusteredMethod } };
}
