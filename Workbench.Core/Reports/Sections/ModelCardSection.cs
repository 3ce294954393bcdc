using Workbench.Core.Models;
using Workbench.Core.Reports.Blocks;
using Workbench.Core.Runs;

namespace Workbench.Core.Reports.Sections;

/// <summary>What is said of a model, and what was measured; what nobody said is named as missing.</summary>
internal static class ModelCardSection
{
    public static IEnumerable<ReportBlock> Facts(ReportContent content, ReportTexts texts)
    {
        var candidate = content.Summary.Candidates[0].Candidate;
        var card = content.Cards.GetValueOrDefault(candidate.Name);
        if (card?.About is { } about)
        {
            yield return new TextBlock(about.In(texts.Culture));
        }

        yield return texts.Stated(
            ("ModelName", card?.Name.In(texts.Culture)),
            ("Developer", card?.Developer),
            ("Origin", card?.Origin?.In(texts.Culture)),
            ("BaseModel", card?.BaseModel),
            ("TrainedOn", card?.TrainedOn?.In(texts.Culture)),
            ("ModelLicence", card?.License),
            ("Languages", texts.Join(card?.Languages ?? [])));
        foreach (var block in SystemSection.Candidate(candidate, content, texts))
        {
            yield return block;
        }
    }

    public static IEnumerable<ReportBlock> Results(ReportContent content, ReportTexts texts)
    {
        var summary = content.Summary.Candidates[0];
        yield return texts.Text("CardResultsFrom", content.Suite.Name, ReportTexts.Plain(content.Suite.Version), content.Run.Id, ReportTexts.Count(summary.Answered));
        yield return texts.Table(texts.Words("CardResults"), MetricTable.Columns, summary.Metrics.Select(metric => MetricTable.Row(summary.Candidate.Name, metric, texts)));
    }

    public static IEnumerable<ReportBlock> Groups(ReportContent content, ReportTexts texts)
    {
        var any = false;
        foreach (var split in content.Summary.Candidates[0].Splits.GroupBy(split => split.Dimension))
        {
            var rows = split.SelectMany(part => part.Metrics.Where(metric => ScoreMetrics.IsRate(metric.Name)).Select(metric => MetricTable.Row(part.Value, metric, texts))).ToList();
            if (split.Count() > 1 && rows.Count > 0)
            {
                any = true;
                yield return new TableBlock(texts.Words($"By{split.Key}"), [.. MetricTable.Columns.Select(column => texts.Words(column == "Candidate" ? "GroupColumn" : column))], [.. rows]);
            }
        }

        if (!any)
        {
            yield return texts.Text("NoGroups");
        }
    }

    public static IEnumerable<ReportBlock> Limits(ReportContent content, ReportTexts texts)
    {
        IReadOnlyList<CardText> limits = content.Cards.GetValueOrDefault(content.Summary.Candidates[0].Candidate.Name)?.KnownLimits ?? [];
        yield return limits.Count == 0 ? texts.Text("NoKnownLimits") : ReportTexts.List(limits.Select(limit => limit.In(texts.Culture)));
        yield return ReportTexts.List([texts.Words("LimitSuite"), texts.Words("LimitRun")]);
    }
}
