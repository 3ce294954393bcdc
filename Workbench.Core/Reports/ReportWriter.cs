using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Reports.Formats;
using Workbench.Core.Reports.Workbooks;

namespace Workbench.Core.Reports;

/// <summary>Writes reports to files, and records those that leave the workspace.</summary>
public sealed class ReportWriter(ReportSource source, PdfPrinter printer)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>A report that leaves the workspace: the file is there only when its hash is in the log.</summary>
    /// <exception cref="InputException">No such subject, no browser for a PDF, or the place can't be written.</exception>
    /// <exception cref="NotAllowedException">The person may not export.</exception>
    public async Task<ReportMade> ExportAsync(ReportOrder order, string path, Actor actor, IProgress<ReportProgress>? progress, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ExportResults);
        ReportMade? made = null;
        await ReportFile.WriteAsync(path, async file =>
        {
            made = await WriteAsync(order, file, progress, cancellation).ConfigureAwait(false);
            if (source.History is { } history)
            {
                await history.RecordAsync(made, actor, cancellation).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        return made!;
    }

    /// <summary>Writes the file without a word to the log: for a preview.</summary>
    public async Task<ReportMade> WriteAsync(ReportOrder order, string file, IProgress<ReportProgress>? progress, CancellationToken cancellation)
    {
        if (order.Format == ReportFormat.Pdf)
        {
            printer.RequireBrowser();
        }

        var content = await source.GatherAsync(order, progress, cancellation).ConfigureAwait(false);
        var report = ReportDocument.Of(content, order.Culture, progress, cancellation);
        switch (order.Format)
        {
            case ReportFormat.Pdf:
                var fonts = ReportFonts.Css();
                progress?.Report(new ReportProgress(report.Sections.Length, report.Sections.Length + 1, new Phrase("Reports.Printing")));
                await printer.PrintAsync(page => ReportPage.Write(report, page, fonts, null, cancellation), file, cancellation).ConfigureAwait(false);
                break;
            case ReportFormat.Json:
                await File.WriteAllTextAsync(file, ReportJson.Of(report).ToJsonString(Readable) + "\n", Utf8, cancellation).ConfigureAwait(false);
                break;
            case ReportFormat.Xlsx:
                await using (var book = new FileStream(file, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.Asynchronous))
                {
                    await ReportWorkbook.WriteAsync(report, () => source.AnswersAsync(content.Run.Id, cancellation), book, progress, cancellation).ConfigureAwait(false);
                }

                break;
            default:
                await using (var page = new StreamWriter(file, append: false, Utf8))
                {
                    ReportPage.Write(report, page, null, progress, cancellation);
                }

                break;
        }

        await using var written = File.OpenRead(file);
        return new ReportMade(content.Subject, content.Kind, order.Format, report.Language, Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancellation).ConfigureAwait(false)), report.Manifest, written.Length) { Candidate = order.Candidate, Against = order.Against };
    }
}
