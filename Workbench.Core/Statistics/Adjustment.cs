using System.Collections.Immutable;

namespace Workbench.Core.Statistics;

/// <summary>P values made honest about how many were looked at, in the order given, each 0 to 1.</summary>
public static class Adjustment
{
    /// <summary>Holm 1979: keeps the chance of even one false finding below the level; for the headline family.</summary>
    public static ImmutableArray<double> Holm(IReadOnlyList<double> p)
    {
        var order = Ascending(p);
        var adjusted = new double[p.Count];
        var running = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            running = Math.Max(running, Math.Min(1, (p.Count - i) * p[order[i]]));
            adjusted[order[i]] = running;
        }

        return [.. adjusted];
    }

    /// <summary>Benjamini and Hochberg 1995: keeps the share of false ones among the findings below the level; for exploring.</summary>
    public static ImmutableArray<double> BenjaminiHochberg(IReadOnlyList<double> p)
    {
        var order = Ascending(p);
        var adjusted = new double[p.Count];
        var running = 1.0;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            running = Math.Min(running, p.Count * p[order[i]] / (i + 1));
            adjusted[order[i]] = running;
        }

        return [.. adjusted];
    }

    private static int[] Ascending(IReadOnlyList<double> p) => [.. Enumerable.Range(0, p.Count).OrderBy(i => p[i])];
}
