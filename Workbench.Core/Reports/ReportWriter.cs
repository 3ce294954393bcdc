using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Workbench.Core.Reports;

public enum ReportFormat
{
    Html,
    Pdf,
    Json,
}

/// <summary>Writes a report of a run, an assessment or a decision to a file.</summary>
public sealed class ReportWriter(ReportSource source, PdfPrinter printer)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The page, for a browser that shows it at once.</summary>
    public async Task<string> PageAsync(string subject, CultureInfo culture, CancellationToken cancellation) =>
        ReportPage.Write(await source.GatherAsync(subject, cancellation).ConfigureAwait(false), culture);

    /// <summary>Writes the whole file, or none.</summary>
    /// <exception cref="Language.InputException">No such subject, no browser for a PDF, or the place can't be written.</exception>
    public async Task WriteAsync(string subject, ReportFormat format, CultureInfo culture, string path, CancellationToken cancellation)
    {
        var content = await source.GatherAsync(subject, cancellation).ConfigureAwait(false);
        await ReportFile.WriteAsync(path, file => format switch
        {
            ReportFormat.Pdf => printer.PrintAsync(ReportPage.Write(content, culture), file, cancellation),
            ReportFormat.Json => File.WriteAllTextAsync(file, ReportJson.Of(content, culture).ToJsonString(Readable) + "\n", cancellation),
            _ => File.WriteAllTextAsync(file, ReportPage.Write(content, culture), cancellation),
        }).ConfigureAwait(false);
    }
}
