namespace Workbench.Core.Statistics;

/// <summary>Interval of a chance-corrected agreement 1 − observed / expected disagreement. Its jackknife variance over items (or clusters) is carried to the observed
/// disagreement, a number from 0 to 1, whose <see cref="ShareInterval"/> is carried back. Full agreement so keeps an interval, which a standard error of 0 would not give.</summary>
internal static class AgreementInterval
{
    public const string Method = "jackknife-wilson";
    public const string RareMethod = "clopper-pearson-agreement";

    /// <param name="counts">Per item, how many raters chose each category.</param>
    public static Metric Of(Agreement.Coefficient coefficient, int[][] counts, IReadOnlyList<string>? clusters, double confidence)
    {
        var items = coefficient.Items;
        if (coefficient.Of(items) is not { } whole)
        {
            return new Metric(coefficient.Name, null, coefficient.Undefined);
        }

        string[]? names = clusters is null ? null : [.. items.Select(i => clusters[i])];
        var groups = ShareInterval.RealClusters(names);
        if (ShareInterval.Missing(groups) is { } missing)
        {
            return new Metric(coefficient.Name, null, missing);
        }

        var rarer = Math.Min(Units(items, counts, names, split: true), Units(items, counts, names, split: false));
        var rare = rarer < ClusteredProportion.LeastClusters;
        var spread = rare ? null : Jackknife.Of(items.Count, groups, kept => coefficient.Of([.. kept.Select(i => items[i])])?.Value);
        var bounds = ShareInterval.Of(
            whole.Disagreement, ShareInterval.Kish(items.Count, groups), spread is null ? 0 : rarer, (spread?.Variance ?? 0) * whole.Expected * whole.Expected, (spread?.Groups ?? 2) - 1, confidence);
        var method = spread is null || spread.Variance <= 0 ? RareMethod : Method;
        var estimate = new Estimate(whole.Value, 1 - (bounds.High / whole.Expected), 1 - (bounds.Low / whole.Expected), items.Count, groups?.Distinct().Count(), method, confidence);
        return Bounded.Metric(coefficient.Name, estimate, double.NegativeInfinity, 1);
    }

    /// <summary>In how many items (or clusters) raters differ, or agree.</summary>
    private static int Units(IReadOnlyList<int> items, int[][] counts, string[]? names, bool split) =>
        items.Select((item, i) => (item, Unit: names?[i] ?? FormattableString.Invariant($"{i}")))
            .Where(pair => counts[pair.item].Count(count => count > 0) > 1 == split)
            .Select(pair => pair.Unit).Distinct().Count();
}
