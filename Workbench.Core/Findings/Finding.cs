using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Workbench.Core.Compliance;
using Workbench.Core.Log;

namespace Workbench.Core.Findings;

/// <summary>How bad it is.</summary>
public enum Severity
{
    /// <summary>Nothing may be approved while it is open.</summary>
    Blocking,
    Major,
    Minor,

    /// <summary>Not against a requirement, but worth knowing.</summary>
    Observation,
}

/// <summary>Where a finding stands.</summary>
public enum FindingStatus
{
    Open,

    /// <summary>Its owner has said what is done about it.</summary>
    InProgress,

    /// <summary>Its owner says it is done; somebody else has to see that it is.</summary>
    Resolved,

    /// <summary>The risk is borne, formally.</summary>
    Accepted,

    /// <summary>A second person saw that it is done.</summary>
    Closed,
}

/// <summary>What can happen to a finding.</summary>
public enum FindingAct
{
    Open,
    Assign,
    Respond,
    Resolve,
    Reopen,
    Accept,
    Close,
}

/// <summary>A finding as it is written down; none of this changes afterwards but owner and day, by a step of their own.</summary>
/// <param name="AssessmentId">Null for one that was found in a run.</param>
/// <param name="ClauseId">Of the assessment's pack; null for one about the whole.</param>
/// <param name="RunId">Where the samples are from; taken from the assessment where there is one.</param>
/// <param name="Fact">What was found, with its numbers.</param>
/// <param name="Samples">Answers that show it.</param>
/// <param name="Owner">Id of the person who has to deal with it.</param>
/// <param name="Due">Last day.</param>
public sealed record FindingDraft(
    Severity Severity,
    string Title,
    string Fact,
    string? AssessmentId,
    string? ClauseId,
    string? RunId,
    string? Candidate,
    ImmutableArray<SampleReference> Samples,
    string? Cause,
    string? Risk,
    string? Recommendation,
    string Owner,
    DateOnly Due)
{
    /// <summary>SHA-256 of its canonical form: what the log names.</summary>
    [JsonIgnore]
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Bytes(ToJson())));

    internal JsonObject ToJson() => new()
    {
        ["severity"] = FindingNames.Of(Severity),
        ["title"] = Title,
        ["fact"] = Fact,
        ["assessment"] = AssessmentId,
        ["clause"] = ClauseId,
        ["run"] = RunId,
        ["candidate"] = Candidate,
        ["samples"] = new JsonArray([.. Samples.Select(sample => new JsonObject { ["sample"] = sample.SampleId, ["repeat"] = sample.Repeat })]),
        ["cause"] = Cause,
        ["risk"] = Risk,
        ["recommendation"] = Recommendation,
        ["owner"] = Owner,
        ["due"] = FieldRules.Day(Due),
    };
}

/// <summary>One step of a finding, as it stands in the log.</summary>
/// <param name="By">Id of the person.</param>
public sealed record FindingStep(FindingAct Act, string By, string Text, DateTimeOffset At, long LogIndex);

/// <summary>A finding with what became of it.</summary>
/// <param name="Id">Shown as <c>F-0001</c>.</param>
/// <param name="Owner">As it is now.</param>
/// <param name="Due">As it is now.</param>
/// <param name="Steps">Oldest first; the first is its opening.</param>
public sealed record Finding(string Id, FindingDraft Content, FindingStatus Status, string Owner, DateOnly Due, ImmutableArray<FindingStep> Steps)
{
    public string OpenedBy => Steps[0].By;

    public DateTimeOffset OpenedAt => Steps[0].At;

    /// <summary>What its owner said is done about it, the last time; null before.</summary>
    public FindingStep? Response => Steps.LastOrDefault(step => step.Act == FindingAct.Respond);

    public bool IsSettled => Status is FindingStatus.Accepted or FindingStatus.Closed;

    /// <param name="today">In UTC.</param>
    public bool IsOverdue(DateOnly today) => Status is FindingStatus.Open or FindingStatus.InProgress && Due < today;
}

/// <summary>Which findings are meant.</summary>
/// <param name="Unsettled">Neither accepted nor closed.</param>
/// <param name="OverdueOn">Still to be dealt with, and due before this day.</param>
public sealed record FindingFilter(FindingStatus? Status = null, Severity? Severity = null, string? Owner = null, string? AssessmentId = null, string? Candidate = null, bool Unsettled = false, DateOnly? OverdueOn = null);
