using System.Collections.Immutable;
using Workbench.Core.Labels;

namespace Workbench.Core.Compliance;

/// <summary>What an assessment rests on besides the run's own scores.</summary>
/// <param name="Labels">People's.</param>
/// <param name="Checks">What the automatic methods are worth against them.</param>
/// <param name="Stock">What the banks held when the plan was made; null without a plan: then clauses about banks are judged by the suite.</param>
/// <param name="Provenance">Of the candidate's model and adapters; null where none is at hand.</param>
public sealed record AssessmentBasis(LabelSet Labels, ImmutableArray<MethodCheck> Checks, ImmutableArray<BankStock>? Stock = null, CandidateProvenance? Provenance = null)
{
    public static AssessmentBasis None { get; } = new(LabelSet.Empty, []);
}

/// <summary>Accepted questions of one bank, risk and language.</summary>
/// <param name="Bank"><c>generated</c>, <c>should-refuse</c>, <c>should-answer</c> or <c>culture</c>.</param>
/// <param name="Tag">As samples are tagged, for example <c>gbt.a.1.c</c>.</param>
public sealed record BankStock(string Bank, string Tag, string Language, int Questions);
