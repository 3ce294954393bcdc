using Workbench.Core.Compliance;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>Clauses that a document has to show.</summary>
internal static class DocumentsSection
{
    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        var documentary = content.Pack?.Clauses.Where(clause => clause.Kind == ClauseKind.Documentary).ToList() ?? [];
        if (documentary.Count == 0)
        {
            yield return texts.Text("NoDocuments");
            yield break;
        }

        yield return texts.Text("DocumentsOpen");
        yield return texts.Table(texts.Words("Section.documents"), ["Clause", "Requirement", "EvidenceNeeded"], documentary.Select(clause => ReportRow.Of(
            new ReportCell(clause.Source.Number) { Notes = [clause.Source.Standard] },
            ReportTexts.Strong(clause.Title.In(texts.Culture), clause.Requirement.In(texts.Culture)),
            ReportTexts.Cell(clause.Evidence?.In(texts.Culture) ?? "–"))));
    }
}
