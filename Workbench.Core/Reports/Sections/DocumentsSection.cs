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

        foreach (var candidate in content.View?.Candidates ?? [])
        {
            var answered = candidate.Clauses.Where(clause => clause.Answer is not null).ToList();
            yield return new HeadingBlock(texts.Words("AnswersOf", candidate.Name));
            yield return answered.Count == 0 ? texts.Text("NoAnswers") : texts.Table(texts.Words("AnswersOf", candidate.Name), ["Clause", "ResultColumn", "ReasonColumn", "EvidenceFiles", "PersonColumn"], answered.Select(clause => ReportRow.Of(
                ReportTexts.Strong(clause.Clause.Source.NumberIn(texts.Culture), clause.Clause.Title.In(texts.Culture)),
                texts.Verdict(clause.Verdict),
                new ReportCell(texts.Say(clause.Reason)) { Notes = [.. ((string?[])[clause.Answer!.Reason, clause.Answer.Plan]).OfType<string>().Where(note => note != texts.Say(clause.Reason))] },
                ReportTexts.Cell(clause.Answer.Evidence.IsEmpty ? "–" : string.Join('\n', clause.Answer.Evidence.Select(file => $"{file.Id} {file.Sha256}"))),
                new ReportCell(texts.Person(content, clause.Answer.By)) { Notes = [ReportTexts.Time(clause.Answer.At), texts.Words("LogEntryIs", ReportTexts.Plain(clause.Answer.LogIndex))] })));
        }

        yield return texts.Heading("DocumentsNeeded");
        yield return texts.Text("DocumentsOpen");
        yield return texts.Table(texts.Words("Section.documents"), ["Clause", "Requirement", "EvidenceNeeded"], documentary.Select(clause => ReportRow.Of(
            new ReportCell(clause.Source.NumberIn(texts.Culture)) { Notes = [clause.Source.StandardIn(texts.Culture)] },
            ReportTexts.Strong(clause.Title.In(texts.Culture), clause.Requirement.In(texts.Culture)),
            ReportTexts.Cell(clause.Evidence?.In(texts.Culture) ?? "–"))));
    }
}
