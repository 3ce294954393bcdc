namespace Workbench.Core.Statistics;

/// <summary>Variance of any statistic, from leaving out one group of items at a time: (G−1)/G · Σ (θ₋g − mean)² (Tukey 1958; Shao and Tu 1995 for groups).</summary>
internal sealed record Jackknife(double Variance, int Groups)
{
    /// <summary>Single items of more than this are left out in so many blocks, each made of every so-manieth item: the same variance at a bounded cost.</summary>
    private const int MostGroups = 200;

    /// <param name="statistic">Of the items kept, by position; null where it is not defined.</param>
    /// <returns>Null where the statistic is not defined without some group, or there are fewer than two groups.</returns>
    public static Jackknife? Of(int count, IReadOnlyList<string>? clusters, Func<IReadOnlyList<int>, double?> statistic)
    {
        Bounded.RequireSameLength(count, clusters?.Count, nameof(clusters));
        int[] group = Numbered(count, clusters);
        var groups = group.Length == 0 ? 0 : group.Max() + 1;
        if (groups < 2)
        {
            return null;
        }

        var values = new double[groups];
        for (var left = 0; left < groups; left++)
        {
            if (statistic([.. Enumerable.Range(0, count).Where(i => group[i] != left)]) is not { } value)
            {
                return null;
            }

            values[left] = value;
        }

        var mean = values.Average();
        return new Jackknife((groups - 1.0) / groups * values.Sum(value => (value - mean) * (value - mean)), groups);
    }

    private static int[] Numbered(int count, IReadOnlyList<string>? clusters)
    {
        if (clusters is null)
        {
            return [.. Enumerable.Range(0, count).Select(i => i % MostGroups)];
        }

        var numbers = new Dictionary<string, int>();
        return [.. clusters.Select(name => numbers.TryGetValue(name, out var number) ? number : numbers[name] = numbers.Count)];
    }
}
