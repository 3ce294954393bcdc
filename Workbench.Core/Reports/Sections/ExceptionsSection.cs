using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>Exceptions and accepted risks.</summary>
internal static class ExceptionsSection
{
    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        var exceptions = content.View?.Candidates.SelectMany(candidate => candidate.Exceptions).DistinctBy(exception => exception.Id).ToList() ?? [];
        yield return exceptions.Count == 0 ? texts.Text("NoExceptions") : texts.Text("ExceptionsNote");
        if (exceptions.Count > 0)
        {
            yield return texts.Table(texts.Words("ExceptionsTable"), ["ExceptionColumn", "ClausesColumn", "FieldOfUse", "ReasonColumn", "MeasureColumn", "ExpiresAt", "StandingColumn"], exceptions.Select(exception => ReportRow.Of(
                new ReportCell(exception.Id) { Address = content.Addresses?.Subject(exception.Id), Notes = [exception.Candidate] },
                ReportTexts.Cell(texts.Join(exception.ClauseIds)),
                ReportTexts.Cell(exception.FieldOfUse),
                ReportTexts.Cell(exception.Reason),
                new ReportCell(exception.Measure) { Notes = [.. exception.Evidence.Select(file => $"{file.Id} {file.Sha256}")] },
                ReportTexts.Cell(ReportTexts.Time(exception.ExpiresAt)),
                new ReportCell(texts.Words($"Standing.{exception.Standing(content.At)}")) { Notes = [.. exception.Steps.Select(step => $"{texts.Words($"Exception{step.State}")}{texts.Words("Colon")}{texts.Person(content, step.By)}, {ReportTexts.Time(step.At)}")] })));
        }

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
