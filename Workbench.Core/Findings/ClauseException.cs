using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Workbench.Core.Evidence;

namespace Workbench.Core.Findings;

/// <summary>What was decided on an exception.</summary>
public enum ExceptionState
{
    Requested,
    Approved,
    Rejected,
    Withdrawn,
}

/// <summary>Where an exception stands at a moment.</summary>
public enum ExceptionStanding
{
    Waiting,
    InForce,
    Expired,
    Rejected,
    Withdrawn,
}

/// <summary>An exception as it is asked for.</summary>
/// <param name="FieldOfUse">It holds for this use and no other.</param>
/// <param name="Measure">What compensates for the clauses that do not conform.</param>
/// <param name="EvidenceIds">What shows that the measure works.</param>
public sealed record ExceptionDraft(string AssessmentId, string Candidate, ImmutableArray<string> ClauseIds, string FieldOfUse, string Reason, string Measure, ImmutableArray<string> EvidenceIds, DateTimeOffset ExpiresAt);

/// <summary>One step of an exception, as it stands in the log.</summary>
public sealed record ExceptionStep(ExceptionState State, string By, string Reason, DateTimeOffset At, long LogIndex);

/// <summary>Leave, for a time, to use a candidate although clauses do not conform. It never makes them conform.</summary>
/// <param name="Id">Shown as <c>E-0001</c>.</param>
/// <param name="PackSha256">It holds for the clauses as this content has them.</param>
/// <param name="CandidateHash">It holds for exactly this.</param>
/// <param name="Steps">Oldest first; the first is its request.</param>
public sealed record ClauseException(
    string Id,
    string AssessmentId,
    string PackId,
    string PackSha256,
    string Candidate,
    string CandidateHash,
    ImmutableArray<string> ClauseIds,
    string FieldOfUse,
    string Reason,
    string Measure,
    ImmutableArray<EvidenceReference> Evidence,
    DateTimeOffset ExpiresAt,
    ExceptionState State,
    ImmutableArray<ExceptionStep> Steps)
{
    public string RequestedBy => Steps[0].By;

    public ExceptionStanding Standing(DateTimeOffset now) => State switch
    {
        ExceptionState.Rejected => ExceptionStanding.Rejected,
        ExceptionState.Withdrawn => ExceptionStanding.Withdrawn,
        _ when ExpiresAt <= now => ExceptionStanding.Expired,
        ExceptionState.Approved => ExceptionStanding.InForce,
        _ => ExceptionStanding.Waiting,
    };

    public bool IsInForce(DateTimeOffset now) => Standing(now) == ExceptionStanding.InForce;

    /// <summary>About this clause of this pack and exactly this candidate, whatever its standing.</summary>
    public bool IsAbout(string packSha256, string candidateHash, string clauseId) => PackSha256 == packSha256 && CandidateHash == candidateHash && ClauseIds.Contains(clauseId);

    public bool IsFor(string fieldOfUse) => string.Equals(FieldOfUse.Trim(), fieldOfUse.Trim(), StringComparison.OrdinalIgnoreCase);

    internal JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["assessment"] = AssessmentId,
        ["pack"] = PackId,
        ["packSha256"] = PackSha256,
        ["candidate"] = Candidate,
        ["candidateHash"] = CandidateHash,
        ["clauses"] = new JsonArray([.. ClauseIds.Select(id => JsonValue.Create(id))]),
        ["fieldOfUse"] = FieldOfUse,
        ["reason"] = Reason,
        ["measure"] = Measure,
        ["evidence"] = new JsonArray([.. Evidence.Select(file => new JsonObject { ["id"] = file.Id, ["sha256"] = file.Sha256 })]),
        ["expiresAt"] = FieldRules.Time(ExpiresAt),
    };
}

/// <summary>Which exceptions are meant.</summary>
public sealed record ExceptionFilter(ExceptionStanding? Standing = null, string? AssessmentId = null, string? CandidateHash = null);
