using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>What it comes to, for each candidate, on one page.</summary>
internal static class SummarySection
{
    private const int KeyNumbers = 5;

    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        if (content is not { Assessment: { } assessment, Pack: { } pack })
        {
            yield return texts.Text("SummaryRun", ReportTexts.Count(content.Summary.Expected), ReportTexts.Count(content.Summary.Answered), ReportTexts.Count(content.Summary.Errors));
            yield break;
        }

        var clauses = pack.Clauses.ToDictionary(clause => clause.Id, StringComparer.Ordinal);
        foreach (var (index, candidate) in assessment.Candidates.Index())
        {
            var overall = candidate.Overall(pack);
            yield return new HeadingBlock($"{candidate.Name}{texts.Words("Colon")}{overall.Headline(texts.Culture)}");
            foreach (var block in Why(overall, texts))
            {
                yield return block;
            }

            yield return ReportTexts.List(Enum.GetValues<Verdict>().Where(verdict => candidate.Count(verdict) > 0).Select(verdict => texts.Words("CountOfVerdict", ReportTexts.Count(candidate.Count(verdict)), texts.Say(ReportWords.Verdict(verdict)))));
            var measured = candidate.Clauses.Count(clause => clause.Demonstrated != Demonstrated.NotMeasured);
            yield return texts.Text("ShownOf", ReportTexts.Plain(candidate.Clauses.Count(clause => clause.Demonstrated == Demonstrated.Shown)), ReportTexts.Plain(measured));
            var key = candidate.Clauses.Index().Where(each => each.Item.Estimate is not null && clauses[each.Item.ClauseId].Limit is not null)
                .OrderBy(each => each.Item.Verdict != Verdict.DoesNotConform ? 2 : clauses[each.Item.ClauseId].Recommended ? 1 : 0).ThenBy(each => Margin(each.Item, clauses[each.Item.ClauseId])).Take(KeyNumbers).ToList();
            if (key.Count > 0)
            {
                yield return texts.Table(texts.Words("KeyNumbers", candidate.Name), ["Clause", "Found", "Limit", "IntervalColumn", "ByTheClause", "DemonstratedColumn"], key.Select(each => Row(each.Index, each.Item, clauses[each.Item.ClauseId], index, texts)));
            }

            if (!candidate.Integrity.Whole)
            {
                yield return texts.Warning("NotWhole");
            }
        }

        yield return Decided(content, texts);
        yield return texts.Text("SummaryLimits");
    }

    /// <summary>Why it is concluded so: the numbers, then every clause that decides it.</summary>
    public static IEnumerable<ReportBlock> Why(OverallConclusion overall, ReportTexts texts)
    {
        yield return new TextBlock(texts.Say(overall.Why));
        if (!overall.Own.IsEmpty)
        {
            yield return ReportTexts.List(overall.Own.Select(clause => clause.In(texts.Culture)));
        }

        if (overall.SharedSays is { } shared)
        {
            yield return new TextBlock(texts.Say(shared));
            yield return ReportTexts.List(overall.Shared.Select(clause => clause.In(texts.Culture)));
        }

        if (overall.Besides is { } besides)
        {
            yield return new TextBlock(texts.Say(besides));
        }
    }

    private static TextBlock Decided(ReportContent content, ReportTexts texts) => (content.Decision?.Decision ?? content.Decisions.FirstOrDefault()) is { } decision
        ? texts.Text("SummaryDecision", decision.Id, texts.Words($"State{decision.State}"), decision.Proposal.Candidate, decision.ExpiresAt is { } end ? ReportTexts.Time(end) : "–", decision.Conditions.IsEmpty ? "–" : texts.Join(decision.Conditions.Select(condition => condition.Line)))
        : texts.Text("SummaryNoDecision");

    private static double Margin(ClauseResult result, Clause clause) =>
        clause.Limit!.Comparison == Comparison.AtLeast ? result.Estimate!.Value - clause.Limit.Threshold : clause.Limit.Threshold - result.Estimate!.Value;

    private static ReportRow Row(int position, ClauseResult result, Clause clause, int candidate, ReportTexts texts) => ReportRow.Of(
        ReportTexts.Strong(clause.Source.NumberIn(texts.Culture), clause.Title.In(texts.Culture)),
        texts.Share(result.Estimate!, ReportAnnex.Anchor(candidate, position)),
        ReportTexts.Cell(ClauseMatrix.Limit(clause, texts)),
        texts.Interval(result.Estimate!, clause.Limit, result.Demonstrated),
        texts.Verdict(result.Verdict),
        new ReportCell(texts.Say(ReportWords.Demonstrated(result.Demonstrated))) { Tone = result.Demonstrated.ToString() });
}
