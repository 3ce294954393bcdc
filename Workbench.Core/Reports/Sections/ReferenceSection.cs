using Workbench.Core.Compliance;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>Keyword libraries, other frameworks, how to repeat and to check it, and what the words mean.</summary>
internal static class ReferenceSection
{
    private static readonly string[] Terms = ["Conforms", "Demonstrated", "Interval", "Cluster", "MadeUp", "OverRefusal", "Unscored", "Root"];

    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        yield return texts.Heading("KeywordsHeading");
        yield return content.Keywords.IsEmpty ? texts.Text("NoKeywords") : texts.Table(texts.Words("KeywordsHeading"), ["LibraryColumn", "TermsColumn", "ChangedColumn", "HashColumn"], content.Keywords.Select(library => ReportRow.Of(
            ReportTexts.Strong(library.Library.Name), ReportTexts.Number(library.Library.Terms.Length), ReportTexts.Cell(library.ChangedAt is { } at ? ReportTexts.Time(at) : "–"), ReportTexts.Cell(library.Library.Sha256))));
        if (content.Assessment is { } assessment)
        {
            yield return texts.Heading("Crosswalk");
            yield return content.Others.IsEmpty ? texts.Text("NoCrosswalk") : texts.Table(texts.Words("Crosswalk"), ["AssessmentId", "Pack", "Candidate", "ConclusionColumn", "ConformsColumn", "FailsColumn"],
                from other in content.Others
                from candidate in other.Assessment.Candidates
                where content.Candidates.Contains(candidate.Name)
                select ReportRow.Of(
                    new ReportCell(other.Assessment.Id) { Address = content.Addresses?.Subject(other.Assessment.Id) },
                    new ReportCell(other.Pack.Title.In(texts.Culture)) { Notes = [other.Pack.Id] },
                    ReportTexts.Cell(candidate.Name),
                    ReportTexts.Cell(texts.Say(ReportWords.Conclusion(candidate.Conclude(other.Pack)))),
                    ReportTexts.Number(candidate.Count(Verdict.Conforms)),
                    ReportTexts.Number(candidate.Count(Verdict.DoesNotConform))));
            yield return texts.Heading("Reproduce");
            yield return texts.Text("ReproduceNote");
            yield return new TextBlock($"Workbench export {content.Run.Id} --format jsonl\nWorkbench assess {content.Run.Id} --policy {assessment.PackId}\nWorkbench report {content.Subject} --format json --out {content.Subject}.json", TextKind.Verbatim);
        }

        yield return texts.Heading("Glossary");
        yield return new FactsBlock([.. Terms.Select(term => new ReportFact(texts.Words($"Term{term}"), texts.Words($"Meaning{term}")))]);
    }
}
