namespace Workbench.Core.Statistics;

/// <summary>A rate from yes/no samples, by whichever interval fits how they were drawn.</summary>
public static class Proportion
{
    /// <summary>Wilson where each sample stands alone, else <see cref="ClusteredProportion"/>.</summary>
    /// <param name="name"><c>scorer.metric</c>.</param>
    /// <param name="clusters">One name a value; null, or all different, where each sample stands alone.</param>
    /// <returns>The rate (0 to 1) with its interval, or the reason why there is none: no samples, fewer than five clusters.</returns>
    public static Metric Rate(string name, IReadOnlyList<bool> values, IReadOnlyList<string>? clusters = null, double confidence = 0.95)
    {
        Bounded.RequireSameLength(values.Count, clusters?.Count, nameof(clusters));
        return clusters is null || clusters.Distinct().Count() == clusters.Count
            ? WilsonInterval.Of(name, values.Count(value => value), values.Count, confidence)
            : ClusteredProportion.Of(name, values, clusters, confidence).Metric;
    }
}
