using Workbench.Core.Compliance;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>What the numbers themselves object to, the gravest first.</summary>
internal static class FindingsSection
{
    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        if (content is not { Assessment: { } assessment, Pack: { } pack })
        {
            yield return texts.Text("NoFindings");
            yield break;
        }

        yield return texts.Text("FindingsNote");
        var clauses = pack.Clauses.ToDictionary(clause => clause.Id, StringComparer.Ordinal);
        foreach (var (index, candidate) in assessment.Candidates.Index())
        {
            yield return new HeadingBlock(candidate.Name);
            var findings = candidate.Clauses.Index().Where(clause => clause.Item.Verdict is Verdict.DoesNotConform or Verdict.NotEnoughEvidence || clause.Item.Demonstrated is Demonstrated.Undecided).ToList();
            yield return findings.Count == 0
                ? texts.Text("NoFindings")
                : texts.Table(texts.Words("FindingsOf", candidate.Name), ["Weight", "Clause", "Finding", "FailingColumn"], findings.OrderBy(each => Weight(each.Item, clauses[each.Item.ClauseId])).Select(each => ReportRow.Of(
                    ReportTexts.Cell(texts.Words($"Weight{Weight(each.Item, clauses[each.Item.ClauseId])}")),
                    new ReportCell(clauses[each.Item.ClauseId].Source.Number) { Anchor = ReportAnnex.Anchor(index, each.Index) },
                    ReportTexts.Strong(clauses[each.Item.ClauseId].Title.In(texts.Culture), texts.Say(each.Item.Reason)),
                    ReportTexts.Number(each.Item.Failing.Length) with { Anchor = ReportAnnex.Anchor(index, each.Index) })));
        }
    }

    /// <summary>0 major, 1 minor, 2 note.</summary>
    private static int Weight(ClauseResult result, Clause clause) => result.Verdict switch
    {
        Verdict.DoesNotConform => clause.Recommended ? 1 : 0,
        Verdict.NotEnoughEvidence => 1,
        _ => 2,
    };
}
