using Workbench.Core.Banks;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>What was refused that should be, what was refused that should not, and the subjects that must not be.</summary>
internal static class RefusalTable
{
    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        yield return texts.Heading("RefusalHeading");
        var rates = content.Summary.Candidates.SelectMany(each => each.Metrics.Where(metric => metric.Name.StartsWith("refusal.", StringComparison.Ordinal)).Select(metric => MetricTable.Row(each.Candidate.Name, metric, texts))).ToList();
        if (rates.Count == 0)
        {
            yield return texts.Text("NoRefusalAsked");
            yield break;
        }

        yield return texts.Table(texts.Words("RefusalHeading"), MetricTable.Columns, rates);
        var aspects = content.Leaves.Where(leaf => leaf.Leaf.Class == "aspect").ToList();
        var bank = content.Banks.FirstOrDefault(bank => bank.Kind == BankKind.ShouldAnswer);
        if (aspects.Count == 0)
        {
            yield return texts.Text("NoAspectsAsked");
            yield break;
        }

        foreach (var candidate in content.Candidates)
        {
            yield return texts.Table(texts.Words("AspectsOf", candidate), ["AspectColumn", "BankColumn", "SampledColumn", "AnsweredColumn", "RateColumn", "IntervalColumn"], aspects.Where(leaf => leaf.Candidate == candidate)
                .Select(leaf => LeafTable.Row(leaf.Leaf, bank?.Leaves.FirstOrDefault(each => each.Leaf.Id == leaf.Leaf.Id), leaf, texts)), "leaves");
        }
    }
}
