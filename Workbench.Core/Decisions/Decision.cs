using System.Collections.Immutable;

namespace Workbench.Core.Decisions;

/// <summary>Where a decision record stands.</summary>
public enum DecisionState
{
    Proposed,
    Approved,
    Rejected,
    Revoked,
}

/// <summary>What is to be decided: the use of a candidate in a field, with the assessment as evidence.</summary>
/// <param name="Candidate">Name of the candidate.</param>
/// <param name="CandidateHash">Its SHA-256: the decision holds for exactly this.</param>
/// <param name="AssessmentId">Evidence, for example <c>A-0001</c>.</param>
/// <param name="AssessmentSha256">Content of the evidence when it was proposed.</param>
public sealed record DecisionProposal(string Candidate, string CandidateHash, string FieldOfUse, string AssessmentId, string? AssessmentSha256, string RunId, string Rationale);

/// <summary>One step of a decision, as it stands in the log.</summary>
/// <param name="LogIndex">Index of its entry.</param>
public sealed record DecisionStep(DecisionState State, string ActorId, string ActorName, string Reason, DateTimeOffset At, long LogIndex);

/// <summary>A decision record. Approved and rejected ones never change but by revocation; a new decision is a new record.</summary>
/// <param name="Id">Shown as <c>DR-2026-001</c>.</param>
/// <param name="ExpiresAt">When an approval ends by itself; null before approval.</param>
public sealed record Decision(
    string Id,
    DecisionProposal Proposal,
    DecisionState State,
    ImmutableArray<string> Conditions,
    DateTimeOffset? ExpiresAt,
    ImmutableArray<DecisionStep> Steps)
{
    /// <summary>Approved and not past its end.</summary>
    public bool IsInForce(DateTimeOffset now) => State == DecisionState.Approved && ExpiresAt > now;

    public bool HasExpired(DateTimeOffset now) => State == DecisionState.Approved && ExpiresAt <= now;
}
