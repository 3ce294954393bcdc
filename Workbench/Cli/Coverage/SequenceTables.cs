using Workbench.Core.Statistics;

namespace Workbench.Cli.Coverage;

/// <summary>Looking after every one of 1,000 samples: a data set counts as a hit only if no look ever excluded the truth.</summary>
internal static class SequenceTables
{
    private const int Looks = 1000;

    public static IEnumerable<CoverageTable> All(int sets) => [YesNo(sets), Scores(Math.Max(20, sets / 10))];

    private static CoverageTable YesNo(int sets) => new("yes/no, a look after each of 1,000", RobbinsSequence.Method, 0.95, 0,
        [.. from p in (double[])[0.02, 0.1, 0.5] select new CoverageCell(FormattableString.Invariant($"p={p}"), (tally, random) =>
        {
            for (var set = 0; set < sets; set++)
            {
                bool[] values = [.. Enumerable.Range(0, Looks).Select(_ => random.NextDouble() < p)];
                double[] numbers = [.. values.Select(value => value ? 1.0 : 0)];
                var (successes, robbins, wilson) = (0, true, true);
                for (var i = 0; i < Looks; i++)
                {
                    // The same as asking whether the interval of RobbinsSequence.At holds p, without solving for its ends.
                    successes += values[i] ? 1 : 0;
                    robbins &= RobbinsSequence.Evidence(successes, i + 1 - successes, p) < 20;
                    wilson &= i < 9 || WilsonInterval.Of("r", successes, i + 1).Estimate is { } estimate && estimate.Low <= p && p <= estimate.High;
                }

                tally.Add(RobbinsSequence.Method, robbins);
                tally.Add("wilson at each look from the tenth", wilson);
                tally.Add("asymptotic from the tenth sample", AsymptoticSequence.Of(numbers, least: 0).Skip(9).All(bounds => bounds.Contains(p)));
                tally.Add("asymptotic after ten of each kind", AsymptoticSequence.Of(numbers).All(bounds => bounds.Contains(p)));
            }
        })]);

    private static CoverageTable Scores(int sets) => new("scores from 0 to 1, a look after each of 1,000", HedgedSequence.Method, 0.95, 0,
        [.. from shape in ((string Name, double Power)[])[("even", 1), ("near 0", 6), ("near 1", 0.1)] select new CoverageCell(shape.Name, (tally, random) =>
        {
            for (var set = 0; set < sets; set++)
            {
                double[] values = [.. Enumerable.Range(0, Looks).Select(_ => Math.Pow(random.NextDouble(), shape.Power))];
                var truth = 1 / (1 + shape.Power);
                tally.Add(HedgedSequence.Method, HedgedSequence.Of(values).All(bounds => bounds.Contains(truth)));
                tally.Add(BoundSequences.EmpiricalBernsteinMethod, BoundSequences.EmpiricalBernstein(values).All(bounds => bounds.Contains(truth)));
            }
        })]);
}
