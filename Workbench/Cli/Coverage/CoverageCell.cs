using Workbench.Core.Statistics;

namespace Workbench.Cli.Coverage;

/// <summary>One situation in which intervals are tried: a known truth and a way to draw data.</summary>
/// <param name="Name">What is special about it, for example <c>n=20 p=0.02</c>.</param>
/// <param name="Try">Adds the hits of each method to the tally, from so many data sets (or exactly, by summing over all).</param>
internal sealed record CoverageCell(string Name, Action<CoverageTally, Random> Try);

/// <summary>How often each method's interval held the truth.</summary>
internal sealed class CoverageTally
{
    private readonly Dictionary<string, (double Hit, double All)> _methods = [];

    public IEnumerable<(string Method, double Coverage, double Weight)> Results => _methods.Where(pair => pair.Value.All > 0).Select(pair => (pair.Key, pair.Value.Hit / pair.Value.All, pair.Value.All));

    public void Add(string method, bool hit, double weight = 1)
    {
        var (hits, all) = _methods.GetValueOrDefault(method);
        _methods[method] = (hits + (hit ? weight : 0), all + weight);
    }

    /// <summary>Data sets that get no interval, with the reason, promise nothing and are not counted.</summary>
    public void Add(string method, Metric metric, double truth, double weight = 1)
    {
        if (metric.Estimate is { } estimate)
        {
            Add(method, estimate.Low <= truth + 1e-12 && truth - 1e-12 <= estimate.High, weight);
        }
    }
}

/// <summary>A quantity with its methods and the situations they are tried in.</summary>
/// <param name="Shown">The method that the workbench shows; the others are there to compare.</param>
/// <param name="Least">Coverage that no cell may fall below, from the design study; null where it had no such quantity.</param>
/// <param name="MostBelow">Cells that may lie below 0.93.</param>
internal sealed record CoverageTable(string Quantity, string Shown, double? Least, int? MostBelow, IReadOnlyList<CoverageCell> Cells);
