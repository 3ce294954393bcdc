using System.IO.Compression;
using System.Text;
using Workbench.Configuration;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;
using Workbench.People;

namespace Workbench.Api;

/// <summary>The log as a download.</summary>
public static class LogApi
{
    public static IEndpointRouteBuilder MapLog(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(WorkbenchUrls.LogExport(), (HttpContext context, LogExport export) =>
            ZippedAsync(folder => export.WriteAsync(folder, CurrentActor.From(context.User), context.RequestAborted), "workbench-log", context.RequestAborted));
        routes.MapGet(WorkbenchUrls.LogPath + "/evidence/{subject}", (string subject, HttpContext context, EvidencePack evidence) =>
            ZippedAsync(folder => evidence.WriteAsync(subject, folder, CurrentActor.From(context.User), context.RequestAborted), $"{subject}-evidence", context.RequestAborted));
        routes.MapGet(WorkbenchUrls.LogPath + "/{index:long}/proof", (long index, LogStore log, CancellationToken cancellation) =>
            ProofAsync(() => log.ProveAsync(index, cancellation), $"{index}{LogProof.Extension}"));
        routes.MapGet(WorkbenchUrls.LogCheckpointsPath + "/proof", (long from, long to, LogStore log, CancellationToken cancellation) =>
            ProofAsync(() => log.ProveContinuationAsync(from, to, cancellation), $"{from}-{to}.consistency-proof"));
        return routes;
    }

    private static async Task<IResult> ZippedAsync(Func<string, Task> write, string name, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("workbench-log-").FullName;
        try
        {
            var pack = Path.Combine(folder, "pack");
            await write(pack);
            var zip = Path.Combine(folder, "pack.zip");
            await ZipFile.CreateFromDirectoryAsync(pack, zip, cancellation);
            return Results.File(await File.ReadAllBytesAsync(zip, cancellation), "application/zip", $"{name}.zip");
        }
        catch (NotAllowedException refused)
        {
            return Results.Text(refused.Reason.ToString(), statusCode: StatusCodes.Status403Forbidden);
        }
        catch (InputException wrong)
        {
            return Results.Text(wrong.Message, statusCode: StatusCodes.Status404NotFound);
        }
        catch (LogDamagedException damaged)
        {
            return Results.Text(damaged.Reason.ToString(), statusCode: StatusCodes.Status409Conflict);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IResult> ProofAsync(Func<Task<string>> prove, string name)
    {
        try
        {
            return Results.File(Encoding.UTF8.GetBytes(await prove()), "text/plain; charset=utf-8", name);
        }
        catch (InputException wrong)
        {
            return Results.Text(wrong.Message, statusCode: StatusCodes.Status404NotFound);
        }
        catch (LogDamagedException damaged)
        {
            return Results.Text(damaged.Reason.ToString(), statusCode: StatusCodes.Status409Conflict);
        }
    }
}
