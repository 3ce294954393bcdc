using System.Globalization;
using Workbench.Core.Compliance;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>The report a filing asks for (TC260-003, clause 9.1): every clause with its own result, an overall conclusion, three signatures.</summary>
internal static class Tc260Section
{
    public static IEnumerable<ReportBlock> Basics(ReportContent content, ReportTexts texts)
    {
        var candidate = content.Summary.Candidates[0].Candidate;
        var facts = content.Run.Models?.GetValueOrDefault(candidate.Name);
        var card = content.Cards.GetValueOrDefault(candidate.Name);
        yield return texts.Stated(
            ("FormService", content.Suite.FieldOfUse),
            ("FormModel", candidate.Model),
            ("ModelHash", facts?.Sha256),
            ("Developer", card?.Developer),
            ("BaseModel", card?.BaseModel),
            ("FilingNumber", null),
            ("FormKind", texts.Words("SelfAssessment")),
            ("FormBasis", content.Pack?.SourceIn(texts.Culture)),
            ("Period", content.Run.FinishedAt is { } end ? $"{ReportTexts.Time(content.Run.CreatedAt)} – {ReportTexts.Time(end)}" : null));
        if (!texts.IsChinese)
        {
            yield return texts.Warning("FormIsChinese");
        }
    }

    public static IEnumerable<ReportBlock> Conclusion(ReportContent content, ReportTexts texts)
    {
        if (content is not { Assessment: { } assessment, Pack: { } pack })
        {
            yield break;
        }

        var candidate = assessment.Candidates[0];
        var overall = candidate.Overall(pack);
        yield return new TextBlock(texts.Words("FormConclusion", candidate.Name, texts.Say(ReportWords.Conclusion(overall.Filing))), TextKind.Framed);
        yield return new HeadingBlock($"{candidate.Name}{texts.Words("Colon")}{overall.Headline(texts.Culture)}");
        yield return texts.Table(texts.Words("Section.conclusion"), ["ResultColumn", "ClausesColumn"], Enum.GetValues<Verdict>().Where(verdict => candidate.Count(verdict) > 0).Select(verdict => ReportRow.Of(texts.Verdict(verdict), ReportTexts.Number(candidate.Count(verdict)))));
        yield return texts.Text("FormConclusionRule");
        foreach (var block in SummarySection.Why(overall, texts))
        {
            yield return block;
        }

        if (candidate.Clauses.Any(clause => clause.Verdict is Verdict.NotEnoughEvidence or Verdict.Documentary))
        {
            yield return texts.Warning("FormOpen");
        }
    }

    public static IEnumerable<ReportBlock> Clauses(ReportContent content, ReportTexts texts)
    {
        if (content is not { Assessment: { } assessment, Pack: { } pack })
        {
            yield break;
        }

        var clauses = pack.Clauses.ToDictionary(clause => clause.Id, StringComparer.Ordinal);
        var number = 0;
        yield return texts.Table(texts.Words("Section.clauses"), ["NumberColumn", "Clause", "Requirement", "ResultColumn", "EvidenceColumn"], pack.Sections.SelectMany(section =>
        {
            var rows = assessment.Candidates[0].Clauses.Index().Where(each => clauses[each.Item.ClauseId].Section == section.Id).ToList();
            return rows.Count == 0 ? [] : rows.Select(each => Row(++number, each.Index, each.Item, clauses[each.Item.ClauseId], texts)).Prepend(ReportRow.Heading(section.Title.In(texts.Culture)));
        }), "form");
    }

    public static IEnumerable<ReportBlock> Sampling(ReportContent content, ReportTexts texts)
    {
        yield return texts.Text("FormSampling");
        foreach (var block in MethodSection.Of(content, texts))
        {
            yield return block;
        }
    }

    public static IEnumerable<ReportBlock> Annexes(ReportContent content, ReportTexts texts)
    {
        yield return texts.Text("FormAnnexNote", content.Subject);
        yield return ReportTexts.List([texts.Words("FormAnnex4"), texts.Words("FormAnnex5"), texts.Words("FormAnnexCoverage"), texts.Words("FormAnnexSampling")]);
    }

    private static ReportRow Row(int number, int position, ClauseResult result, Clause clause, ReportTexts texts) => ReportRow.Of(
        new ReportCell(number.ToString(CultureInfo.InvariantCulture)) { Number = number },
        new ReportCell(clause.Source.NumberIn(texts.Culture)) { Notes = [clause.Source.StandardIn(texts.Culture)], Anchor = ReportAnnex.Anchor(0, position) },
        ReportTexts.Strong(clause.Title.In(texts.Culture), clause.Requirement.In(texts.Culture)),
        texts.Verdict(result.Verdict, clause.Recommended ? [texts.Words("Recommended")] : []),
        new ReportCell(texts.Say(result.Reason))
        {
            Notes = result.Estimate is { } estimate
                ? [texts.Words("FormEvidence", ReportTexts.Count(result.N), ReportTexts.Count(result.Passing.Length), ReportTexts.Count(result.Failing.Length), texts.Percent(estimate.Value), ClauseMatrix.Limit(clause, texts), texts.Percent(estimate.Low), texts.Percent(estimate.High))]
                : clause.Evidence is { } evidence ? [evidence.In(texts.Culture)] : [],
        });
}
