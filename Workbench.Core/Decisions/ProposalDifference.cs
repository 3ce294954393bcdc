using System.Collections.Immutable;
using System.Globalization;

namespace Workbench.Core.Decisions;

/// <summary>A field that a later proposal has otherwise.</summary>
public sealed record ProposalChange(string Field, string? Was, string? Now);

/// <summary>What a decision changes against the one whose place it takes.</summary>
public static class ProposalDifference
{
    public static ImmutableArray<ProposalChange> Of(DecisionProposal was, DecisionProposal now) =>
    [
        .. Fields(was).Zip(Fields(now), (before, after) => new ProposalChange(before.Field, before.Value, after.Value)).Where(change => change.Was != change.Now),
    ];

    private static IEnumerable<(string Field, string? Value)> Fields(DecisionProposal proposal) =>
    [
        ("Candidate", proposal.Candidate),
        ("CandidateHash", proposal.CandidateHash),
        ("Weights", proposal.Subject?.WeightsSha256),
        ("Quantisation", proposal.Subject?.Quantisation),
        ("Prompt", proposal.Subject?.PromptSha256),
        ("Runtime", proposal.Subject?.Runtime),
        ("FieldOfUse", proposal.FieldOfUse),
        ("Environment", proposal.Environment),
        ("Jurisdiction", proposal.Jurisdiction),
        ("Tier", proposal.Rule.Tier.ToString()),
        ("Evidence", string.Join(", ", proposal.Assessments)),
        ("EvidenceHash", proposal.AssessmentSha256),
        ("ResidualRisk", proposal.ResidualRisk),
        ("Conditions", string.Join("; ", proposal.Conditions.Select(condition => condition.Line))),
        ("Until", proposal.ExpiresAt?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
    ];
}
