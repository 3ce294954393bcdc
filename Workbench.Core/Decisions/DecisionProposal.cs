using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workbench.Core.Decisions;

/// <summary>What is to be decided: the use of a candidate in a field, with the assessment as evidence.</summary>
/// <param name="Candidate">Name of the candidate.</param>
/// <param name="CandidateHash">Its SHA-256: the decision holds for exactly this.</param>
/// <param name="AssessmentId">Evidence, for example <c>A-0001</c>.</param>
/// <param name="AssessmentSha256">Content of the evidence when it was proposed.</param>
public sealed record DecisionProposal(string Candidate, string CandidateHash, string FieldOfUse, string AssessmentId, string? AssessmentSha256, string RunId, string Rationale)
{
    private static readonly JsonSerializerOptions Canonical = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public DecisionType Type { get; init; }

    /// <summary>Null in records older than tiers: those need one approval.</summary>
    public RiskTier? Tier { get; init; }

    /// <summary>Where it runs: a department, a network, a product.</summary>
    public string? Environment { get; init; }

    /// <summary>For example <c>CN</c>.</summary>
    public string? Jurisdiction { get; init; }

    public string? Question { get; init; }

    /// <summary>What else was weighed.</summary>
    public ImmutableArray<string> Options { get; init; } = [];

    public string? ResidualRisk { get; init; }

    public ImmutableArray<DecisionCondition> Conditions { get; init; } = [];

    /// <summary>Assessments beside the first, as against other packs.</summary>
    public ImmutableArray<string> FurtherAssessments { get; init; } = [];

    /// <summary>Everything it rests on; filled in by the workbench.</summary>
    public ImmutableArray<DecisionEvidence> Evidence { get; init; } = [];

    /// <summary>Filled in by the workbench.</summary>
    public DecisionSubject? Subject { get; init; }

    /// <summary>When the approval is to end, where the proposer wants less than the tier allows.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What calls for a new review, besides its end; all of them where none was chosen.</summary>
    public ImmutableArray<ReviewReason> Triggers { get; init; } = [];

    /// <summary>Earlier decision whose place it takes.</summary>
    public string? Supersedes { get; init; }

    [JsonIgnore]
    public IEnumerable<string> Assessments => [AssessmentId, .. FurtherAssessments];

    [JsonIgnore]
    public TierRule Rule => TierRule.Of(Tier ?? RiskTier.T1);

    /// <summary>SHA-256 over <see cref="Content"/>, 64 lower-case hexadecimal digits: what each step's log entry names.</summary>
    [JsonIgnore]
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content())));

    /// <summary>The whole proposal in its canonical form: one line of JSON, fields in a fixed order.</summary>
    public string Content() => JsonSerializer.Serialize(this, Canonical);

    public static DecisionProposal FromContent(string content) => JsonSerializer.Deserialize<DecisionProposal>(content, Canonical) ?? throw new JsonException();

    public bool Watches(ReviewReason reason) => reason == ReviewReason.Expiry || Triggers.IsEmpty || Triggers.Contains(reason);
}
