using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>How far raters agree. Rows are items, columns raters, null where one did not rate. Each coefficient is null where it is not defined, and <see cref="Reasons"/> says why.</summary>
/// <param name="Cohen">Cohen's kappa of two raters, on the items that both rated: (observed − expected) / (1 − expected).</param>
/// <param name="Fleiss">Fleiss' kappa, on the items that all rated.</param>
/// <param name="Krippendorff">Krippendorff's alpha, on every item with two ratings or more.</param>
/// <param name="Percent">Share (0 to 1) of agreeing pairs of ratings among all pairs on the same item.</param>
public sealed record Agreement(double? Cohen, double? Fleiss, double? Krippendorff, double? Percent, int Items, int Raters, ImmutableArray<Phrase> Reasons)
{
    public static Agreement Of(IReadOnlyList<IReadOnlyList<string?>> ratings, MeasurementLevel level = MeasurementLevel.Nominal)
    {
        var raters = ratings.Count == 0 ? 0 : ratings[0].Count;
        var categories = ratings.SelectMany(row => row).OfType<string>().Distinct().ToList();
        if (ratings.Any(row => row.Count != raters))
        {
            throw new ArgumentException("Rows differ in length.", nameof(ratings));
        }

        var index = categories.Select((category, i) => (category, i)).ToDictionary(pair => pair.category, pair => pair.i);
        int[][] counts = [.. ratings.Select(row => Count(row, index))];
        var reasons = ImmutableArray.CreateBuilder<Phrase>();
        double? cohen = null;
        if (raters != 2)
        {
            reasons.Add(new Phrase("Statistics.CohenNeedsTwo", FormattableString.Invariant($"{raters}")));
        }
        else
        {
            cohen = Defined(CohenKappa([.. ratings.Where(row => row[0] is not null && row[1] is not null)]), "Statistics.CohenUndefined", reasons);
        }

        int[][] complete = [.. counts.Where(row => row.Sum() == raters)];
        var fleiss = Defined(raters < 2 ? null : FleissKappa(complete, raters), "Statistics.FleissUndefined", reasons);
        var alpha = Defined(KrippendorffAlpha.Of(counts, categories, level), "Statistics.KrippendorffUndefined", reasons);
        var percent = Defined(PairwisePercent(counts), "Statistics.NoPairs", reasons);
        return new Agreement(cohen, fleiss, alpha, percent, ratings.Count, raters, reasons.ToImmutable());
    }

    private static double? Defined(double? value, string reason, ImmutableArray<Phrase>.Builder reasons)
    {
        if (value is null)
        {
            reasons.Add(new Phrase(reason));
        }

        return value;
    }

    private static int[] Count(IReadOnlyList<string?> row, Dictionary<string, int> index)
    {
        var counts = new int[index.Count];
        foreach (var rating in row.OfType<string>())
        {
            counts[index[rating]]++;
        }

        return counts;
    }

    private static double? CohenKappa(IReadOnlyList<IReadOnlyList<string?>> pairs)
    {
        var n = (double)pairs.Count;
        var first = pairs.CountBy(pair => pair[0]!).ToDictionary();
        var expected = pairs.CountBy(pair => pair[1]!).Sum(second => first.GetValueOrDefault(second.Key) / n * (second.Value / n));
        return n == 0 ? null : Kappa(pairs.Count(pair => pair[0] == pair[1]) / n, expected);
    }

    private static double? FleissKappa(int[][] items, int raters)
    {
        if (items.Length == 0)
        {
            return null;
        }

        var pairs = (double)raters * (raters - 1);
        var observed = items.Average(item => item.Sum(count => (double)count * (count - 1)) / pairs);
        var total = (double)items.Length * raters;
        var expected = Enumerable.Range(0, items[0].Length).Sum(category => Math.Pow(items.Sum(item => item[category]) / total, 2));
        return Kappa(observed, expected);
    }

    /// <summary>Null where chance alone would agree always: every rating is the same.</summary>
    private static double? Kappa(double observed, double expected) => 1 - expected < 1e-12 ? null : (observed - expected) / (1 - expected);

    private static double? PairwisePercent(int[][] items)
    {
        var agreeing = items.Sum(item => item.Sum(count => (double)count * (count - 1)));
        var pairs = items.Sum(item => (double)item.Sum() * (item.Sum() - 1));
        return pairs == 0 ? null : agreeing / pairs;
    }
}
