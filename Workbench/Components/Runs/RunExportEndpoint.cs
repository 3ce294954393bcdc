using Workbench.Configuration;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Exports;
using Workbench.Core.Storage.Governance;
using Workbench.People;

namespace Workbench.Components.Runs;

/// <summary><c>GET /runs/{id}/export?format=…&amp;candidate=…</c>: a run as a file, in every format there is.</summary>
public static class RunExportEndpoint
{
    public static void MapRunExport(this IEndpointRouteBuilder routes) => routes.MapGet($"{WorkbenchUrls.RunsPath}/{{id}}/export", ExportAsync);

    internal static async Task<IResult> ExportAsync(string id, string? format, string? candidate, HttpContext context, IRunStore store, ExportJournal journal, CancellationToken cancellation)
    {
        ExportSource source;
        RunExportFormat chosen;
        try
        {
            chosen = RunExportFormat.Named(format ?? "jsonl");
            source = await ExportSource.OpenAsync(store, id, candidate, cancellation);
        }
        catch (InputException problem) when (!Api.ApiGate.Covers(context))
        {
            return Results.Problem(problem.Problems[0].Message.ToString(), statusCode: StatusCodes.Status404NotFound);
        }

        chosen = chosen.For(source);
        await journal.AdmitAsync("run.exported", source.Run.Id, format ?? "jsonl", CurrentActor.From(context.User), cancellation);
        var name = $"{source.Run.Id}-{source.Run.SuiteName}-v{RunPlan.Text(source.Run.SuiteVersion)}{chosen.Extension}";
        if (!chosen.IsArchive)
        {
            return Results.Stream(body => chosen.Write(source, body, cancellation), chosen.MediaType, name);
        }

        // Writers of archives end them without waiting, which the connection does not allow.
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            await chosen.Write(source, file, cancellation);
            file.Position = 0;
            return Results.Stream(file, chosen.MediaType, name);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }
}
