using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>By what measure, and whether it stood before the run.</summary>
internal static class CriteriaSection
{
    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        if (content.Pack is not { } pack)
        {
            yield return texts.Text("NoCriteria");
            yield break;
        }

        yield return texts.Facts(
            ("Pack", $"{pack.Id} · {texts.Words("PackVersion", ReportTexts.Plain(pack.Version))}"),
            ("PackHash", pack.Sha256),
            ("CriteriaSource", pack.SourceIn(texts.Culture)),
            ("CriteriaClauses", ReportTexts.Count(pack.Clauses.Length)),
            ("CriteriaUnverified", ReportTexts.Count(pack.Clauses.Count(clause => !clause.Verified))),
            ("PackUsedAt", content.PackUsedAt is { } at ? ReportTexts.Time(at) : null));
        if (pack.Note is { } note)
        {
            yield return new TextBlock(note.In(texts.Culture));
        }

        if (content.Plan is { } plan)
        {
            yield return texts.Text("FrozenByPlan", plan.Id, ReportTexts.Time(plan.At), texts.Person(content, plan.By));
            yield return texts.Facts(("PlanHash", plan.Sha256));
        }
        else
        {
            yield return content.PackUsedAt <= content.Run.CreatedAt ? texts.Text("FrozenBefore") : texts.Warning("FrozenAfter");
        }

        yield return texts.Table(texts.Words("LimitsTable"), ["Clause", "Requirement", "Limit", "LeastN", "Standing", "NumberChecked"], pack.Clauses.Select(clause => ReportRow.Of(
            new ReportCell(clause.Source.NumberIn(texts.Culture)) { Notes = [clause.Source.StandardIn(texts.Culture)] },
            ReportTexts.Cell(clause.Title.In(texts.Culture)),
            ReportTexts.Cell(ClauseMatrix.Limit(clause, texts)),
            clause.MinN == 0 ? ReportCell.Nothing : ReportTexts.Number(clause.MinN),
            ReportTexts.Cell(texts.Words(clause.Recommended ? "Recommended" : "Mandatory")),
            new ReportCell(texts.Words(clause.Verified ? "NumberVerified" : "NotVerified")) { Tone = clause.Verified ? null : "Unverified" })));
    }
}
