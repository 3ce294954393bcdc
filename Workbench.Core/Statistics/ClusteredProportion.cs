using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>A proportion whose samples come in clusters (a document, a template, a question in several wordings).
/// Wilson on the effective number of samples n/d, d = max(1, CR2 variance / (p(1−p)/(n−1))), with the Bell-McCaffrey t quantile;
/// where fewer than five clusters hold the rarer outcome, Clopper-Pearson on Kish's number of clusters; below five clusters no interval.</summary>
/// <param name="Metric">The estimate, or why there is none.</param>
/// <param name="Value">The proportion itself; null without samples.</param>
/// <param name="EffectiveN">As many independent samples would say as much; null where there is no interval.</param>
public sealed record ClusteredProportion(Metric Metric, double? Value, int N, int Clusters, double? EffectiveN)
{
    public const string Method = "wilson-clustered";
    public const string KishMethod = "clopper-pearson-kish";

    /// <summary>Fewer clusters than this say nothing about how much clusters differ.</summary>
    public const int LeastClusters = 5;

    /// <param name="clusters">One name a value.</param>
    public static ClusteredProportion Of(string name, IReadOnlyList<bool> values, IReadOnlyList<string> clusters, double confidence = 0.95)
    {
        Bounded.RequireSameLength(values.Count, clusters.Count, nameof(clusters));
        Bounded.RequireConfidence(confidence);
        if (values.Count == 0)
        {
            return new ClusteredProportion(new Metric(name, null, new Phrase("Statistics.NoSamples")), null, 0, 0, null);
        }

        var n = values.Count;
        var moments = ClusterMoments.Of([.. values.Select(value => value ? 1.0 : 0.0)], clusters);
        var p = (double)values.Count(value => value) / n;
        if (moments.Clusters < LeastClusters)
        {
            return new ClusteredProportion(new Metric(name, null, FewClusters(moments.Clusters)), p, n, moments.Clusters, null);
        }

        var rare = ClustersWithRarerOutcome(values, clusters, p) < LeastClusters;
        var effective = rare ? moments.Kish : n / Math.Max(1, moments.Variance / (p * (1 - p) / (n - 1)));
        var (low, high) = rare
            ? ClopperPearson.Bounds(p * moments.Kish, moments.Kish, confidence)
            : WilsonInterval.Bounds(p, effective, Quantile.TwoSidedT(confidence, moments.Freedom));
        var estimate = new Estimate(p, low, high, n, moments.Clusters, rare ? KishMethod : Method, confidence);
        return new ClusteredProportion(Bounded.Metric(name, estimate, 0, 1), p, n, moments.Clusters, effective);
    }

    internal static Phrase FewClusters(int clusters) =>
        new("Statistics.FewClusters", FormattableString.Invariant($"{clusters}"), FormattableString.Invariant($"{LeastClusters}"));

    private static int ClustersWithRarerOutcome(IReadOnlyList<bool> values, IReadOnlyList<string> clusters, double p)
    {
        HashSet<string> successes = [], failures = [];
        for (var i = 0; i < values.Count; i++)
        {
            (values[i] ? successes : failures).Add(clusters[i]);
        }

        return p < 0.5 ? successes.Count : p > 0.5 ? failures.Count : Math.Min(successes.Count, failures.Count);
    }
}
