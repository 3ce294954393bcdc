using Workbench.Core.Compliance;
using Workbench.Core.Findings;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>Clause by clause: what is asked, what was found, and the samples it rests on.</summary>
internal static class ClauseMatrix
{
    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        if (content is not { Assessment: { } assessment, Pack: { } pack })
        {
            yield break;
        }

        foreach (var (index, candidate) in assessment.Candidates.Index())
        {
            yield return new HeadingBlock(texts.Words("ClausesOf", candidate.Name));
            yield return texts.Table(texts.Words("ClausesOf", candidate.Name), ["Clause", "Requirement", "Limit", "Found", "IntervalColumn", "ByTheClause", "DemonstratedColumn"], Rows(candidate, pack, index, content, texts), "clauses");
        }
    }

    public static string Limit(Clause clause, ReportTexts texts) => clause switch
    {
        { Kind: ClauseKind.Measured, Limit: { } limit } => $"{(limit.Comparison == Comparison.AtLeast ? "≥" : "≤")} {texts.Percent(limit.Threshold)}",
        { Kind: ClauseKind.Coverage } => $"≥ {ReportTexts.Count(clause.MinN)}",
        _ => texts.Words("OnRecord"),
    };

    private static IEnumerable<ReportRow> Rows(CandidateAssessment candidate, PolicyPack pack, int index, ReportContent content, ReportTexts texts)
    {
        var view = content.View?.Of(candidate.Name);
        var clauses = pack.Clauses.ToDictionary(clause => clause.Id, StringComparer.Ordinal);
        foreach (var section in pack.Sections)
        {
            var rows = candidate.Clauses.Index().Where(row => clauses[row.Item.ClauseId].Section == section.Id).ToList();
            if (rows.Count > 0)
            {
                yield return ReportRow.Heading(section.Title.In(texts.Culture));
                foreach (var (position, result) in rows)
                {
                    yield return Row(clauses[result.ClauseId], result, ReportAnnex.Anchor(index, position), view?.Clauses.FirstOrDefault(each => each.Clause.Id == result.ClauseId), content, texts);
                }
            }
        }
    }

    private static ReportRow Row(Clause clause, ClauseResult result, string anchor, ClauseView? view, ReportContent content, ReportTexts texts) => ReportRow.Of(
        new ReportCell(clause.Source.NumberIn(texts.Culture)) { Notes = clause.Verified ? [clause.Source.StandardIn(texts.Culture)] : [clause.Source.StandardIn(texts.Culture), texts.Words("NotVerified")], Warns = !clause.Verified },
        ReportTexts.Strong(clause.Title.In(texts.Culture), clause.Requirement.In(texts.Culture)),
        ReportTexts.Cell(Limit(clause, texts)),
        Found(clause, result, anchor, texts),
        Interval(clause, result, content, texts),
        texts.Verdict(result.Verdict, result.Verdict is Verdict.NotEnoughEvidence or Verdict.NotApplicable || result.Estimate is null ? [texts.Say(result.Reason), .. Excepted(view, texts)] : [.. Excepted(view, texts)]),
        new ReportCell(texts.Say(ReportWords.Demonstrated(result.Demonstrated))) { Tone = result.Demonstrated.ToString(), Notes = [.. Evidence(result, texts)] });

    /// <summary>What the one-sided test rests on, and how much more would decide it.</summary>
    private static IEnumerable<string> Evidence(ClauseResult result, ReportTexts texts)
    {
        if (result.At95 is { } test)
        {
            yield return texts.Words("BoundIs", texts.Percent(test.Bound));
            if (test.Needed is { } needed)
            {
                yield return texts.Words("CountNeeded", ReportTexts.Plain(test.Count), ReportTexts.Plain(test.N), ReportTexts.Plain(needed));
            }
        }

        if (result.MoreQuestions is { } more)
        {
            yield return texts.Words("NeedsMore", ReportTexts.Count(more));
        }
    }

    private static IEnumerable<string> Excepted(ClauseView? view, ReportTexts texts) => view is null ? [] : view.Excepted.Select(texts.Say);

    private static ReportCell Found(Clause clause, ClauseResult result, string anchor, ReportTexts texts) => result switch
    {
        { Estimate: { } estimate } => texts.Share(estimate, anchor) with { Notes = [texts.Words("CountOf", ReportTexts.Plain(result.N), ReportTexts.Plain(clause.MinN))] },
        _ when clause.Kind == ClauseKind.Coverage => ReportTexts.Number(result.N) with { Anchor = anchor },
        _ => ReportCell.Nothing with { Anchor = anchor },
    };

    private static ReportCell Interval(Clause clause, ClauseResult result, ReportContent content, ReportTexts texts)
    {
        if (result.Estimate is not { } estimate)
        {
            return ReportCell.Empty;
        }

        var interval = texts.Interval(estimate, clause.Limit, result.Demonstrated);
        return result.Worst is { } worst ? interval with { Notes = [texts.Words("WorstPart", worst.Dimension == ClauseSplit.Leaf ? texts.Risk(content, worst.Value) : worst.Value, texts.Percent(worst.Share))], Warns = !worst.Holds } : interval;
    }
}
