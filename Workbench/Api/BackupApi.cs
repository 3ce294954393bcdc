using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Configuration;
using Workbench.Core.Language;
using Workbench.Core.Storage.Backup;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Backups that lie in the workspace, as downloads for administrators.</summary>
public static class BackupApi
{
    public static IEndpointRouteBuilder MapBackups(this IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{WorkbenchUrls.SettingsPath}/backups/{{name}}", static (HttpContext context, string name, KeptBackups kept) =>
        {
            try
            {
                return Results.File(kept.PathOf(name, CurrentActor.From(context.User)), "application/zip", name, enableRangeProcessing: true);
            }
            catch (NotAllowedException refused)
            {
                return Results.Text(refused.Reason.ToString(), statusCode: StatusCodes.Status403Forbidden);
            }
            catch (InputException missing)
            {
                return Results.Text(missing.Message, statusCode: StatusCodes.Status404NotFound);
            }
        });
        return routes;
    }

    public static void MapBackupFiles(this IEndpointRouteBuilder api)
    {
        api.MapGet("/backups", (int? count, string? after, KeptBackups kept) => ApiAnswer.PageAsync(
            "backups", new ApiPage(count, after), _ => Task.FromResult(kept.List()), backup => new JsonObject { ["name"] = backup.Name, ["bytes"] = backup.Bytes, ["at"] = ApiAnswer.Time(backup.At) }));
        api.MapGet("/backups/{name}", (string name, HttpContext context, KeptBackups kept) => ApiAnswer.Json(new JsonObject { ["name"] = name }.With(kept.Read(name, CurrentActor.From(context.User))))).Does("backup.look");
        api.MapGet("/backups/{name}/file", (string name, HttpContext context, KeptBackups kept) =>
            Results.File(kept.PathOf(name, CurrentActor.From(context.User)), "application/zip", name, enableRangeProcessing: true)).Does("backup.fetch");
        api.MapPost("/backups", async (HttpContext context, KeptBackups kept) =>
        {
            var made = await kept.MakeAsync(CurrentActor.From(context.User), static _ => { }, context.RequestAborted);
            return ApiAnswer.Json(new JsonObject { ["name"] = Path.GetFileName(made.File), ["bytes"] = made.Bytes, ["sha256"] = made.Sha256 }.With(made.Manifest));
        }).Does("backup.keep");
        api.MapDelete("/backups/{name}", (string name, HttpContext context, KeptBackups kept) =>
        {
            kept.Delete(name, CurrentActor.From(context.User));
            return Results.NoContent();
        }).Does("backup.delete");
    }
}
