using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>A mean with its t interval: s/√n and n−1 degrees of freedom, or CR2 variance with Bell-McCaffrey degrees of freedom where values come in clusters.</summary>
/// <param name="Mean">Null without values.</param>
/// <param name="StandardError">Null where it cannot be estimated.</param>
/// <param name="Freedom">Degrees of freedom of the t quantile.</param>
/// <param name="Clusters">Null where each value stands alone.</param>
public sealed record MeanInterval(Metric Metric, double? Mean, double? StandardError, double? Freedom, int N, int? Clusters)
{
    public const string Method = "t";
    public const string ClusteredMethod = "t-clustered";
    public const string ScoreMethod = "wilson-score";
    public const string ScoreClusteredMethod = "wilson-score-clustered";
    public const string ScoreRareMethod = "clopper-pearson-score";

    /// <param name="values">Finite numbers of any range.</param>
    /// <param name="clusters">One name a value; null, or all different, where each stands alone.</param>
    /// <param name="least">Smallest value that the mean can have, which the interval is cut to.</param>
    public static MeanInterval Of(string name, IReadOnlyList<double> values, IReadOnlyList<string>? clusters = null, double confidence = 0.95, double least = double.NegativeInfinity, double most = double.PositiveInfinity)
    {
        Bounded.RequireSameLength(values.Count, clusters?.Count, nameof(clusters));
        Bounded.RequireConfidence(confidence);
        if (values.Count == 0)
        {
            return new MeanInterval(new Metric(name, null, new Phrase("Statistics.NoSamples")), null, null, null, 0, null);
        }

        var (mean, variance, freedom, groups) = Moments(values, clusters);
        var reason = groups < ClusteredProportion.LeastClusters ? ClusteredProportion.FewClusters(groups.Value)
            : values.Count < 2 ? new Phrase("Statistics.OneValue")
            : !(variance > 0) ? new Phrase("Statistics.NoSpread")
            : null;
        if (reason is not null)
        {
            return new MeanInterval(new Metric(name, null, reason), mean, null, null, values.Count, groups);
        }

        var error = Math.Sqrt(variance);
        var half = Quantile.TwoSidedT(confidence, freedom) * error;
        var estimate = new Estimate(mean, mean - half, mean + half, values.Count, groups, groups is null ? Method : ClusteredMethod, confidence);
        return new MeanInterval(Bounded.Metric(name, estimate, least, most), mean, error, freedom, values.Count, groups);
    }

    /// <summary>The mean of scores from 0 to 1: a rate where all are 0 or 1, else by <see cref="ShareInterval"/>, because t is far too narrow where most scores are equal.</summary>
    public static Metric Score(string name, IReadOnlyList<double> scores, IReadOnlyList<string>? clusters = null, double confidence = 0.95)
    {
        if (scores.All(score => score is 0 or 1))
        {
            return Proportion.Rate(name, [.. scores.Select(score => score == 1)], clusters, confidence);
        }

        var groups = ShareInterval.RealClusters(clusters);
        if (ShareInterval.Missing(groups) is { } missing)
        {
            return new Metric(name, null, missing);
        }

        var (mean, variance, freedom, _) = Moments(scores, groups);
        var rarer = Math.Min(Units(scores, groups, score => score > 0), Units(scores, groups, score => score < 1));
        var bounds = ShareInterval.Of(mean, ShareInterval.Kish(scores.Count, groups), rarer, variance, freedom, confidence);
        var method = rarer < ClusteredProportion.LeastClusters || variance <= 0 ? ScoreRareMethod : groups is null ? ScoreMethod : ScoreClusteredMethod;
        return Bounded.Metric(name, new Estimate(mean, bounds.Low, bounds.High, scores.Count, groups?.Distinct().Count(), method, confidence), 0, 1);
    }

    /// <summary>Samples (or clusters) with such a score.</summary>
    private static int Units(IReadOnlyList<double> scores, IReadOnlyList<string>? clusters, Func<double, bool> kind) =>
        clusters is null ? scores.Count(kind) : scores.Zip(clusters).Where(pair => kind(pair.First)).Select(pair => pair.Second).Distinct().Count();

    private static (double Mean, double Variance, double Freedom, int? Clusters) Moments(IReadOnlyList<double> values, IReadOnlyList<string>? clusters)
    {
        // Equal values have no spread; rounding in the mean must not make one up.
        var equal = values.All(value => value == values[0]);
        if (clusters is not null && clusters.Distinct().Count() < clusters.Count)
        {
            var moments = ClusterMoments.Of(values, clusters);
            return (moments.Mean, equal ? 0 : moments.Variance, moments.Freedom, moments.Clusters);
        }

        var mean = equal ? values[0] : values.Average();
        var n = (double)values.Count;
        var variance = equal ? 0 : values.Sum(value => (value - mean) * (value - mean)) / (n - 1) / n;
        return (mean, variance, n - 1, null);
    }
}
