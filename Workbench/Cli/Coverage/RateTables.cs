using MathNet.Numerics.Distributions;
using Workbench.Core.Statistics;

namespace Workbench.Cli.Coverage;

/// <summary>Rates and differences of rates, each sample alone: coverage by summing over all outcomes.</summary>
internal static class RateTables
{
    private const double Negligible = 1e-11;

    public static IEnumerable<CoverageTable> All() => [
        Rate(), Independent(),
        Paired("difference of rates on the same samples", 0.947, 0, [(0.05, 0.05), (0.1, 0.05), (0.1, 0.1), (0.2, 0.1), (0.2, 0.2), (0.3, 0.1), (0.3, 0.3)]),
        Paired("the same, few differ and nearly all one way", null, null, [(0.05, 0.01), (0.05, 0), (0.02, 0)]),
    ];

    private static CoverageTable Rate() => new("one rate", WilsonInterval.Method, 0.922, 2,
        [.. from n in (int[])[20, 50, 100, 300, 1000] from p in (double[])[0.02, 0.05, 0.1, 0.3, 0.5] select new CoverageCell(FormattableString.Invariant($"n={n} p={p}"), (tally, _) =>
        {
            for (var k = 0; k <= n; k++)
            {
                var weight = Binomial.PMF(p, n, k);
                if (weight > Negligible)
                {
                    tally.Add(WilsonInterval.Method, WilsonInterval.Of("r", k, n), p, weight);
                    tally.Add(ClopperPearson.Method, ClopperPearson.Of("r", k, n), p, weight);
                    tally.Add("wald", PlainRate.Wald("r", k, n), p, weight);
                }
            }
        })]);

    private static CoverageTable Independent() => new("difference of two independent rates", Newcombe.Method, 0.943, 0,
        [.. from n in (int[])[20, 100, 300] from p in ((double, double)[])[(0.5, 0.3), (0.1, 0.05), (0.9, 0.8)] select new CoverageCell(FormattableString.Invariant($"n={n} p={p.Item1}/{p.Item2}"), (tally, _) =>
        {
            for (var first = 0; first <= n; first++)
            {
                for (var second = 0; second <= n; second++)
                {
                    var weight = Binomial.PMF(p.Item1, n, first) * Binomial.PMF(p.Item2, n, second);
                    if (weight > Negligible)
                    {
                        tally.Add(Newcombe.Method, Newcombe.Of("d", first, n, second, n), p.Item1 - p.Item2, weight);
                        tally.Add("wald", PlainDifference.Wald("d", first, n, second, n), p.Item1 - p.Item2, weight);
                    }
                }
            }
        })]);

    private static CoverageTable Paired(string quantity, double? least, int? mostBelow, (double First, double Second)[] shares) => new(quantity, TangoInterval.Method, least, mostBelow,
        [.. from n in (int[])[20, 50, 100, 300]
            from p in shares
            select new CoverageCell(FormattableString.Invariant($"n={n} only first {p.First}, only second {p.Second}"), (tally, _) => EveryTable(n, p.First, p.Second, (first, second, weight) =>
            {
                var (low, high) = TangoInterval.Bounds(first, second, n, 0.95);
                var truth = p.First - p.Second;
                tally.Add(TangoInterval.Method, low <= truth + 1e-12 && truth - 1e-12 <= high, weight);
                tally.Add("wald-paired", PlainDifference.PairedWald("d", new PairTable(n - first - second, first, second, 0)), truth, weight);
            }))]);

    private static void EveryTable(int n, double first, double second, Action<int, int, double> table)
    {
        for (var differ = 0; differ <= n; differ++)
        {
            var outer = Binomial.PMF(first + second, n, differ);
            for (var b = 0; outer > Negligible && b <= differ; b++)
            {
                var weight = outer * Binomial.PMF(first / (first + second), differ, b);
                if (weight > Negligible)
                {
                    table(b, differ - b, weight);
                }
            }
        }
    }
}
