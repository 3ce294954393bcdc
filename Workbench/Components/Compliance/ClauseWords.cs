using Workbench.Components.Shared;
using Workbench.Core.Compliance;

namespace Workbench.Components.Compliance;

/// <summary>How a clause's limit and verdict are written on pages.</summary>
public static class ClauseWords
{
    public static string Limit(Clause clause) => clause.Limit is not { } limit
        ? ""
        : $"{(limit.Comparison == Comparison.AtLeast ? "≥" : "≤")} {Numbers.Percent(limit.Threshold)}";

    /// <summary>Null for clauses that nothing was measured for.</summary>
    public static VerdictKind? Kind(ClauseResult result) => result.Verdict switch
    {
        Verdict.Conforms => VerdictKind.Conforms,
        Verdict.DoesNotConform => VerdictKind.DoesNotConform,
        Verdict.NotEnoughEvidence => VerdictKind.NotEnoughEvidence,
        _ => null,
    };
}
