using Workbench.Core.Reports.Blocks;
using Workbench.Core.Reports.Formats;
using Workbench.Core.Runs;

namespace Workbench.Core.Reports.Workbooks;

/// <summary>A report as an Excel workbook: its words on the first sheet, each table on one of its own, the answers on the last; a filing's form with its annexes.</summary>
internal static class ReportWorkbook
{
    private const double Narrow = 16;
    private const double Wide = 48;

    /// <param name="answers">Every answer of the run with its texts; read anew for each sheet that needs them.</param>
    public static Task WriteAsync(ReportDocument report, Func<IAsyncEnumerable<SampleResult>> answers, Stream output, IProgress<ReportProgress>? progress, CancellationToken cancellation) => SheetWriter.WriteAsync(output, async sheets =>
    {
        var texts = new ReportTexts(report.Culture);
        await WordsAsync(report, sheets, texts, cancellation).ConfigureAwait(false);
        foreach (var (place, section) in report.Sections.Index())
        {
            progress?.Report(new ReportProgress(place, report.Sections.Length, new Language.Phrase("Reports.Writing", section.Title)));
            foreach (var table in section.Blocks.OfType<TableBlock>())
            {
                await TableAsync(table, sheets, cancellation).ConfigureAwait(false);
            }
        }

        await SamplesAsync(report, sheets, texts, cancellation).ConfigureAwait(false);
        if (report.Content.Kind == ReportKind.Tc260)
        {
            await FilingAnnexes.WriteAsync(report.Content, texts, sheets, answers, cancellation).ConfigureAwait(false);
        }
    }, cancellation);

    private static async Task WordsAsync(ReportDocument report, SheetWriter sheets, ReportTexts texts, CancellationToken cancellation)
    {
        await sheets.StartAsync(texts.Words("SheetReport"), [texts.Words($"Kind.{report.Content.Kind}"), report.Title], [2 * Narrow, 2 * Wide], cancellation).ConfigureAwait(false);
        foreach (var section in report.Sections)
        {
            await sheets.AddHeadingAsync(section.Title, cancellation).ConfigureAwait(false);
            foreach (var block in section.Blocks)
            {
                foreach (var (name, value) in Words(block, texts))
                {
                    await sheets.AddAsync([new ReportCell(name), new ReportCell(value)], cancellation).ConfigureAwait(false);
                }
            }
        }
    }

    private static IEnumerable<(string Name, string Value)> Words(ReportBlock block, ReportTexts texts) => block switch
    {
        FactsBlock facts => facts.Facts.Select(fact => (fact.Name, fact.Value)),
        TextBlock text => [("", text.Text)],
        ListBlock list when !list.Items.Any(item => item.Anchor is not null || item.Address is not null) => list.Items.Select(item => ("", item.Text)),
        HeadingBlock { Anchor: null } heading => [("", heading.Text)],
        TableBlock table => [("", texts.Words("SeeSheet", table.Title))],
        _ => [],
    };

    private static async Task TableAsync(TableBlock table, SheetWriter sheets, CancellationToken cancellation)
    {
        var widths = table.Columns.Index().Select(column => table.Rows.Any(row => row.Group is null && row.Cells[column.Index] is { Number: null } cell && (cell.Text.Length > 20 || !cell.Notes.IsEmpty)) ? Wide : Narrow).ToList();
        await sheets.StartAsync(table.Title, table.Columns, widths, cancellation).ConfigureAwait(false);
        foreach (var row in table.Rows)
        {
            await (row.Group is { } group ? sheets.AddHeadingAsync(group, cancellation) : sheets.AddAsync(row.Cells, cancellation)).ConfigureAwait(false);
        }
    }

    private static async Task SamplesAsync(ReportDocument report, SheetWriter sheets, ReportTexts texts, CancellationToken cancellation)
    {
        var samples = report.Sections.SelectMany(section => section.Blocks.OfType<SampleBlock>()).ToList();
        if (samples.Count == 0)
        {
            return;
        }

        await sheets.StartAsync(texts.Words("Section.annex"), [.. ((string[])["SampleColumn", "PromptLabel", "AnswerLabel", "OutcomeColumn", "ReasonColumn"]).Select(key => texts.Words(key))], [2 * Narrow, Wide, Wide, Narrow, Wide], cancellation).ConfigureAwait(false);
        foreach (var sample in samples)
        {
            await sheets.AddAsync([new(sample.Title), new(sample.Prompt), new(sample.Answer), new(string.Join('\n', sample.Scores.Select(score => score.Text))), new(string.Join('\n', sample.Scores.SelectMany(score => score.Notes)))], cancellation).ConfigureAwait(false);
        }
    }
}
