using System.Globalization;

namespace Workbench.Core.Statistics;

/// <summary>Ratings as counts: rows items, columns categories.</summary>
internal sealed class RatingTable
{
    private readonly IReadOnlyList<IReadOnlyList<string?>> _ratings;
    private readonly Dictionary<string, int> _index;

    /// <param name="level">Unless nominal, categories are put in the order of their numbers.</param>
    public RatingTable(IReadOnlyList<IReadOnlyList<string?>> ratings, MeasurementLevel level)
    {
        Raters = ratings.Count == 0 ? 0 : ratings[0].Count;
        if (ratings.Any(row => row.Count != Raters))
        {
            throw new ArgumentException("Rows differ in length.", nameof(ratings));
        }

        var names = ratings.SelectMany(row => row).OfType<string>().Distinct();
        Categories = [.. level == MeasurementLevel.Nominal ? names : names.OrderBy(name => double.Parse(name, CultureInfo.InvariantCulture))];
        _ratings = ratings;
        _index = Categories.Select((category, i) => (category, i)).ToDictionary(pair => pair.category, pair => pair.i);
        Counts = [.. ratings.Select(Count)];
    }

    public IReadOnlyList<string> Categories { get; }

    public int Raters { get; }

    public int[][] Counts { get; }

    /// <summary>Two raters' categories against each other, over the items that both rated.</summary>
    public int[][] Pairs(IReadOnlyList<int> items)
    {
        int[][] table = [.. Categories.Select(_ => new int[Categories.Count])];
        foreach (var row in items.Select(i => _ratings[i]))
        {
            if (row[0] is { } first && row[1] is { } second)
            {
                table[_index[first]][_index[second]]++;
            }
        }

        return table;
    }

    private int[] Count(IReadOnlyList<string?> row)
    {
        var counts = new int[_index.Count];
        foreach (var rating in row.OfType<string>())
        {
            counts[_index[rating]]++;
        }

        return counts;
    }
}
