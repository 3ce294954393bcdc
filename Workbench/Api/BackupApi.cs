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
}
