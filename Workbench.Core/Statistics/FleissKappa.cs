namespace Workbench.Core.Statistics;

/// <summary>Chance-corrected agreement of any number of raters on nominal categories.</summary>
/// <param name="Disagreement">Observed share of disagreeing pairs, mean over items, 0 to 1.</param>
/// <param name="Expected">The same by chance.</param>
internal sealed record FleissKappa(double Value, double Disagreement, double Expected)
{
    /// <summary>Fleiss 1971: chance is that all raters share the same shares of categories.</summary>
    /// <param name="items">Per item, how many raters chose each category; all rated by the same number.</param>
    public static FleissKappa? Of(IReadOnlyList<int[]> items, int raters)
    {
        if (items.Count == 0 || raters < 2)
        {
            return null;
        }

        var total = (double)items.Count * raters;
        var chance = Enumerable.Range(0, items[0].Length).Sum(category => Math.Pow(items.Sum(item => item[category]) / total, 2));
        return Make(items.Average(Agreeing), chance);
    }

    /// <summary>Gwet 2008 (AC1): chance is Σ π(1−π)/(q−1), which stays small where nearly all answers fall in one category; items with one rating drop out.</summary>
    public static FleissKappa? Gwet(IReadOnlyList<int[]> items)
    {
        int[][] rated = [.. items.Where(item => item.Sum() >= 2)];
        var categories = items.Count == 0 ? 0 : items[0].Length;
        if (rated.Length == 0 || categories < 2)
        {
            return null;
        }

        var chance = Enumerable.Range(0, categories).Select(category => rated.Average(item => (double)item[category] / item.Sum())).Sum(share => share * (1 - share)) / (categories - 1);
        return Make(rated.Average(Agreeing), chance);
    }

    private static double Agreeing(int[] item) => item.Sum(count => (double)count * (count - 1)) / ((double)item.Sum() * (item.Sum() - 1));

    /// <summary>Null where chance alone would agree always: every rating is the same.</summary>
    private static FleissKappa? Make(double observed, double chance) =>
        1 - chance < 1e-12 ? null : new FleissKappa((observed - chance) / (1 - chance), 1 - observed, 1 - chance);
}
