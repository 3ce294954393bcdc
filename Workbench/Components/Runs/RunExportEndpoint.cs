using System.Text;
using Workbench.Configuration;
using Workbench.Core.Runs;

namespace Workbench.Components.Runs;

/// <summary><c>GET /runs/{id}/export?format=jsonl|csv</c>: every cell of a run as a file, written as it is read.</summary>
public static class RunExportEndpoint
{
    public static void MapRunExport(this IEndpointRouteBuilder routes) => routes.MapGet($"{WorkbenchUrls.RunsPath}/{{id}}/export", ExportAsync);

    private static async Task<IResult> ExportAsync(string id, string? format, IRunStore store, CancellationToken cancellation)
    {
        if (format is not ("jsonl" or "csv") || await store.FindAsync(id, cancellation) is not { } run)
        {
            return Results.NotFound();
        }

        var suite = await store.SuiteAsync(run.Id, cancellation);
        var isCsv = format == "csv";

        // Spreadsheets take a CSV file for their local code page unless it begins with the mark.
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: isCsv);
        return Results.Stream(
            async body =>
            {
                await using var writer = new StreamWriter(body, encoding, leaveOpen: true);
                await (isCsv
                    ? RunExport.WriteCsvAsync(suite, store.ResultsAsync(run.Id, cancellation), writer, cancellation)
                    : RunExport.WriteJsonLinesAsync(suite, store.ResultsAsync(run.Id, cancellation), writer, cancellation));
            },
            isCsv ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8",
            $"{run.Id}-{run.SuiteName}-v{run.SuiteVersion.ToString(System.Globalization.CultureInfo.InvariantCulture)}.{format}");
    }
}
