using System.Globalization;
using Workbench.Configuration;
using Workbench.Core.Evidence;
using Workbench.Core.Language;
using Workbench.Core.Storage.Governance;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Evidence files as downloads.</summary>
public static class EvidenceApi
{
    public static IEndpointRouteBuilder MapEvidence(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(WorkbenchUrls.EvidencePath + "/{id}/file", async (string id, HttpContext context, IEvidenceReader evidence, ExportJournal journal, CancellationToken cancellation) =>
        {
            try
            {
                if (await evidence.FindAsync(id, cancellation) is not { } file)
                {
                    return Results.Text(new Phrase("Evidence.NoFile", id).In(CultureInfo.CurrentUICulture), statusCode: StatusCodes.Status404NotFound);
                }

                var content = await evidence.OpenAsync(file.Id, cancellation);
                try
                {
                    await journal.AdmitAsync("evidence.exported", file.Id, "file", CurrentActor.From(context.User), cancellation);
                }
                catch
                {
                    await content.DisposeAsync();
                    throw;
                }

                // Never as what it says it is: a page or a script somebody uploaded must not run here.
                context.Response.Headers.XContentTypeOptions = "nosniff";
                context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
                context.Response.Headers.CacheControl = "no-store";
                return Results.Stream(content, EvidenceRules.UnknownType, file.Name);
            }
            catch (NotAllowedException refused)
            {
                return Results.Text(refused.Reason.In(CultureInfo.CurrentUICulture), statusCode: StatusCodes.Status403Forbidden);
            }
            catch (InputException problem)
            {
                return Results.Text(string.Join('\n', problem.Problems.Select(one => one.Message.In(CultureInfo.CurrentUICulture))), statusCode: StatusCodes.Status409Conflict);
            }
        });
        return routes;
    }
}
