using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>Whether every answer that was due is there, scored, and counted once.</summary>
internal static class IntegritySection
{
    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        yield return texts.Text("IntegrityNote");
        var rows = content.Assessment is { } assessment
            ? assessment.Candidates.Select(candidate => (candidate.Name, candidate.Integrity.Queued, candidate.Integrity.Answered, candidate.Integrity.Graded, candidate.Integrity.Errors, candidate.Integrity.Unscored, candidate.Integrity.Missing, candidate.Integrity.Repeated, candidate.Integrity.Whole))
            : content.Summary.Candidates.Select(each => (each.Candidate.Name, Queued: Due(content), each.Answered, Graded: each.Scored, each.Errors, each.Unscored, Missing: Due(content) - each.Answered - each.Errors, Repeated: 0, Whole: Due(content) == each.Scored));
        yield return texts.Table(texts.Words("Section.integrity"), ["Candidate", "Queued", "Answered", "Graded", "Errors", "Unscored", "MissingAnswers", "RepeatedAnswers", "InvalidShare", "Balance"], rows.Select(row => ReportRow.Of(
            ReportTexts.Strong(row.Name),
            ReportTexts.Number(row.Queued),
            ReportTexts.Number(row.Answered),
            ReportTexts.Number(row.Graded),
            ReportTexts.Number(row.Errors),
            ReportTexts.Number(row.Unscored),
            ReportTexts.Number(row.Missing),
            ReportTexts.Number(row.Repeated),
            row.Queued == 0 ? ReportCell.Nothing : new ReportCell(texts.Percent((row.Queued - row.Graded) / (double)row.Queued)) { Number = (row.Queued - row.Graded) / (double)row.Queued, IsShare = true },
            new ReportCell(texts.Words(row.Whole ? "BalanceWhole" : "BalanceNot")) { Tone = row.Whole ? "Shown" : "ShownAgainst" })), "integrity");
    }

    private static int Due(ReportContent content) => (content.Run.Limit is { } limit ? Math.Min(limit, content.Suite.Samples.Length) : content.Suite.Samples.Length) * content.Suite.Repeats;
}
