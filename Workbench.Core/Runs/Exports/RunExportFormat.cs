using System.Collections.Immutable;
using System.Text;
using Workbench.Core.Language;

namespace Workbench.Core.Runs.Exports;

/// <summary>A file that a run can be taken away in.</summary>
/// <param name="Name">As in <c>export --format</c>.</param>
/// <param name="Extension">Of the file, with its dot.</param>
/// <param name="Write">Writes the whole file; stops between two cells when cancelled.</param>
public sealed record RunExportFormat(string Name, string Extension, string MediaType, Func<ExportSource, Stream, CancellationToken, Task> Write)
{
    public static ImmutableArray<RunExportFormat> All { get; } =
    [
        new("jsonl", ".jsonl", "application/jsonl; charset=utf-8", JsonLinesAsync),
        new("csv", ".csv", "text/csv; charset=utf-8", CsvAsync),
        new("xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", SpreadsheetExport.WriteAsync),
        new("promptfoo", ".json", "application/json; charset=utf-8", PromptfooExport.WriteAsync),
        new("inspect", ".zip", "application/zip", InspectExport.WriteAsync),
        new("lm-eval", ".zip", "application/zip", LmEvalExport.WriteAsync),
        new("junit", ".xml", "application/xml; charset=utf-8", JunitExport.WriteAsync),
    ];

    public bool IsArchive => Extension is ".zip" or ".xlsx";

    /// <exception cref="InputException">No such format.</exception>
    public static RunExportFormat Named(string name) => All.FirstOrDefault(format => format.Name == name)
        ?? throw new InputException(new InputProblem(new Phrase("Runs.FormatUnknown", name), Field: "--format", Hint: new Phrase("Runs.FormatsAre", string.Join(", ", All.Select(format => format.Name)))));

    /// <summary>The log of a single candidate is a file of its own in Inspect's format.</summary>
    public RunExportFormat For(ExportSource source) => Name == "inspect" && source.Candidates.Count() == 1 ? this with { Extension = ".json", MediaType = "application/json; charset=utf-8" } : this;

    private static async Task JsonLinesAsync(ExportSource source, Stream output, CancellationToken cancellation)
    {
        await using var writer = Text(output, mark: false);
        await RunExport.WriteJsonLinesAsync(source.Suite, source.Results(cancellation), writer, cancellation).ConfigureAwait(false);
    }

    private static async Task CsvAsync(ExportSource source, Stream output, CancellationToken cancellation)
    {
        await using var writer = Text(output, source.Mark);
        await RunExport.WriteCsvAsync(source.Suite, source.Results(cancellation), writer, cancellation).ConfigureAwait(false);
    }

    private static StreamWriter Text(Stream output, bool mark) => new(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: mark), leaveOpen: true);
}
