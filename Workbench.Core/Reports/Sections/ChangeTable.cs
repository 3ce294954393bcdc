using Workbench.Core.Reports.Blocks;
using Workbench.Core.Runs;
using Workbench.Core.Statistics;

namespace Workbench.Core.Reports.Sections;

/// <summary>Differences on the same questions, with their intervals and adjusted p values.</summary>
internal static class ChangeTable
{
    private const int MostSamples = 100;

    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        yield return texts.Heading("ChangesHeading");
        if (content.Changes.IsEmpty)
        {
            yield return texts.Text("NothingToCompare");
            yield break;
        }

        yield return texts.Table(texts.Words("ChangesHeading"), ["Candidate", "ComparedWith", "GraderColumn", "BeforeColumn", "NowColumn", "DifferenceColumn", "IntervalColumn", "AdjustedP", "BetterWorse"], content.Changes.Select(change => Row(change, texts)));
        yield return texts.Text("ChangesNote");
    }

    public static IEnumerable<ReportBlock> Samples(ReportContent content, ReportTexts texts)
    {
        if (content.Comparison is not { } comparison)
        {
            yield break;
        }

        yield return texts.Facts(
            ("RunBefore", comparison.Before.Id == comparison.Now.Id ? null : comparison.Before.Id),
            ("RunNow", comparison.Now.Id),
            ("CommonQuestions", ReportTexts.Count(comparison.Common)),
            ("OnlyBefore", ReportTexts.Count(comparison.OnlyBefore)),
            ("OnlyNow", ReportTexts.Count(comparison.OnlyNow)),
            ("Reworded", ReportTexts.Count(comparison.Reworded)));
        if (comparison.Changed.IsEmpty)
        {
            yield return texts.Text("NoSampleChanged");
            yield break;
        }

        yield return texts.Table(texts.Words("ChangedSamples"), ["SampleColumn", "Candidate", "GraderColumn", "BeforeColumn", "NowColumn"], comparison.Changed.Take(MostSamples).Select(change => ReportRow.Of(
            new ReportCell(change.SampleId) { Address = content.Addresses?.Sample(comparison.Now.Id, change.SampleId, change.Candidate, 0) },
            ReportTexts.Cell(change.Candidate),
            ReportTexts.Cell(change.Scorer),
            Share(change.Before, texts),
            Share(change.Now, texts))));
        if (comparison.Changed.Length > MostSamples)
        {
            yield return texts.Text("AndMore", ReportTexts.Count(comparison.Changed.Length - MostSamples));
        }
    }

    private static ReportRow Row(ScoreChange change, ReportTexts texts) => ReportRow.Of(
        ReportTexts.Strong(change.Candidate),
        ReportTexts.Cell(change.BeforeCandidate),
        ReportTexts.Cell(change.Scorer),
        change.Before is { } before ? Share(before, texts) : ReportCell.Nothing,
        change.Now is { } now ? Share(now, texts) : ReportCell.Nothing,
        change.Change.Difference is { } difference ? new ReportCell(Signed(difference, texts)) { Number = difference, IsShare = true } : ReportCell.Nothing,
        change.Change.Metric is { Estimate: { } estimate } ? ReportTexts.Cell($"{Signed(estimate.Low, texts)} – {Signed(estimate.High, texts)}") : ReportTexts.Cell(change.Change.Metric.Reason is { } reason ? texts.Say(reason) : "–"),
        ReportTexts.Cell(change.AdjustedP is { } p ? P(p) : "–"),
        ReportTexts.Cell(texts.Words("BetterOf", ReportTexts.Count(change.Better), ReportTexts.Count(change.Worse), ReportTexts.Count(change.Same))));

    private static ReportCell Share(double share, ReportTexts texts) => new(texts.Percent(share)) { Number = share, IsShare = true };

    private static string Signed(double share, ReportTexts texts) => (share > 0 ? "+" : share < 0 ? "−" : "") + texts.Percent(Math.Abs(share));

    private static string P(double p) => p < 0.001 ? "< 0.001" : p.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture);
}
