namespace Workbench.Core.Statistics;

/// <summary>Clustered means as other tools have them, to compare; too narrow where clusters are few. The workbench shows <see cref="MeanInterval"/> and <see cref="ClusteredProportion"/>.</summary>
/// <param name="StandardError">√(Σ u²) / n with u a cluster's sum of deviations (Miller 2024, appendix A), times √(G/(G−1)) where corrected.</param>
public sealed record PlainClustered(Metric Metric, double StandardError, double? Freedom)
{
    public const string UncorrectedMethod = "cr0-z";
    public const string CorrectedMethod = "cr1-t";

    /// <param name="corrected">Factor G/(G−1) and t with G−1 degrees of freedom, else z.</param>
    public static PlainClustered Of(string name, IReadOnlyList<double> values, IReadOnlyList<string> clusters, bool corrected, double confidence = 0.95)
    {
        Bounded.RequireSameLength(values.Count, clusters.Count, nameof(clusters));
        Bounded.RequireConfidence(confidence);
        var mean = values.Average();
        double[] sums = [.. values.Zip(clusters).GroupBy(pair => pair.Second).Select(group => group.Sum(pair => pair.First - mean))];
        if (sums.Length < 2)
        {
            return new PlainClustered(new Metric(name, null, ClusteredProportion.FewClusters(sums.Length)), 0, null);
        }

        var scale = corrected ? sums.Length / (sums.Length - 1.0) : 1;
        var error = Math.Sqrt(scale * sums.Sum(sum => sum * sum)) / values.Count;
        var half = error * (corrected ? Quantile.TwoSidedT(confidence, sums.Length - 1) : Quantile.TwoSidedNormal(confidence));
        var estimate = new Estimate(mean, mean - half, mean + half, values.Count, sums.Length, corrected ? CorrectedMethod : UncorrectedMethod, confidence);
        return new PlainClustered(new Metric(name, estimate), error, corrected ? sums.Length - 1 : null);
    }
}
