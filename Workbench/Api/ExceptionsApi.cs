using Workbench.Cli;
using Workbench.Core.Findings;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Findings;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Exceptions from clauses, for programs.</summary>
public static class ExceptionsApi
{
    /// <param name="FieldOfUse">It holds for this and no other.</param>
    /// <param name="Measure">What compensates.</param>
    /// <param name="Evidence">Ids of files that show that the measure works.</param>
    /// <param name="Expires">Last day, for example 2027-05-16.</param>
    public sealed record NewException(string? Assessment, string? Candidate, string[]? Clauses, string? FieldOfUse, string? Reason, string? Measure, string[]? Evidence, string? Expires);

    public sealed record NewReason(string? Reason);

    public static void MapExceptions(this IEndpointRouteBuilder api)
    {
        api.MapGet("/exceptions", (int? count, string? after, string? standing, string? assessment, ExceptionStore exceptions, CancellationToken cancellation) =>
        {
            var filter = new ExceptionFilter(string.IsNullOrEmpty(standing) ? null : FindingCommands.Word<ExceptionStanding>(standing, "Findings.NoStatus", "standing"), assessment);
            return ApiAnswer.PageAsync("exceptions", new ApiPage(count, after), most => exceptions.ListAsync(filter, most, cancellation), ExceptionCommands.Json);
        });
        api.MapGet("/exceptions/{id}", async (string id, ExceptionStore exceptions, CancellationToken cancellation) =>
            ApiAnswer.Json(ExceptionCommands.Json(await exceptions.FindAsync(id, cancellation) ?? throw new InputException(new InputProblem(new Phrase("Findings.NoSuchException", id), Field: "exception")))));
        api.MapPost("/exceptions", async (NewException body, HttpContext context, ExceptionStore exceptions) => ApiAnswer.Json(ExceptionCommands.Json(await exceptions.RequestAsync(
            new ExceptionDraft(
                body.Assessment ?? "", body.Candidate ?? "", [.. body.Clauses ?? []], body.FieldOfUse ?? "", body.Reason ?? "", body.Measure ?? "", [.. body.Evidence ?? []], EvidenceCommands.EndOf(body.Expires ?? "", "expires")!.Value),
            CurrentActor.From(context.User),
            context.RequestAborted)))).Does("exception.request");
        Step(api, "approve", static (exceptions, id, reason, actor, stop) => exceptions.ApproveAsync(id, reason, actor, stop));
        Step(api, "reject", static (exceptions, id, reason, actor, stop) => exceptions.RejectAsync(id, reason, actor, stop));
        Step(api, "withdraw", static (exceptions, id, reason, actor, stop) => exceptions.WithdrawAsync(id, reason, actor, stop));
    }

    private static void Step(IEndpointRouteBuilder api, string name, Func<ExceptionStore, string, string, Actor, CancellationToken, Task<ClauseException>> step) => api.MapPost($"/exceptions/{{id}}/{name}", async (string id, NewReason body, HttpContext context, ExceptionStore exceptions) =>
        ApiAnswer.Json(ExceptionCommands.Json(await step(exceptions, id, body.Reason ?? "", CurrentActor.From(context.User), context.RequestAborted)))).Does($"exception.{name}");
}
