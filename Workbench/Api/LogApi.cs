using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Configuration;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;
using Workbench.People;

namespace Workbench.Api;

/// <summary>The log, for programs and as a download.</summary>
public static class LogApi
{
    /// <param name="NewHistory">Only after the database was put back to an earlier state: goes on as another log.</param>
    public sealed record NewKey(bool NewHistory);

    public static IEndpointRouteBuilder MapLog(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(WorkbenchUrls.LogExport(), (HttpContext context, LogExport export) =>
            ZippedAsync(context, folder => export.WriteAsync(folder, CurrentActor.From(context.User), context.RequestAborted), "workbench-log"));
        routes.MapGet(WorkbenchUrls.LogPath + "/evidence/{subject}", (string subject, HttpContext context, EvidencePack evidence) =>
            ZippedAsync(context, folder => evidence.WriteAsync(subject, folder, CurrentActor.From(context.User), context.RequestAborted), $"{subject}-evidence"));
        routes.MapGet(WorkbenchUrls.LogPath + "/{index:long}/proof", (long index, LogStore log, CancellationToken cancellation) =>
            ProofAsync(() => log.ProveAsync(index, cancellation), $"{index}{LogProof.Extension}"));
        routes.MapGet(WorkbenchUrls.LogCheckpointsPath + "/proof", (long from, long to, LogStore log, CancellationToken cancellation) =>
            ProofAsync(() => log.ProveContinuationAsync(from, to, cancellation), $"{from}-{to}.consistency-proof"));
        routes.MapGet(WorkbenchUrls.LogCheckpointsPath + "/{size:long}/{sha256}.tsr", async (long size, string sha256, LogAnchor anchor, CancellationToken cancellation) =>
            (await anchor.ListAsync([size], cancellation)).FirstOrDefault(stamp => stamp.Sha256 == sha256) is { } stamp
                ? Results.File(stamp.Response, "application/timestamp-reply", $"{size}.tsr")
                : Results.NotFound());
        return routes;
    }

    public static void MapLogFiles(this IEndpointRouteBuilder api)
    {
        api.MapGet("/log", (int? count, string? after, string? subject, string? kind, LogStore log, CancellationToken cancellation) => ApiAnswer.PageAsync(
            "entries", new ApiPage(count, after), (most, before) => log.ListAsync(most, before is null ? null : new ApiPage(null, before).Skip, subject, kind, cancellation), entry => entry.Index.ToString(CultureInfo.InvariantCulture), entry => JsonNode.Parse(entry.Body)));
        api.MapGet("/log/verify", async (LogCheck log, CancellationToken cancellation) =>
        {
            var found = await log.VerifyAsync(cancellation);
            return ApiAnswer.Json(new JsonObject { ["size"] = found.Size, ["root"] = found.Root, ["ok"] = found.Ok, ["firstBad"] = found.FirstBad, ["problem"] = found.Problem?.ToString() });
        });
        api.MapGet("/log/export", (HttpContext context, LogExport export) => ZippedAsync(context, folder => export.WriteAsync(folder, CurrentActor.From(context.User), context.RequestAborted), "workbench-log")).Does("log.export");
        api.MapGet("/log/evidence/{subject}", (string subject, HttpContext context, EvidencePack evidence) =>
            ZippedAsync(context, folder => evidence.WriteAsync(subject, folder, CurrentActor.From(context.User), context.RequestAborted), $"{subject}-evidence")).Does("log.export-evidence");
        api.MapPost("/log/checkpoints", async (HttpContext context, LogStore log) =>
        {
            var (checkpoint, note) = await log.CheckpointAsync(CurrentActor.From(context.User), context.RequestAborted);
            return ApiAnswer.Json(LogCheckpointCommand.Describe(checkpoint, note));
        }).Does("log.checkpoint");
        api.MapPost("/log/rotate-key", async (NewKey body, HttpContext context, LogRotation rotation) =>
        {
            var rotated = await rotation.RotateAsync(body.NewHistory, CurrentActor.From(context.User), context.RequestAborted);
            return ApiAnswer.Json(new JsonObject { ["vkey"] = rotated.Key.Vkey, ["before"] = rotated.Before.Vkey, ["vouched"] = rotated.Vouched, ["size"] = rotated.Checkpoint.Size, ["root"] = rotated.Checkpoint.RootHex });
        }).Does("log.rotate-key");
    }

    private static async Task<IResult> ZippedAsync(HttpContext context, Func<string, Task> write, string name)
    {
        var folder = Directory.CreateTempSubdirectory("workbench-log-").FullName;
        try
        {
            var pack = Path.Combine(folder, "pack");
            await write(pack);
            var zip = Path.Combine(folder, "pack.zip");
            await ZipFile.CreateFromDirectoryAsync(pack, zip, context.RequestAborted);
            return Results.File(await File.ReadAllBytesAsync(zip, context.RequestAborted), "application/zip", $"{name}.zip");
        }
        catch (NotAllowedException refused) when (!ApiGate.Covers(context))
        {
            return Results.Text(refused.Reason.ToString(), statusCode: StatusCodes.Status403Forbidden);
        }
        catch (InputException wrong) when (!ApiGate.Covers(context))
        {
            return Results.Text(wrong.Message, statusCode: StatusCodes.Status404NotFound);
        }
        catch (LogDamagedException damaged) when (!ApiGate.Covers(context))
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
