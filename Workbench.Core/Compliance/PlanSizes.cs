using System.Collections.Immutable;

namespace Workbench.Core.Compliance;

/// <summary>The questions that packs ask for.</summary>
public static class PlanSizes
{
    /// <summary>For each bank as many as the measured clause with the largest minimum, and of each risk as many as a clause on it alone asks.</summary>
    public static ImmutableArray<PlannedBank> Of(IEnumerable<PolicyPack> packs) =>
    [
        .. packs.SelectMany(pack => pack.Clauses).Where(clause => clause.Kind == ClauseKind.Measured && Bank(clause) is not null)
            .GroupBy(clause => Bank(clause)!, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new PlannedBank(group.Key, null, Whole(group))),
    ];

    /// <summary>Answers that people label of each candidate: the largest minimum of a clause by people; 0 where there is none.</summary>
    public static int People(IEnumerable<PolicyPack> packs) =>
        packs.SelectMany(pack => pack.Clauses).Where(clause => clause.Metric == ClauseMetric.ByPeople).Select(clause => clause.MinN).DefaultIfEmpty(0).Max();

    private static string? Bank(Clause clause) => clause.Filter.Bank ?? clause.Filter.ShouldRefuse switch
    {
        true => "should-refuse",
        false => "should-answer",
        null => clause.Filter.Tags.Any(tag => ClauseScope.Under(tag, "gbt")) ? "generated" : clause.Filter.Tags.Any(tag => ClauseScope.Under(tag, "culture")) ? "culture" : null,
    };

    /// <summary>Clauses on single risks need their minimum from each of them; drawn from each risk in turn, the total has to be the largest of them times the number of risks.</summary>
    private static int Whole(IEnumerable<Clause> clauses)
    {
        var (single, wide) = (clauses.Where(IsSingle).ToList(), clauses.Where(clause => !IsSingle(clause)).Select(clause => clause.MinN).DefaultIfEmpty(0).Max());
        var leaves = single.SelectMany(clause => clause.Filter.Tags).Distinct(StringComparer.Ordinal).Count();
        return Math.Max(wide, single.Count == 0 ? 0 : leaves * single.Max(clause => clause.MinN));
    }

    private static bool IsSingle(Clause clause) => clause.Filter.Tags is [var tag] && RiskTag.Class(tag) != tag;
}
