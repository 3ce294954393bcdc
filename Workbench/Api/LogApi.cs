using System.IO.Compression;
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
        routes.MapGet(WorkbenchUrls.LogExport(), async (HttpContext context, LogExport export) =>
        {
            var folder = Directory.CreateTempSubdirectory("workbench-log-").FullName;
            try
            {
                var pack = Path.Combine(folder, "log");
                await export.WriteAsync(pack, CurrentActor.From(context.User), context.RequestAborted);
                var zip = Path.Combine(folder, "log.zip");
                await ZipFile.CreateFromDirectoryAsync(pack, zip, context.RequestAborted);
                return Results.File(await File.ReadAllBytesAsync(zip, context.RequestAborted), "application/zip", "workbench-log.zip");
            }
            catch (NotAllowedException refused)
            {
                return Results.Text(refused.Reason.ToString(), statusCode: StatusCodes.Status403Forbidden);
            }
            catch (LogDamagedException damaged)
            {
                return Results.Text(damaged.Reason.ToString(), statusCode: StatusCodes.Status409Conflict);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return routes;
    }
}
