using Workbench.Core.Banks;
using Workbench.Core.Compliance;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>Leaf by leaf of the taxonomy: size of the bank against its minimum, questions asked, answers that passed. Never averaged: the worst leaf is named.</summary>
internal static class LeafTable
{
    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        yield return texts.Heading("LeavesHeading");
        var risks = content.Leaves.Where(leaf => leaf.Leaf.Class is not ("aspect" or "culture")).ToList();
        var bank = content.Banks.FirstOrDefault(bank => bank.Kind == BankKind.Generated);
        if (risks.Count == 0)
        {
            yield return texts.Text("NoLeavesAsked");
            if (bank is null or { Accepted: 0 })
            {
                yield break;
            }
        }

        var leaves = bank?.Leaves.Select(leaf => leaf.Leaf).ToList() ?? [.. risks.Select(leaf => leaf.Leaf).Distinct()];
        foreach (var candidate in risks.Count == 0 ? [""] : content.Candidates)
        {
            var own = risks.Where(leaf => leaf.Candidate == candidate).ToDictionary(leaf => leaf.Leaf.Id, StringComparer.Ordinal);
            yield return texts.Table(texts.Words("LeavesOf", candidate), ["LeafColumn", "BankColumn", "SampledColumn", "PassedColumn", "RateColumn", "IntervalColumn"], Rows(leaves, bank, own, texts), "leaves");
            if (own.Values.Where(leaf => leaf.Rate.Estimate is not null).MinBy(leaf => leaf.Rate.Estimate!.Value) is { } worst)
            {
                yield return texts.Text("WorstLeaf", RiskTag.Code($"gbt.{worst.Leaf.Id}"), worst.Leaf.In(texts.Culture), texts.Percent(worst.Rate.Estimate!.Value));
            }
        }
    }

    public static ReportRow Row(RiskLeaf leaf, LeafCoverage? bank, LeafResult? result, ReportTexts texts) => ReportRow.Of(
        new ReportCell(leaf.Id.StartsWith("a.", StringComparison.Ordinal) ? $"{RiskTag.Code($"gbt.{leaf.Id}")} {leaf.In(texts.Culture)}" : leaf.In(texts.Culture)),
        bank is null ? ReportCell.Nothing : new ReportCell($"{ReportTexts.Count(bank.Accepted)} / {ReportTexts.Count(bank.Least)}") { Tone = bank.IsMet ? null : "Undecided" },
        result is null ? ReportTexts.Cell(texts.Words("NotAsked")) : ReportTexts.Number(result.Answers),
        result is null ? ReportCell.Nothing : ReportTexts.Number(result.Passed),
        result?.Rate.Estimate is { } estimate ? texts.Share(estimate) : ReportCell.Nothing,
        result?.Rate.Estimate is { } interval ? texts.Interval(interval) : ReportTexts.Cell(result?.Rate.Reason is { } reason ? texts.Say(reason) : "–"));

    private static IEnumerable<ReportRow> Rows(List<RiskLeaf> leaves, BankCoverage? bank, Dictionary<string, LeafResult> own, ReportTexts texts)
    {
        foreach (var group in leaves.GroupBy(leaf => leaf.Class))
        {
            yield return ReportRow.Heading(texts.Words($"Class.{group.Key}"));
            foreach (var leaf in group)
            {
                yield return Row(leaf, bank?.Leaves.FirstOrDefault(each => each.Leaf.Id == leaf.Id), own.GetValueOrDefault(leaf.Id), texts);
            }
        }
    }
}
