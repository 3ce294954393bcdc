using System.Collections.Immutable;
using Workbench.Core.Compliance;
using Workbench.Core.Language;

namespace Workbench.Core.Decisions;

/// <summary>A mandatory clause that the candidate does not conform to.</summary>
/// <param name="Exception">An approved exception that has not ended; null without one.</param>
public sealed record FailingClause(string AssessmentId, string ClauseId, string? Exception = null);

/// <summary>Something about the subject that is no longer what was decided on.</summary>
/// <param name="Was">Null where it had none.</param>
public sealed record SubjectChange(ReviewReason Reason, string Field, string? Was, string? Now, Phrase Words);

/// <summary>A clause that a later assessment of the same candidate against the same pack judges otherwise.</summary>
public sealed record VerdictChange(string AssessmentId, string ClauseId, Verdict Was, Verdict Now);

/// <summary>What the workspace says about a decision's subject and evidence at a moment.</summary>
/// <param name="Evaluators">Who ran or assessed what it rests on.</param>
/// <param name="BanksOverdue">Names of question banks that its packs count on and that are past their date.</param>
/// <param name="BlockingFindings">Ids of open findings that forbid the use.</param>
public sealed record DecisionFacts(
    ImmutableHashSet<string> Evaluators,
    ImmutableArray<FailingClause> Failing,
    ImmutableArray<EvidenceCheck> Evidence,
    ImmutableArray<SubjectChange> Changes,
    ImmutableArray<string> BanksOverdue,
    ImmutableArray<string> BlockingFindings)
{
    /// <summary>Hash of each assessment with its answers, findings and exceptions, as it is now for the candidate.</summary>
    public ImmutableArray<string> Views { get; init; } = [];

    public ImmutableArray<VerdictChange> Clauses { get; init; } = [];

    public static DecisionFacts None { get; } = new([], [], [], [], [], []);
}
