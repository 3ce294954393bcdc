using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>Exceptions and accepted risks.</summary>
internal static class ExceptionsSection
{
    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        yield return texts.Text("NoExceptions");
        var conditions = (content.Decision is { } record ? [record.Decision] : content.Decisions).Where(decision => !decision.Conditions.IsEmpty).ToList();
        if (conditions.Count > 0)
        {
            yield return texts.Table(texts.Words("ConditionsTable"), ["DecisionColumn", "Conditions", "ExpiresAt"], conditions.Select(decision => ReportRow.Of(
                new ReportCell(decision.Id) { Address = content.Addresses?.Subject(decision.Id) },
                ReportTexts.Cell(texts.Join(decision.Conditions.Select(condition => condition.Line))),
                ReportTexts.Cell(decision.ExpiresAt is { } end ? ReportTexts.Time(end) : "–"))));
        }
    }
}
