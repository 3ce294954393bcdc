using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>Interval of any quantity from 0 to 1 whose variance is known from clusters or a jackknife: Wilson on the number of independent yes/no answers
/// that would have the same variance, with a t quantile; where the rarer kind was seen in fewer than five units, Clopper-Pearson on the number of units.
/// The rule of <see cref="ClusteredProportion"/> for quantities that are not plain shares.</summary>
internal static class ShareInterval
{
    /// <param name="units">Independent units: items, or Kish's number of clusters.</param>
    /// <param name="rarer">Units in which the rarer kind was seen.</param>
    /// <param name="variance">Of the quantity; not used where the rarer kind is too rare.</param>
    /// <param name="freedom">Degrees of freedom of the variance.</param>
    public static Bounds Of(double value, double units, int rarer, double variance, double freedom, double confidence)
    {
        var (low, high) = rarer < ClusteredProportion.LeastClusters || !(variance > 0)
            ? ClopperPearson.Bounds(value * units, units, confidence)
            : WilsonInterval.Bounds(value, value * (1 - value) / variance, Quantile.TwoSidedT(confidence, freedom));
        return new Bounds(low, high);
    }

    /// <summary>Why clusters do not allow an interval; null where they do or there are none.</summary>
    public static Phrase? Missing(IReadOnlyList<string>? clusters) =>
        clusters?.Distinct().Count() is { } count and < ClusteredProportion.LeastClusters ? ClusteredProportion.FewClusters(count) : null;

    /// <summary>Null where no cluster has two items: then each item stands alone.</summary>
    public static IReadOnlyList<string>? RealClusters(IReadOnlyList<string>? clusters) =>
        clusters is not null && clusters.Distinct().Count() < clusters.Count ? clusters : null;

    /// <summary>Kish's number of clusters, (Σ size)² / Σ size²; the number of items without clusters.</summary>
    public static double Kish(int items, IReadOnlyList<string>? clusters) =>
        clusters is null ? items : (double)items * items / clusters.CountBy(name => name).Sum(group => (double)group.Value * group.Value);
}
