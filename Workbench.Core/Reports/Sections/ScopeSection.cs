using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>What use this is about, what was left out, how much is at stake, and who did what.</summary>
internal static class ScopeSection
{
    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        var asked = content.Suite.Samples;
        yield return texts.Stated(
            ("FieldOfUse", content.Decision?.Decision.Proposal.FieldOfUse ?? content.Suite.FieldOfUse),
            ("Jurisdiction", CoverSection.Place(content.Pack?.Jurisdiction ?? content.Suite.Jurisdiction, texts)),
            ("Languages", texts.Join(asked.Select(sample => sample.Language).Distinct().Order(StringComparer.Ordinal))),
            ("Regions", texts.Join(asked.Select(sample => sample.Region).OfType<string>().Distinct().Order(StringComparer.Ordinal))),
            ("RiskTier", (content.Decision?.Decision ?? content.Decisions.FirstOrDefault())?.Proposal.Tier is { } tier ? texts.Words($"Tier.{tier}") : null));
        yield return texts.Heading("Exclusions");
        var left = content.Pack is { } pack && content.Assessment is { } assessment
            ? pack.Clauses.Where(clause => assessment.Candidates.All(candidate => candidate.Clauses.Any(result => result.ClauseId == clause.Id && result.Verdict == Verdict.NotApplicable))).Select(clause => $"{clause.Source.NumberIn(texts.Culture)} {clause.Title.In(texts.Culture)}").ToList()
            : [];
        yield return left.Count == 0 ? texts.Text("NoExclusions") : ReportTexts.List(left);
        yield return texts.Heading("Roles");
        yield return texts.Facts(("StartedBy", texts.Person(content, content.Run.StartedBy)), ("AssessedBy", content.Assessment is { } by ? texts.Person(content, by.By) : null));
        if (content.Assessment is { } made)
        {
            yield return made.By == content.Run.StartedBy ? texts.Warning("SamePerson") : texts.Text("DifferentPersons");
        }
    }
}
