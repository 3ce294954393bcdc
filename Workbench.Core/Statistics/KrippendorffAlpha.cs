using System.Globalization;

namespace Workbench.Core.Statistics;

/// <summary>What differences between categories mean.</summary>
public enum MeasurementLevel
{
    /// <summary>Only same or not.</summary>
    Nominal,

    /// <summary>Numbers whose order counts.</summary>
    Ordinal,

    /// <summary>Numbers whose distance counts.</summary>
    Interval,
}

/// <summary>Krippendorff's alpha, 1 − observed / expected disagreement, from the coincidence matrix (Krippendorff 2011); items with one rating drop out.</summary>
/// <param name="Disagreement">Observed, as a share (0 to 1) of the largest possible.</param>
/// <param name="Expected">By chance, on the same scale.</param>
internal sealed record KrippendorffAlpha(double Value, double Disagreement, double Expected)
{
    /// <param name="items">Per item, how many raters chose each category.</param>
    /// <param name="categories">Numbers where the level is not nominal.</param>
    /// <returns>Null where no item has two ratings, or all ratings are the same.</returns>
    public static KrippendorffAlpha? Of(IReadOnlyList<int[]> items, IReadOnlyList<string> categories, MeasurementLevel level)
    {
        int[][] rated = [.. items.Where(item => item.Sum() >= 2)];
        double[] values = [.. categories.Select((category, i) => level == MeasurementLevel.Nominal ? i : double.Parse(category, CultureInfo.InvariantCulture))];
        double[] totals = [.. values.Select((_, i) => (double)rated.Sum(item => item[i]))];
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        double observed = 0, expected = 0, most = 0, all = totals.Sum();
        for (var i = 0; i < order.Length; i++)
        {
            for (var j = i + 1; j < order.Length; j++)
            {
                var distance = Distance(order, i, j, values, totals, level);
                most = Math.Max(most, distance);
                observed += distance * rated.Sum(item => (double)item[order[i]] * item[order[j]] / (item.Sum() - 1));
                expected += distance * totals[order[i]] * totals[order[j]];
            }
        }

        return expected > 0
            ? new KrippendorffAlpha(1 - ((all - 1) * observed / expected), 2 * observed / (all * most), 2 * expected / (all * (all - 1) * most))
            : null;
    }

    private static double Distance(int[] order, int i, int j, double[] values, double[] totals, MeasurementLevel level)
    {
        var distance = level switch
        {
            MeasurementLevel.Interval => values[order[j]] - values[order[i]],
            MeasurementLevel.Ordinal => order[i..(j + 1)].Sum(k => totals[k]) - ((totals[order[i]] + totals[order[j]]) / 2),
            _ => 1,
        };
        return distance * distance;
    }
}
