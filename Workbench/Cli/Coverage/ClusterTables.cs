using Workbench.Core.Statistics;

namespace Workbench.Cli.Coverage;

/// <summary>Rates, differences and mean scores whose samples come in clusters.</summary>
internal static class ClusterTables
{
    public static IEnumerable<CoverageTable> All(int sets) => [Rate(sets), Difference(sets), Scores(sets, clustered: false), Scores(sets, clustered: true)];

    private static CoverageTable Rate(int sets) => new("rate in clusters", "Proportion.Rate", 0.917, 4,
        [.. from groups in (int[])[5, 10, 30, 100] from equal in (bool[])[true, false] from correlation in (double[])[0, 0.1, 0.3] from p in (double[])[0.02, 0.05, 0.1, 0.3, 0.5]
            select new CoverageCell(Invariant($"{groups} clusters, {Sizes(equal)}, correlation {correlation}, p={p}"), (tally, random) =>
            {
                for (var set = 0; set < sets; set++)
                {
                    var clusters = Draws.Clusters(random, groups, equal);
                    bool[] values = [.. Draws.Outcomes(random, clusters, correlation, p, 1 - p).Select(outcome => outcome == 0)];
                    double[] numbers = [.. values.Select(value => value ? 1.0 : 0)];
                    tally.Add("Proportion.Rate", Proportion.Rate("r", values, clusters), p);
                    tally.Add("cr0-z", PlainClustered.Of("r", numbers, clusters, corrected: false).Metric, p);
                    tally.Add("cr1-t", PlainClustered.Of("r", numbers, clusters, corrected: true).Metric, p);
                    tally.Add("wilson, clusters ignored", WilsonInterval.Of("r", values.Count(value => value), values.Length), p);
                }
            })]);

    private static CoverageTable Difference(int sets) => new("difference on the same samples, in clusters", "PairedDifference", 0.918, 5,
        [.. from groups in (int[])[10, 20, 50] from equal in (bool[])[true, false] from correlation in (double[])[0.1, 0.3] from p in ((double First, double Second)[])[(0.1, 0.05), (0.2, 0.2)]
            select new CoverageCell(Invariant($"{groups} clusters, {Sizes(equal)}, correlation {correlation}, only first {p.First}, only second {p.Second}"), (tally, random) =>
            {
                for (var set = 0; set < sets; set++)
                {
                    var clusters = Draws.Clusters(random, groups, equal);
                    var outcomes = Draws.Outcomes(random, clusters, correlation, p.First, p.Second, 1 - p.First - p.Second);
                    double[] a = [.. outcomes.Select(outcome => outcome == 0 ? 1.0 : 0)], b = [.. outcomes.Select(outcome => outcome == 1 ? 1.0 : 0)];
                    tally.Add("PairedDifference", PairedDifference.Of("d", a, b, clusters).Metric, p.First - p.Second);
                    tally.Add("cr0-z", PlainClustered.Of("d", [.. a.Zip(b, (x, y) => x - y)], clusters, corrected: false).Metric, p.First - p.Second);
                }
            })]);

    /// <summary>Scores from 0 to 1 of three shapes: even, mostly near 0, and marks of 0, ½ and 1.</summary>
    private static CoverageTable Scores(int sets, bool clustered) => new(clustered ? "mean score in clusters" : "mean score", "MeanInterval.Score", null, null,
        [.. from size in clustered ? (int[])[5, 10, 30, 100] : [20, 50, 100, 300]
            from shape in ((string Name, double[] Marks, double[] Shares)[])
            [
                ("even", [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95], [1 / 7.0, 1 / 7.0, 1 / 7.0, 1 / 7.0, 1 / 7.0, 1 / 7.0, 1 / 7.0]),
                ("near 0", [0, 0.05, 0.1, 0.3, 0.9], [0.5, 0.2, 0.15, 0.1, 0.05]),
                ("marks 0, 0.5, 1", [0, 0.5, 1], [0.1, 0.1, 0.8]),
                ("rare failures", [1, 0.5, 0], [0.94, 0.04, 0.02]),
            ]
            select new CoverageCell(Invariant($"{size} {(clustered ? "clusters" : "samples")}, {shape.Name}"), (tally, random) =>
            {
                var truth = shape.Marks.Zip(shape.Shares).Sum(pair => pair.First * pair.Second);
                for (var set = 0; set < sets; set++)
                {
                    string[] clusters = clustered ? Draws.Clusters(random, size, equal: false) : [.. Enumerable.Range(0, size).Select(i => Invariant($"{i}"))];
                    double[] scores = [.. Draws.Outcomes(random, clusters, clustered ? 0.15 : 0, shape.Shares).Select(outcome => shape.Marks[outcome])];
                    tally.Add("MeanInterval.Score", MeanInterval.Score("m", scores, clusters), truth);
                    tally.Add("t", MeanInterval.Of("m", scores, clusters).Metric, truth);
                }
            })]);

    private static string Sizes(bool equal) => equal ? "of 10" : "of 2 to 18";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
