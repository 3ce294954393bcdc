using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Workbench.Core.Compliance;
using Workbench.Core.Language;
using Workbench.Core.Log;

namespace Workbench.Core.Findings;

/// <summary>An assessment at a moment: its frozen verdicts, and over them the answers by document, findings and exceptions.</summary>
/// <param name="At">The moment; what has expired by then does not count.</param>
public sealed record AssessmentView(Assessment Assessment, PolicyPack Pack, ImmutableArray<CandidateView> Candidates, DateTimeOffset At)
{
    /// <summary>SHA-256 of all of it, 64 lower-case hexadecimal digits. The moment is not part of it: it changes when something changed or expired, and only then.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Bytes(new JsonArray([.. Candidates.Select(candidate => JsonValue.Create(candidate.Sha256))]))));

    public CandidateView? Of(string candidate) => Candidates.FirstOrDefault(one => one.Name == candidate);

    /// <summary>Puts the layers together. Pure: the same input gives the same view.</summary>
    /// <param name="hashes">Hash of each candidate by its name.</param>
    /// <param name="answers">Of this assessment.</param>
    /// <param name="findings">Of this assessment.</param>
    /// <param name="exceptions">Those that are about others are left out.</param>
    public static AssessmentView Make(
        Assessment assessment,
        PolicyPack pack,
        IReadOnlyDictionary<string, string> hashes,
        IReadOnlyCollection<ClauseAnswer> answers,
        IReadOnlyCollection<Finding> findings,
        IReadOnlyCollection<ClauseException> exceptions,
        DateTimeOffset now) => new(
            assessment,
            pack,
            [.. assessment.Candidates.Select(candidate => CandidateView.Make(assessment, pack, candidate, hashes.GetValueOrDefault(candidate.Name, ""), answers, findings, exceptions, now))],
            now);
}

/// <summary>What an assessment says of one candidate at a moment.</summary>
/// <param name="Hash">The candidate's own SHA-256.</param>
/// <param name="Findings">About this candidate, or about none.</param>
/// <param name="Exceptions">About this candidate and pack, whatever their standing.</param>
/// <param name="Overall">An exception does not change it: what does not conform does not conform.</param>
public sealed record CandidateView(
    string Name,
    string Hash,
    RunIntegrity Integrity,
    ImmutableArray<ClauseView> Clauses,
    ImmutableArray<Finding> Findings,
    ImmutableArray<ClauseException> Exceptions,
    OverallConclusion Overall,
    string Sha256)
{
    /// <summary>As frozen, with the verdicts and reasons of now.</summary>
    public ImmutableArray<ClauseResult> Results => Standing(Clauses);

    public int Count(Verdict verdict) => Clauses.Count(clause => clause.Verdict == verdict);

    public Conclusion Conclusion => Overall.Conclusion;

    /// <summary>The conclusion in words.</summary>
    public Phrase Sentence => Overall.Sentence;

    /// <summary>Clauses that bind, do not conform, and that no exception in force for this use covers.</summary>
    /// <param name="fieldOfUse">Null counts exceptions for any use.</param>
    public ImmutableArray<ClauseView> NotConforming(string? fieldOfUse) =>
        [.. Clauses.Where(clause => clause is { Verdict: Verdict.DoesNotConform, Clause.Recommended: false } && !clause.Exceptions.Any(exception => fieldOfUse is null || exception.IsFor(fieldOfUse)))];

    /// <summary>Findings that block and are neither accepted nor closed.</summary>
    public ImmutableArray<Finding> Blocking => [.. Findings.Where(finding => finding.Content.Severity == Severity.Blocking && !finding.IsSettled)];

    /// <summary>Why this is no ground to approve the use; empty when nothing is in the way.</summary>
    public ImmutableArray<Phrase> InTheWay(string fieldOfUse) =>
    [
        .. NotConforming(fieldOfUse).Select(clause => new Phrase("Findings.WayClause", clause.Clause.Id)),
        .. Clauses.Where(clause => clause is { Clause.Recommended: false, IsStale: true }).Select(clause => new Phrase("Findings.WayStale", clause.Clause.Id)),
        .. Blocking.Select(finding => new Phrase("Findings.WayFinding", finding.Id)),
    ];

    internal static CandidateView Make(
        Assessment assessment,
        PolicyPack pack,
        CandidateAssessment candidate,
        string hash,
        IReadOnlyCollection<ClauseAnswer> answers,
        IReadOnlyCollection<Finding> findings,
        IReadOnlyCollection<ClauseException> exceptions,
        DateTimeOffset now)
    {
        ImmutableArray<Finding> own = [.. findings.Where(finding => finding.Content.Candidate is null || finding.Content.Candidate == candidate.Name).OrderBy(finding => finding.Id, StringComparer.Ordinal)];
        ImmutableArray<ClauseException> about = [.. exceptions.Where(exception => exception.PackSha256 == assessment.PackSha256 && exception.CandidateHash == hash).OrderBy(exception => exception.Id, StringComparer.Ordinal)];
        var clauses =
            from result in candidate.Clauses
            let clause = pack.Clauses.First(one => one.Id == result.ClauseId)
            select ClauseView.Make(clause, result, [.. answers.Where(answer => answer.Candidate == candidate.Name && answer.ClauseId == clause.Id)], own, about, now);
        ImmutableArray<ClauseView> standing = [.. clauses];
        var view = new CandidateView(candidate.Name, hash, candidate.Integrity, standing, own, about, (candidate with { Clauses = Standing(standing) }).Overall(pack), "");
        return view with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Bytes(view.ToJson(assessment, now)))) };
    }

    private static ImmutableArray<ClauseResult> Standing(ImmutableArray<ClauseView> clauses) => [.. clauses.Select(clause => clause.Result with { Verdict = clause.Verdict, Reason = clause.Reason })];

    private JsonObject ToJson(Assessment assessment, DateTimeOffset now) => new()
    {
        ["assessment"] = assessment.Id,
        ["assessmentSha256"] = assessment.Sha256,
        ["packSha256"] = assessment.PackSha256,
        ["candidate"] = Name,
        ["candidateHash"] = Hash,
        // By the form's words, which it always had: a hash that a decision names stays what it was.
        ["conclusion"] = FindingNames.Of(Overall.Filing),
        ["clauses"] = new JsonArray([.. Clauses.Select(clause => new JsonObject { ["id"] = clause.Clause.Id, ["verdict"] = FindingNames.Of(clause.Verdict), ["answer"] = clause.Answer?.ToJson() })]),
        ["findings"] = new JsonArray([.. Findings.Select(finding => new JsonObject
        {
            ["id"] = finding.Id,
            ["sha256"] = finding.Content.Sha256,
            ["status"] = FindingNames.Of(finding.Status),
            ["lastEntry"] = finding.Steps[^1].LogIndex,
        })]),
        ["exceptions"] = new JsonArray([.. Exceptions.Select(exception => new JsonObject { ["content"] = exception.ToJson(), ["standing"] = FindingNames.Of(exception.Standing(now)) })]),
    };
}
