using System.Globalization;
using Workbench.Core.Language;
using Workbench.Core.Reports.Blocks;
using Workbench.Core.Runs;
using Workbench.Core.Statistics;

namespace Workbench.Core.Reports.Sections;

/// <summary>Metrics of a run, each with its interval and what it rests on.</summary>
internal static class MetricTable
{
    public static readonly string[] Columns = ["Candidate", "Metric", "Found", "IntervalColumn", "AnswersColumn", "MethodColumn"];

    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        foreach (var candidate in content.Metrics)
        {
            yield return new HeadingBlock(candidate.Name);
            yield return texts.Table(candidate.Name, Columns, candidate.Metrics.Select(metric => Row(candidate.Name, metric, texts)));
        }

        if (content.Run.Status != RunStatus.Finished)
        {
            yield return texts.Warning("RunNotFinished", ReportTexts.Plain(content.Run.Answered), ReportTexts.Plain(content.Run.Expected));
        }
    }

    /// <param name="first">What the row is about.</param>
    public static ReportRow Row(string first, Metric metric, ReportTexts texts)
    {
        var name = new ReportCell(ScoreMetrics.IsValidated(metric.Name) ? metric.Name : texts.Say(new Phrase("Runs.NotValidatedReason", metric.Name)));
        return metric.Estimate is not { } estimate
            ? ReportRow.Of(ReportTexts.Cell(first), name, ReportCell.Nothing, ReportTexts.Cell(metric.Reason is { } reason ? texts.Say(reason) : "–"), ReportCell.Nothing, ReportCell.Nothing)
            : ScoreMetrics.IsRate(metric.Name)
                ? ReportRow.Of(ReportTexts.Cell(first), name, texts.Share(estimate, "annex"), texts.Interval(estimate), ReportTexts.Number(estimate.N), ReportTexts.Cell(estimate.Method))
                : ReportRow.Of(ReportTexts.Cell(first), name, new ReportCell(Text(estimate.Value)) { Number = estimate.Value, Anchor = "annex" }, ReportTexts.Cell($"{Text(estimate.Low)} – {Text(estimate.High)}"), ReportTexts.Number(estimate.N), ReportTexts.Cell(estimate.Method));
    }

    /// <summary>A metric in one cell, its interval under it.</summary>
    public static ReportCell Value(Metric metric, ReportTexts texts) => metric.Estimate is { } estimate
        ? new ReportCell(texts.Percent(estimate.Value)) { Number = estimate.Value, IsShare = true, Notes = [$"{texts.Percent(estimate.Low)} – {texts.Percent(estimate.High)}"] }
        : ReportCell.Nothing with { Notes = metric.Reason is { } reason ? [texts.Say(reason)] : [] };

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
