using System.Collections.Immutable;
using Workbench.Core.Statistics;
using Workbench.Core.Suites;

namespace Workbench.Core.Compliance;

/// <summary>What a clause can come to with the questions drawn, told before anything is run.</summary>
/// <param name="N">Questions that will be asked for it.</param>
/// <param name="Groups">Groups of questions that hang together (languages or wordings of one question); as many as n where each stands alone. With fewer, counts say less than they would alone.</param>
/// <param name="MinN">Least number the clause asks for.</param>
/// <param name="Allowed">Count with which the clause's own limit is just kept: at least, or at most, so many of n.</param>
/// <param name="Needed">Count that demonstrates it at 95 %: 292 of 300, at most 8 of 300; null where no count of this n would.</param>
/// <param name="Fewest">Questions with which a demonstration is possible at all; null where none are.</param>
/// <param name="Lacks">Method that nothing was planned for; null where it was.</param>
/// <param name="Cover">Of a clause about banks: how it stands now; null otherwise.</param>
public sealed record ClauseForecast(string ClauseId, int N, int Groups, int MinN, int? Allowed, int? Needed, int? Fewest, ClauseMethod? Lacks, ClauseResult? Cover)
{
    /// <summary>The clause can come to a verdict with this plan.</summary>
    public bool CanBeJudged => Cover is not null || (Lacks is null && N >= MinN && N > 0);

    /// <param name="suite">Of the questions drawn.</param>
    /// <param name="people">Questions that people label of each candidate.</param>
    public static ImmutableArray<ClauseForecast> Of(PolicyPack pack, PromptSuite suite, ImmutableArray<BankStock> stock, int people) =>
        [.. pack.Clauses.Where(clause => clause.Kind is ClauseKind.Measured or ClauseKind.Coverage).Select(clause => clause.Kind == ClauseKind.Coverage ? Banks(clause, stock) : Measured(clause, suite, people, pack.Jurisdiction))];

    private static ClauseForecast Banks(Clause clause, ImmutableArray<BankStock> stock)
    {
        var cover = ClauseAssessor.Cover(clause, BankCover.Of(clause, stock));
        return new ClauseForecast(clause.Id, cover.N, cover.N, clause.MinN, null, null, null, null, cover);
    }

    private static ClauseForecast Measured(Clause clause, PromptSuite suite, int people, string jurisdiction)
    {
        var metric = ClauseMetric.Known[clause.Metric!];
        var chosen = suite.Samples.Where(sample => ClauseScope.Includes(clause.Filter, sample, jurisdiction)).ToList();
        var applicable = chosen.Where(sample => metric.AppliesTo(suite, sample)).ToList();
        var asked = applicable.Count;
        var n = metric.Method == ClauseMethod.People ? Math.Min(people, asked) : asked;
        var (t, atLeast) = (clause.Limit!.Threshold, clause.Limit.Comparison == Comparison.AtLeast);
        ClauseMethod? lacks = n == 0 && chosen.Count > 0 ? metric.Method : null;
        return new ClauseForecast(
            clause.Id, n, Math.Min(n, applicable.Select(sample => sample.Cluster ?? $"\n{sample.Id}").Distinct(StringComparer.Ordinal).Count()), clause.MinN,
            n == 0 ? null : atLeast ? (int)Math.Ceiling((t * n) - 1e-9) : (int)Math.Floor((t * n) + 1e-9),
            n == 0 ? null : atLeast ? ExactBinomial.LeastShowing(n, t) : ExactBinomial.MostShowing(n, t),
            ExactBinomial.FewestShowing(t, atLeast), lacks, null);
    }
}
