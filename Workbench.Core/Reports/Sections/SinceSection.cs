using Workbench.Core.Compliance;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>What changed since the assessment before this one, and what makes a new one due.</summary>
internal static class SinceSection
{
    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        if (content is not { Earlier: { } earlier, Assessment: { } assessment, Pack: { } pack })
        {
            yield return texts.Text("NoEarlier");
        }
        else
        {
            yield return texts.Text("EarlierIs", earlier.Id, ReportTexts.Time(earlier.At), texts.Words(earlier.PackSha256 == assessment.PackSha256 ? "SamePack" : "OtherPack"), texts.Words(earlier.SuiteSha256 == assessment.SuiteSha256 ? "SameSuite" : "OtherSuite"));
            var rows = Rows(earlier, assessment, pack, texts).ToList();
            yield return rows.Count == 0 ? texts.Text("NoVerdictChanged") : texts.Table(texts.Words("VerdictsChanged"), ["Candidate", "Clause", "BeforeColumn", "NowColumn"], rows);
        }

        yield return texts.Heading("Triggers");
        yield return ReportTexts.List([texts.Words("TriggerModel"), texts.Words("TriggerPack"), texts.Words("TriggerBanks"), texts.Words("TriggerIncident"), texts.Words("TriggerExpiry")]);
    }

    private static IEnumerable<ReportRow> Rows(Assessment earlier, Assessment now, PolicyPack pack, ReportTexts texts) =>
        from candidate in now.Candidates
        let before = earlier.Candidates.FirstOrDefault(each => each.Name == candidate.Name)
        where before is not null
        from result in candidate.Clauses
        let old = before.Clauses.FirstOrDefault(each => each.ClauseId == result.ClauseId)
        where old is not null && old.Verdict != result.Verdict
        let clause = pack.Clauses.First(each => each.Id == result.ClauseId)
        select ReportRow.Of(ReportTexts.Cell(candidate.Name), ReportTexts.Strong(clause.Source.NumberIn(texts.Culture), clause.Title.In(texts.Culture)), texts.Verdict(old.Verdict), texts.Verdict(result.Verdict));
}
