using Workbench.Core.Statistics;

namespace Workbench.Cli.Coverage;

/// <summary>Confidence beside right and wrong: area under the ROC curve, calibration error, risk-coverage.</summary>
internal static class ConfidenceTables
{
    private const int Levels = 20;

    public static IEnumerable<CoverageTable> All(int sets) => [Area(sets), ClusteredArea(Math.Max(20, sets / 4)), CalibrationError(Math.Max(20, sets / 8)), RiskArea(Math.Max(20, sets / 8))];

    private static CoverageTable Area(int sets) => new("area under the ROC curve", "Auroc", null, null,
        [.. from sizes in ((int Positives, int Negatives)[])[(10, 10), (10, 50), (30, 30), (100, 100), (20, 300)] from area in (double[])[0.5, 0.7, 0.85, 0.95]
            select new CoverageCell(FormattableString.Invariant($"{sizes.Positives} right, {sizes.Negatives} wrong, area {area}"), (tally, random) =>
            {
                var shift = Math.Sqrt(2) * Quantile.Normal(area);
                bool[] kinds = [.. Enumerable.Range(0, sizes.Positives + sizes.Negatives).Select(i => i < sizes.Positives)];
                for (var set = 0; set < sets; set++)
                {
                    var actual = Auroc.Of("a", [.. kinds.Select(kind => Draws.Normal(random) + (kind ? shift : 0))], kinds);
                    tally.Add("Auroc", actual.Metric, area);
                    tally.Add("delong", actual.Plain("a"), area);
                }
            })]);

    private static CoverageTable ClusteredArea(int sets) => new("area under the ROC curve, in clusters", "Auroc", null, null,
        [.. from groups in (int[])[10, 30] from area in (double[])[0.5, 0.7, 0.9] from correlation in (double[])[0.1, 0.3]
            select new CoverageCell(FormattableString.Invariant($"{groups} clusters, area {area}, correlation {correlation}"), (tally, random) =>
            {
                var shift = Math.Sqrt(2) * Quantile.Normal(area);
                for (var set = 0; set < sets; set++)
                {
                    var clusters = Draws.Clusters(random, groups, equal: false);
                    bool[] kinds = [.. clusters.Select(_ => random.NextDouble() < 0.4)];
                    var common = clusters.Distinct().ToDictionary(name => name, _ => Draws.Normal(random));
                    double[] scores = [.. clusters.Select((name, i) => (Math.Sqrt(correlation) * common[name]) + (Math.Sqrt(1 - correlation) * Draws.Normal(random)) + (kinds[i] ? shift : 0))];
                    tally.Add("Auroc", Auroc.Of("a", scores, kinds, clusters).Metric, area);
                    tally.Add("delong, clusters ignored", Auroc.Of("a", scores, kinds).Plain("a"), area);
                }
            })]);

    private static CoverageTable CalibrationError(int sets) => new("expected calibration error", "Calibration", null, null,
        [.. from n in (int[])[50, 200, 1000] from shift in (double[])[0, 0.1, 0.25] select new CoverageCell(FormattableString.Invariant($"{n} answers, {shift} too sure"), (tally, random) =>
        {
            for (var set = 0; set < sets; set++)
            {
                (double P, bool Right)[] answers = [.. Enumerable.Range(0, n).Select(_ => 0.35 + (0.1 * random.Next(7))).Select(p => (p, random.NextDouble() < p - shift))];
                tally.Add("Calibration", CalibrationErrorInterval.Of("ece", answers, null, 0.95, ReliabilityBins.Usual, 499), shift);
            }
        })]);

    private static CoverageTable RiskArea(int sets) => new("area under the risk-coverage curve", "RiskCoverage", null, null,
        [.. from n in (int[])[30, 100, 300] from shape in ((double Base, double Slope)[])[(0.5, 0.45), (0.2, 0.6), (0.8, 0.15)]
            select new CoverageCell(FormattableString.Invariant($"{n} answers, right {shape.Base} to {shape.Base + shape.Slope}"), (tally, random) =>
            {
                var truth = LongRunRisk(shape.Base, shape.Slope);
                for (var set = 0; set < sets; set++)
                {
                    double[] confidence = [.. Enumerable.Range(0, n).Select(_ => random.Next(Levels) / (double)Levels)];
                    tally.Add("RiskCoverage", RiskCoverage.Of("a", confidence, [.. confidence.Select(c => random.NextDouble() < shape.Base + (shape.Slope * c))]).Metric, truth);
                }
            })]);

    /// <summary>The area with endlessly many answers: mean over coverage of the share of wrong answers above it.</summary>
    private static double LongRunRisk(double start, double slope)
    {
        const int Steps = 20_000;
        double wrong = 0, total = 0;
        for (var i = 0; i < Steps; i++)
        {
            var confidence = (Levels - 1 - (i * Levels / Steps)) / (double)Levels;
            wrong += 1 - start - (slope * confidence);
            total += wrong / (i + 1);
        }

        return total / Steps;
    }
}
