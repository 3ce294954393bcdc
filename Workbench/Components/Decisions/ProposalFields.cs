using System.Collections.Immutable;
using Workbench.Core.Decisions;

namespace Workbench.Components.Decisions;

/// <summary>A proposal as its form holds it.</summary>
public sealed class ProposalFields
{
    public string AssessmentId { get; set; } = "";

    public HashSet<string> Further { get; } = [];

    public string Candidate { get; set; } = "";

    public DecisionType Type { get; set; }

    public string Tier { get; set; } = "";

    public string FieldOfUse { get; set; } = "";

    public string Environment { get; set; } = "";

    public string Jurisdiction { get; set; } = "";

    public string Question { get; set; } = "";

    public string Options { get; set; } = "";

    public string Rationale { get; set; } = "";

    public string Conditions { get; set; } = "";

    public string ResidualRisk { get; set; } = "";

    /// <summary>Last day asked for.</summary>
    public DateTime? Until { get; set; }

    public HashSet<ReviewReason> Triggers { get; } = [.. Enum.GetValues<ReviewReason>().Where(reason => reason != ReviewReason.Expiry)];

    public string? Supersedes { get; set; }

    public static ProposalFields Of(DecisionProposal proposal)
    {
        var fields = new ProposalFields
        {
            AssessmentId = proposal.AssessmentId,
            Candidate = proposal.Candidate,
            Type = proposal.Type,
            Tier = proposal.Tier?.ToString() ?? "",
            FieldOfUse = proposal.FieldOfUse,
            Environment = proposal.Environment ?? "",
            Jurisdiction = proposal.Jurisdiction ?? "",
            Question = proposal.Question ?? "",
            Options = string.Join('\n', proposal.Options),
            Rationale = proposal.Rationale,
            Conditions = string.Join('\n', proposal.Conditions.Select(condition => condition.Line)),
            ResidualRisk = proposal.ResidualRisk ?? "",
            Until = proposal.ExpiresAt?.UtcDateTime.AddDays(-1),
            Supersedes = proposal.Supersedes,
        };
        fields.Further.UnionWith(proposal.FurtherAssessments);
        fields.Triggers.RemoveWhere(reason => !proposal.Watches(reason));
        return fields;
    }

    public DecisionProposal ToProposal() => new(Candidate, "", FieldOfUse.Trim(), AssessmentId, null, "", Rationale.Trim())
    {
        Type = Type,
        Tier = Enum.TryParse<RiskTier>(Tier, out var tier) ? tier : null,
        Environment = Some(Environment),
        Jurisdiction = Some(Jurisdiction),
        Question = Some(Question),
        Options = [.. Lines(Options)],
        Conditions = [.. Lines(Conditions).Select(DecisionCondition.Parse)],
        ResidualRisk = Some(ResidualRisk),
        FurtherAssessments = [.. Further.Where(id => id != AssessmentId).Order(StringComparer.Ordinal)],
        ExpiresAt = Until is { } day ? new DateTimeOffset(DateTime.SpecifyKind(day.Date.AddDays(1), DateTimeKind.Utc)) : null,
        Triggers = Triggers.Count == Enum.GetValues<ReviewReason>().Length - 1 ? [] : [.. Triggers.Order()],
        Supersedes = Some(Supersedes),
    };

    public static IEnumerable<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Some(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
