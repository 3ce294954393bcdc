using Workbench.Core.Decisions;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>What was decided, by whom, on what evidence, each step with its entry in the log.</summary>
internal static class DecisionSection
{
    public static IEnumerable<ReportBlock> Record(ReportContent content, ReportTexts texts)
    {
        if (content.Decision is not { Decision: var decision } record)
        {
            yield break;
        }

        var proposal = decision.Proposal;
        yield return texts.Facts(
            ("DecisionState", texts.Words($"State{decision.State}")),
            ("DecidedCandidate", proposal.Candidate),
            ("CandidateHash", proposal.CandidateHash),
            ("FieldOfUse", proposal.FieldOfUse),
            ("DecisionType", texts.Words($"Type.{proposal.Type}")),
            ("RiskTier", proposal.Tier is { } tier ? texts.Words($"Tier.{tier}") : null),
            ("DecisionEnvironment", proposal.Environment),
            ("Jurisdiction", CoverSection.Place(proposal.Jurisdiction, texts)),
            ("DecisionQuestion", proposal.Question),
            ("DecisionOptions", texts.Join(proposal.Options)),
            ("Rationale", proposal.Rationale),
            ("ResidualRisk", proposal.ResidualRisk),
            ("ModelHash", proposal.Subject?.WeightsSha256),
            ("Quantisation", proposal.Subject?.Quantisation),
            ("PromptHash", proposal.Subject?.PromptSha256),
            ("Engine", proposal.Subject?.Engine),
            ("EffectiveFrom", decision.EffectiveFrom is { } from ? ReportTexts.Time(from) : null),
            ("Supersedes", proposal.Supersedes),
            ("SupersededBy", decision.SupersededBy),
            ("Conditions", texts.Join(decision.Conditions.Select(condition => condition.Line))),
            ("ExpiresAt", decision.ExpiresAt is { } end ? ReportTexts.Time(end) : null),
            ("EvidenceHash", proposal.AssessmentSha256));
        if (!record.EvidenceUnchanged)
        {
            yield return texts.Warning("EvidenceChanged");
        }

        if (decision.HasExpired(content.At))
        {
            yield return texts.Warning("Expired");
        }

        if (!proposal.Evidence.IsEmpty)
        {
            yield return texts.Table(texts.Words("EvidenceTable"), ["EvidenceName", "HashColumn"], proposal.Evidence.Select(evidence => ReportRow.Of(ReportTexts.Cell(evidence.Id), ReportTexts.Cell(evidence.Sha256))));
        }

        yield return Steps(decision, texts);
    }

    public static IEnumerable<ReportBlock> History(ReportContent content, ReportTexts texts)
    {
        if (content.Decisions.IsEmpty)
        {
            yield return texts.Text("NoDecisions");
        }

        foreach (var decision in content.Decisions)
        {
            yield return new HeadingBlock($"{decision.Id} · {decision.Proposal.Candidate} · {texts.Words($"State{decision.State}")}");
            yield return Steps(decision, texts);
        }

        foreach (var block in Signatures(content, texts))
        {
            yield return block;
        }
    }

    public static IEnumerable<ReportBlock> Signatures(ReportContent content, ReportTexts texts)
    {
        yield return texts.Heading("SignatureBlock");
        yield return texts.Text("SignaturesNote");
        yield return texts.Table(texts.Words("SignatureBlock"), ["SignRole", "SignName", "SignSignature", "SignDate"],
            ((string[])["SignLegalRepresentative", "SignAssessmentLead", "SignLegalLead"]).Select(role => ReportRow.Of(ReportTexts.Strong(texts.Words(role)), ReportCell.Empty, ReportCell.Empty, ReportCell.Empty)), "sign");
    }

    private static TableBlock Steps(Decision decision, ReportTexts texts) => texts.Table(texts.Words("StepsOf", decision.Id), ["StepColumn", "PersonColumn", "ReasonColumn", "TimeColumn", "LogIndexColumn"], decision.Steps.Select(step => ReportRow.Of(
        ReportTexts.Cell(texts.Words(step.Act == DecisionAct.Dissent ? "Dissent" : $"State{step.State}")),
        new ReportCell(step.ActorName) { Notes = step.Capacity is { } capacity ? [texts.Words($"Capacity.{capacity}")] : [] },
        new ReportCell(step.Reason) { Notes = step.Override is { } passed ? [texts.Words("Overridden", passed)] : [], Warns = step.Override is not null },
        ReportTexts.Cell(ReportTexts.Time(step.At)),
        new ReportCell(ReportTexts.Plain(step.LogIndex)) { Number = step.LogIndex })));
}
