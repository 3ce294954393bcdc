using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>How far raters agree. Rows are items, columns raters, null where one did not rate. Each coefficient is null where it is not defined, and <see cref="Reasons"/> says why.</summary>
/// <param name="Cohen">Cohen's kappa of two raters, on the items that both rated: (observed − expected) / (1 − expected).</param>
/// <param name="Fleiss">Fleiss' kappa, on the items that all rated.</param>
/// <param name="Krippendorff">Krippendorff's alpha, on every item with two ratings or more.</param>
/// <param name="Gwet">Gwet's AC1, on every item with two ratings or more.</param>
/// <param name="Percent">Share (0 to 1) of agreeing pairs of ratings among all pairs on the same item.</param>
public sealed record Agreement(double? Cohen, double? Fleiss, double? Krippendorff, double? Gwet, double? Percent, int Items, int Raters, ImmutableArray<Phrase> Reasons)
{
    /// <summary>The coefficients with their intervals: <c>cohen</c>, <c>fleiss</c>, <c>krippendorff</c>, <c>gwet</c>.</summary>
    public required ImmutableArray<Metric> Intervals { get; init; }

    /// <summary>Cohen's kappa with its standard errors; null where it is not defined.</summary>
    public CohenKappa? CohenErrors { get; init; }

    /// <param name="clusters">One name an item; null where each item stands alone.</param>
    public static Agreement Of(
        IReadOnlyList<IReadOnlyList<string?>> ratings,
        MeasurementLevel level = MeasurementLevel.Nominal,
        KappaWeights weights = KappaWeights.None,
        IReadOnlyList<string>? clusters = null,
        double confidence = 0.95)
    {
        var table = new RatingTable(ratings, level);
        var coefficients = Coefficients(table, ratings.Count, level, weights);
        double?[] values = [.. coefficients.Select(coefficient => coefficient.Of(coefficient.Items)?.Value)];
        var percent = PairwisePercent(table.Counts);
        ImmutableArray<Phrase> reasons =
        [
            .. coefficients.Zip(values).Where(pair => pair.Second is null && pair.First.Name != "gwet").Select(pair => pair.First.Undefined),
            .. percent is null ? (Phrase[])[new Phrase("Statistics.NoPairs")] : [],
        ];
        return new Agreement(values[0], values[1], values[2], values[3], percent, ratings.Count, table.Raters, reasons)
        {
            Intervals = [.. coefficients.Select(coefficient => AgreementInterval.Of(coefficient, table.Counts, clusters, confidence))],
            CohenErrors = table.Raters == 2 ? CohenKappa.Of(table.Pairs([.. Enumerable.Range(0, ratings.Count)]), weights) : null,
        };
    }

    /// <summary>One coefficient with its interval.</summary>
    internal static Metric Interval(string name, IReadOnlyList<IReadOnlyList<string?>> ratings)
    {
        var table = new RatingTable(ratings, MeasurementLevel.Nominal);
        return AgreementInterval.Of(Coefficients(table, ratings.Count, MeasurementLevel.Nominal, KappaWeights.None).Single(coefficient => coefficient.Name == name), table.Counts, null, 0.95);
    }

    private static Coefficient[] Coefficients(RatingTable table, int items, MeasurementLevel level, KappaWeights weights)
    {
        var (all, counts, raters) = (Enumerable.Range(0, items).ToList(), table.Counts, table.Raters);
        List<int> paired = raters == 2 ? [.. all.Where(i => counts[i].Sum() == 2)] : [];
        List<int> complete = [.. all.Where(i => counts[i].Sum() == raters && raters > 1)], rated = [.. all.Where(i => counts[i].Sum() > 1)];
        return
        [
            new("cohen", paired, raters == 2 ? new Phrase("Statistics.CohenUndefined") : new Phrase("Statistics.CohenNeedsTwo", FormattableString.Invariant($"{raters}")),
                kept => raters == 2 && CohenKappa.Of(table.Pairs(kept), weights) is { } found ? (found.Value, found.Disagreement, found.Expected) : null),
            new("fleiss", complete, new Phrase("Statistics.FleissUndefined"),
                kept => FleissKappa.Of([.. kept.Select(i => counts[i])], raters) is { } found ? (found.Value, found.Disagreement, found.Expected) : null),
            new("krippendorff", rated, new Phrase("Statistics.KrippendorffUndefined"),
                kept => KrippendorffAlpha.Of([.. kept.Select(i => counts[i])], table.Categories, level) is { } found ? (found.Value, found.Disagreement, found.Expected) : null),
            new("gwet", rated, new Phrase("Statistics.GwetUndefined"),
                kept => FleissKappa.Gwet([.. kept.Select(i => counts[i])]) is { } found ? (found.Value, found.Disagreement, found.Expected) : null),
        ];
    }

    private static double? PairwisePercent(int[][] items)
    {
        var agreeing = items.Sum(item => item.Sum(count => (double)count * (count - 1)));
        var pairs = items.Sum(item => (double)item.Sum() * (item.Sum() - 1));
        return pairs == 0 ? null : agreeing / pairs;
    }

    /// <param name="Items">Positions of the items that count.</param>
    /// <param name="Of">Value, observed and expected disagreement of the items kept; null where not defined.</param>
    internal sealed record Coefficient(string Name, IReadOnlyList<int> Items, Phrase Undefined, Func<IReadOnlyList<int>, (double Value, double Disagreement, double Expected)?> Of);
}
