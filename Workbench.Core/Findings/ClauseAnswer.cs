using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Workbench.Core.Compliance;
using Workbench.Core.Evidence;

namespace Workbench.Core.Findings;

/// <summary>What a person said of a clause that is shown by documents. A later answer takes its place; both stay.</summary>
/// <param name="Verdict">Conforms, does not conform, or not applicable.</param>
/// <param name="Plan">How and by when it is to conform; of a clause that does not.</param>
/// <param name="By">Id of the person.</param>
/// <param name="LogIndex">Index of its entry.</param>
public sealed record ClauseAnswer(
    string AssessmentId,
    string Candidate,
    string ClauseId,
    Verdict Verdict,
    string Reason,
    string? Plan,
    ImmutableArray<EvidenceReference> Evidence,
    string By,
    DateTimeOffset At,
    long LogIndex)
{
    /// <summary>Of those it rests on, what has expired.</summary>
    public ImmutableArray<EvidenceReference> Expired(DateTimeOffset now) => [.. Evidence.Where(file => file.HasExpired(now))];

    internal JsonObject ToJson() => new()
    {
        ["verdict"] = FindingNames.Of(Verdict),
        ["reason"] = Reason,
        ["plan"] = Plan,
        ["evidence"] = new JsonArray([.. Evidence.Select(file => new JsonObject { ["id"] = file.Id, ["sha256"] = file.Sha256 })]),
        ["by"] = By,
        ["at"] = FieldRules.Time(At),
    };
}

/// <summary>An answer as somebody gives it.</summary>
/// <param name="EvidenceIds">For example <c>EV-0001</c>.</param>
public sealed record AnswerDraft(string ClauseId, Verdict Verdict, string Reason, string? Plan, ImmutableArray<string> EvidenceIds);
