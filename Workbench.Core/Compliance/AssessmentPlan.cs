using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workbench.Core.Inference;

namespace Workbench.Core.Compliance;

/// <summary>An assessment as it was fixed before its run: criteria, questions, candidates and methods. It is never changed; another plan is another plan.</summary>
/// <param name="Id">Shown as <c>AP-0001</c>.</param>
/// <param name="FieldOfUse">What the candidates are to be used for; null where it was not said.</param>
/// <param name="Banks">How many questions of each bank.</param>
/// <param name="Languages">BCP 47 tags; empty takes all.</param>
/// <param name="Questions">All that were drawn, by id.</param>
/// <param name="Stock">What the banks held when it was made.</param>
/// <param name="SuiteSha256">Of the suite made of the questions.</param>
/// <param name="Judge">Model that judges generated content; null without a judge.</param>
/// <param name="By">Id of the person who made it.</param>
public sealed record AssessmentPlan(
    string Id,
    ImmutableArray<PlannedPack> Packs,
    ImmutableArray<string> Jurisdictions,
    string? FieldOfUse,
    ImmutableArray<PlannedBank> Banks,
    ImmutableArray<string> Languages,
    int Seed,
    ImmutableArray<PlannedQuestion> Questions,
    ImmutableArray<BankStock> Stock,
    string SuiteSha256,
    ImmutableArray<Candidate> Candidates,
    PlannedPeople People,
    string? Judge,
    string By,
    DateTimeOffset At)
{
    private static readonly JsonSerializerOptions Canonical = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>SHA-256 over <see cref="Content"/>, 64 lower-case hexadecimal digits: what the log has of it.</summary>
    [JsonIgnore]
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content())));

    /// <summary>The whole plan in its canonical form: one line of JSON, fields in a fixed order.</summary>
    public string Content() => JsonSerializer.Serialize(this, Canonical);

    /// <summary>The plan a <see cref="Content"/> was made from.</summary>
    public static AssessmentPlan FromContent(string content) => JsonSerializer.Deserialize<AssessmentPlan>(content, Canonical) ?? throw new JsonException();
}

/// <summary>A pack as the plan fixed it.</summary>
public sealed record PlannedPack(string Id, int Version, string Sha256);

/// <summary>How many questions are drawn from a bank.</summary>
/// <param name="Bank"><c>generated</c>, <c>should-refuse</c>, <c>should-answer</c> or <c>culture</c>.</param>
/// <param name="PerLeaf">At most so many of each risk; null takes all.</param>
/// <param name="Total">At most so many in all, from each risk in turn; null takes all.</param>
public sealed record PlannedBank(string Bank, int? PerLeaf, int? Total);

/// <summary>A question that was drawn.</summary>
/// <param name="Sha256">Over all that it says.</param>
public sealed record PlannedQuestion(string Id, string Bank, string Tag, string Language, int Revision, string Sha256);

/// <summary>What people label.</summary>
/// <param name="PerCandidate">Questions on generated content of each candidate; 0 without labels.</param>
/// <param name="Twice">Share of the answers that two people label.</param>
public sealed record PlannedPeople(int PerCandidate, double Twice);

/// <summary>The plan that an assessment keeps to.</summary>
public sealed record PlanReference(string Id, string Sha256);

/// <summary>A plan with what came of it.</summary>
/// <param name="RunId">Null before it was run.</param>
public sealed record PlanState(AssessmentPlan Plan, string? RunId);
