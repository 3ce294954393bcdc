using Workbench.Core.Statistics;

namespace Workbench.Cli.Coverage;

/// <summary>Agreement of two raters, and of three: each knows the answer with a probability and otherwise guesses by the shares of the kinds.</summary>
internal static class AgreementTables
{
    public static IEnumerable<CoverageTable> All(int sets) => [Table(2, "cohen", Math.Max(20, sets / 8)), Table(3, "fleiss", Math.Max(20, sets / 8)), Table(3, "krippendorff", Math.Max(20, sets / 8)), Table(2, "gwet", Math.Max(20, sets / 8))];

    private static CoverageTable Table(int raters, string name, int sets) => new($"agreement, {name}, {raters} raters", "Agreement", null, null,
        [.. from items in (int[])[20, 50, 200] from share in (double[])[0.5, 0.2] from kappa in (double[])[0.2, 0.5, 0.8, 0.95]
            select new CoverageCell(FormattableString.Invariant($"{items} items, share {share}, kappa {kappa}"), (tally, random) =>
            {
                var chance = (share * share) + ((1 - share) * (1 - share));
                var percent = kappa + ((1 - kappa) * chance);
                var truth = name == "gwet" ? (percent - (2 * share * (1 - share))) / (1 - (2 * share * (1 - share))) : kappa;
                for (var set = 0; set < sets; set++)
                {
                    string[][] ratings = [.. Enumerable.Range(0, items).Select(_ => Item(random, raters, share, Math.Sqrt(kappa)))];
                    tally.Add("Agreement", Agreement.Interval(name, ratings), truth);
                    if (name == "cohen" && Agreement.Of(ratings) is { CohenErrors: { } errors })
                    {
                        tally.Add("kappa ± 1.96 asymptotic errors", Math.Abs(errors.Value - truth) <= 1.96 * errors.Error);
                    }
                }
            })]);

    private static string[] Item(Random random, int raters, double share, double knows)
    {
        var answer = random.NextDouble() < share;
        return [.. Enumerable.Range(0, raters).Select(_ => (random.NextDouble() < knows ? answer : random.NextDouble() < share) ? "yes" : "no")];
    }
}
