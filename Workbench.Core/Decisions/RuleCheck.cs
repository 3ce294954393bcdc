using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Decisions;

/// <summary>A rule of an approval, and whether it holds now.</summary>
/// <param name="Overridable">May be passed over with a reason, which opens a finding; the rules about persons may not.</param>
public sealed record RuleCheck(string Rule, bool Holds, Phrase Words, bool Overridable = false)
{
    /// <summary>Those that do not depend on who approves, for the page that shows them and for every approval.</summary>
    public static ImmutableArray<RuleCheck> Of(Decision decision, DecisionFacts facts)
    {
        var (proposal, rule) = (decision.Proposal, decision.Proposal.Rule);
        var checks = ImmutableArray.CreateBuilder<RuleCheck>();
        if (proposal.Tier == RiskTier.T4)
        {
            checks.Add(new("tier", !proposal.Type.Permits(), new Phrase("Decisions.Rule.Prohibited")));
        }

        if (!proposal.Type.Permits())
        {
            return checks.ToImmutable();
        }

        checks.AddRange(facts.Failing.Select(clause => clause.Exception is { } exception
            ? new RuleCheck("clause", true, new Phrase("Decisions.Rule.Excepted", clause.ClauseId, clause.AssessmentId, exception))
            : new RuleCheck("clause", false, new Phrase("Decisions.Rule.DoesNotConform", clause.ClauseId, clause.AssessmentId), true)));
        if (facts.Failing.IsEmpty)
        {
            checks.Add(new("clause", true, new Phrase("Decisions.Rule.Conforms")));
        }

        var stale = facts.Evidence.Where(check => check.Standing != EvidenceStanding.Unchanged).ToList();
        checks.AddRange(stale.Select(check => new RuleCheck("evidence", false, check.Words!, true)));
        if (stale.Count == 0)
        {
            checks.Add(new("evidence", true, new Phrase("Decisions.Rule.EvidenceStands", facts.Evidence.Length.ToString(CultureInfo.InvariantCulture))));
        }

        checks.AddRange(facts.Changes.Where(change => change.Reason is ReviewReason.Weights or ReviewReason.Quantisation).Select(change => new RuleCheck("subject", false, change.Words, true)));
        checks.AddRange(facts.BlockingFindings.Select(finding => new RuleCheck("finding", false, new Phrase("Decisions.Due.Finding", finding), true)));
        return checks.ToImmutable();
    }
}
