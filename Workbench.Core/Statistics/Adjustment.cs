using System.Collections.Immutable;

namespace Workbench.Core.Statistics;

/// <summary>P values made honest about how many were looked at, in the order given, each 0 to 1.</summary>
public static class Adjustment
{
    /// <summary>Holm 1979: keeps the chance of even one false finding below the level; for the headline family.</summary>
    public static ImmutableArray<double> Holm(IReadOnlyList<double> p) => StepDown(p, (rank, count) => count - rank + 1);

    /// <summary>Benjamini and Hochberg 1995: keeps the share of false ones among the findings below the level; for exploring.</summary>
    public static ImmutableArray<double> BenjaminiHochberg(IReadOnlyList<double> p) => StepUp(p, (rank, count) => count / (double)rank);

    /// <summary>Benjamini and Yekutieli 2001: as Benjamini-Hochberg, whatever the tests have to do with each other.</summary>
    public static ImmutableArray<double> BenjaminiYekutieli(IReadOnlyList<double> p)
    {
        var harmonic = Enumerable.Range(1, p.Count).Sum(rank => 1.0 / rank);
        return StepUp(p, (rank, count) => count * harmonic / rank);
    }

    /// <summary>Hochberg 1988: sharper than Holm, but only for tests that are independent or pull the same way.</summary>
    public static ImmutableArray<double> Hochberg(IReadOnlyList<double> p) => StepUp(p, (rank, count) => count - rank + 1);

    /// <summary>Every p times the number of tests; never sharper than Holm.</summary>
    public static ImmutableArray<double> Bonferroni(IReadOnlyList<double> p) => [.. p.Select(value => Math.Min(1, value * p.Count))];

    /// <summary>Hommel 1988: closed testing with Simes' test; conditions as for Hochberg. The algorithm is that of Wright 1992.</summary>
    public static ImmutableArray<double> Hommel(IReadOnlyList<double> p)
    {
        var (order, count) = (Ascending(p), p.Count);
        double[] sorted = [.. order.Select(i => p[i])];
        double[] adjusted = [.. Enumerable.Repeat(Enumerable.Range(1, count).Min(rank => count * sorted[rank - 1] / rank), count)];
        for (var size = count - 1; size >= 2; size--)
        {
            var head = count - size + 1;
            var simes = Enumerable.Range(2, size - 1).Min(rank => size * sorted[head + rank - 2] / rank);
            var last = Math.Min(size * sorted[head - 1], simes);
            for (var i = 0; i < count; i++)
            {
                adjusted[i] = Math.Max(adjusted[i], i < head ? Math.Min(size * sorted[i], simes) : last);
            }
        }

        return InGivenOrder(order, i => Math.Min(1, Math.Max(adjusted[i], sorted[i])));
    }

    private static ImmutableArray<double> StepDown(IReadOnlyList<double> p, Func<int, int, double> factor)
    {
        var order = Ascending(p);
        var adjusted = new double[p.Count];
        var running = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            running = Math.Max(running, Math.Min(1, factor(i + 1, p.Count) * p[order[i]]));
            adjusted[i] = running;
        }

        return InGivenOrder(order, i => adjusted[i]);
    }

    private static ImmutableArray<double> StepUp(IReadOnlyList<double> p, Func<int, int, double> factor)
    {
        var order = Ascending(p);
        var adjusted = new double[p.Count];
        var running = 1.0;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            running = Math.Min(running, factor(i + 1, p.Count) * p[order[i]]);
            adjusted[i] = running;
        }

        return InGivenOrder(order, i => adjusted[i]);
    }

    private static ImmutableArray<double> InGivenOrder(int[] order, Func<int, double> value)
    {
        var answer = new double[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            answer[order[i]] = value(i);
        }

        return [.. answer];
    }

    private static int[] Ascending(IReadOnlyList<double> p) => [.. Enumerable.Range(0, p.Count).OrderBy(i => p[i])];
}
