using Workbench.Core.Statistics;

namespace Workbench.Cli.Coverage;

/// <summary>A rate from a judge and few labels.</summary>
internal static class JudgeTables
{
    public static IEnumerable<CoverageTable> All(int sets) => [new("rate from a judge and labels", "JudgedRate", 0.920, 12,
        [.. from labels in (int[])[30, 50, 100, 200, 300]
            from p in (double[])[0.02, 0.05, 0.1, 0.3, 0.5]
            from judge in ((double Sensitivity, double Specificity)[])[(0.99, 0.99), (0.95, 0.95), (0.9, 0.8), (0.7, 0.95), (0.6, 0.6), (0.8, 0.99)]
            from others in (int[])[500, 5000]
            select new CoverageCell(FormattableString.Invariant($"{labels} labels, {others} judged only, p={p}, sensitivity {judge.Sensitivity}, specificity {judge.Specificity}"), (tally, random) =>
            {
                var flagged = Draws.Counts((p * judge.Sensitivity) + ((1 - p) * (1 - judge.Specificity)), others);
                var (truth, verdicts) = (new bool[labels], new bool[labels]);
                for (var set = 0; set < sets; set++)
                {
                    for (var i = 0; i < labels; i++)
                    {
                        truth[i] = random.NextDouble() < p;
                        verdicts[i] = random.NextDouble() < (truth[i] ? judge.Sensitivity : 1 - judge.Specificity);
                    }

                    var count = flagged(random);
                    tally.Add("JudgedRate", JudgedRate.Of("r", truth, verdicts, count, others, 0.95).Metric, p);
                    tally.Add("ppi++", JudgedRate.Plain("r", truth, verdicts, count, others, 0.95).Metric, p);
                    tally.Add("labels alone, wilson", WilsonInterval.Of("r", truth.Count(value => value), labels), p);
                }
            })])];
}
