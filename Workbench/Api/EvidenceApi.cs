using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Workbench.Cli;
using Workbench.Configuration;
using Workbench.Core.Evidence;
using Workbench.Core.Language;
using Workbench.Core.Storage.Evidence;
using Workbench.Core.Storage.Governance;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Evidence files, for programs and as downloads.</summary>
public static class EvidenceApi
{
    /// <param name="Subject">For example <c>clause A-0001 9.1</c> or <c>finding F-0001</c>.</param>
    public sealed record NewLink(string? Subject);

    public static IEndpointRouteBuilder MapEvidence(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(WorkbenchUrls.EvidencePath + "/{id}/file", FileAsync);
        return routes;
    }

    public static void MapEvidenceFiles(this IEndpointRouteBuilder api)
    {
        api.MapGet("/evidence", (int? count, string? after, string? kind, string? subject, bool? expired, IEvidenceReader evidence, CancellationToken cancellation) => ApiAnswer.PageAsync(
            "evidence",
            new ApiPage(count, after),
            (most, before) => evidence.ListAsync(new EvidenceFilter(EvidenceCommands.Kind(kind), string.IsNullOrEmpty(subject) ? null : EvidenceSubject.Parse(subject), expired), most, before, cancellation),
            file => file.Id,
            EvidenceCommands.Json));
        api.MapGet("/evidence/{id}", async (string id, IEvidenceReader evidence, CancellationToken cancellation) => ApiAnswer.Json(EvidenceCommands.Json(await evidence.FindAsync(id, cancellation) ?? throw NoFile(id))));
        api.MapGet("/evidence/{id}/file", FileAsync).Does("results.export");
        api.MapPost("/evidence", async (string? name, string? kind, string? note, string? expires, [FromQuery] string[]? subject, HttpContext context, EvidenceStore evidence) =>
        {
            var draft = new EvidenceDraft(name ?? "", EvidenceCommands.Kind(kind ?? "")!.Value, note, context.Request.ContentType, EvidenceCommands.EndOf(expires, "expires"));
            return ApiAnswer.Json(EvidenceCommands.Json(await evidence.AddAsync(context.Request.Body, draft, [.. (subject ?? []).Select(EvidenceSubject.Parse)], CurrentActor.From(context.User), context.RequestAborted)));
        }).Takes(EvidenceRules.MostBytes + 1).Does("evidence.add");
        api.MapPost("/evidence/{id}/links", async (string id, NewLink body, HttpContext context, EvidenceStore evidence) =>
            ApiAnswer.Json(EvidenceCommands.Json(await evidence.LinkAsync(id, EvidenceSubject.Parse(body.Subject ?? ""), CurrentActor.From(context.User), context.RequestAborted)))).Does("evidence.link");
        api.MapDelete("/evidence/{id}/links", async (string id, string? subject, HttpContext context, EvidenceStore evidence) =>
            ApiAnswer.Json(EvidenceCommands.Json(await evidence.UnlinkAsync(id, EvidenceSubject.Parse(subject ?? ""), CurrentActor.From(context.User), context.RequestAborted)))).Does("evidence.unlink");
    }

    private static InputException NoFile(string id) => new(new InputProblem(new Phrase("Evidence.NoFile", id), Field: "evidence"));

    private static async Task<IResult> FileAsync(string id, HttpContext context, IEvidenceReader evidence, ExportJournal journal, CancellationToken cancellation)
    {
        try
        {
            if (await evidence.FindAsync(id, cancellation) is not { } file)
            {
                return ApiGate.Covers(context) ? throw NoFile(id) : Results.Text(new Phrase("Evidence.NoFile", id).In(CultureInfo.CurrentUICulture), statusCode: StatusCodes.Status404NotFound);
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
        catch (NotAllowedException refused) when (!ApiGate.Covers(context))
        {
            return Results.Text(refused.Reason.In(CultureInfo.CurrentUICulture), statusCode: StatusCodes.Status403Forbidden);
        }
        catch (InputException problem) when (!ApiGate.Covers(context))
        {
            return Results.Text(string.Join('\n', problem.Problems.Select(one => one.Message.In(CultureInfo.CurrentUICulture))), statusCode: StatusCodes.Status409Conflict);
        }
    }
}
