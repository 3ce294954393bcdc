using System.Globalization;
using Workbench.Cli;
using Workbench.Core.Compliance;
using Workbench.Core.Findings;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Findings;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Findings, for programs.</summary>
public static class FindingsApi
{
    /// <param name="Severity">blocking, major, minor or observation; of a clause, filled in unless told, as title, fact and samples are.</param>
    /// <param name="Due">Last day, for example 2027-05-16.</param>
    public sealed record NewFinding(
        string? Assessment, string? Clause, string? Run, string? Candidate, string[]? Samples, string? Severity, string? Title, string? Fact, string? Cause, string? Risk, string? Recommendation, string? Owner, string? Due);

    public sealed record NewStep(string? Text);

    /// <param name="Owner">As it is unless told; so is the day.</param>
    public sealed record NewOwner(string? Text, string? Owner, string? Due);

    public static void MapFindings(this IEndpointRouteBuilder api)
    {
        api.MapGet("/findings", (int? count, string? after, string? status, string? severity, string? owner, string? assessment, bool? overdue, FindingStore findings, CancellationToken cancellation) =>
        {
            var filter = new FindingFilter(
                string.IsNullOrEmpty(status) ? null : FindingCommands.Word<FindingStatus>(status, "Findings.NoStatus", "status"),
                string.IsNullOrEmpty(severity) ? null : FindingCommands.Word<Severity>(severity, "Findings.NoSeverity", "severity"),
                owner,
                assessment,
                OverdueOn: overdue == true ? FindingCommands.Today : null);
            return ApiAnswer.PageAsync("findings", new ApiPage(count, after), most => findings.ListAsync(filter, most, cancellation), FindingCommands.Json);
        });
        api.MapGet("/findings/{id}", async (string id, FindingStore findings, CancellationToken cancellation) => ApiAnswer.Json(FindingCommands.Json(await FindAsync(findings, id, cancellation))));
        api.MapPost("/findings", OpenAsync).Does("finding.open");
        Step(api, "respond", static (findings, id, text, actor, stop) => findings.RespondAsync(id, text, actor, stop));
        Step(api, "resolve", static (findings, id, text, actor, stop) => findings.ResolveAsync(id, text, actor, stop));
        Step(api, "reopen", static (findings, id, text, actor, stop) => findings.ReopenAsync(id, text, actor, stop));
        Step(api, "accept", static (findings, id, text, actor, stop) => findings.AcceptAsync(id, text, actor, stop));
        Step(api, "close", static (findings, id, text, actor, stop) => findings.CloseAsync(id, text, actor, stop));
        api.MapPost("/findings/{id}/assign", async (string id, NewOwner body, HttpContext context, FindingStore findings) =>
        {
            var finding = await FindAsync(findings, id, context.RequestAborted);
            return ApiAnswer.Json(FindingCommands.Json(await findings.AssignAsync(
                finding.Id, body.Owner ?? finding.Owner, body.Due is { } day ? FindingCommands.Day(day, "due") : finding.Due, body.Text ?? "", CurrentActor.From(context.User), context.RequestAborted)));
        }).Does("finding.assign");
    }

    private static void Step(IEndpointRouteBuilder api, string name, Func<FindingStore, string, string, Actor, CancellationToken, Task<Finding>> step) => api.MapPost($"/findings/{{id}}/{name}", async (string id, NewStep body, HttpContext context, FindingStore findings) =>
        ApiAnswer.Json(FindingCommands.Json(await step(findings, id, body.Text ?? "", CurrentActor.From(context.User), context.RequestAborted)))).Does($"finding.{name}");

    private static async Task<IResult> OpenAsync(NewFinding body, HttpContext context, IAssessmentViews views, FindingStore findings)
    {
        var prefill = body is { Assessment: { } assessment, Clause: { } clause } && await views.FindAsync(assessment, context.RequestAborted) is { } view
            ? FindingOpenCommand.Prefill(view, clause, body.Candidate, CultureInfo.CurrentUICulture) : null;
        var draft = new FindingDraft(
            body.Severity is { } severity ? FindingCommands.Word<Severity>(severity, "Findings.NoSeverity", "severity") : prefill?.Severity ?? throw new InputException(new InputProblem(new Phrase("Findings.NoSeverity", FindingNames.All<Severity>()), Field: "severity")),
            body.Title ?? prefill?.Title ?? "",
            body.Fact ?? prefill?.Fact ?? "",
            body.Assessment,
            body.Clause,
            body.Run,
            body.Candidate,
            body.Samples is { Length: > 0 } || prefill is null ? [.. (body.Samples ?? []).Select(id => new SampleReference(id, 0))] : prefill.Samples,
            body.Cause,
            body.Risk,
            body.Recommendation,
            body.Owner ?? "",
            FindingCommands.Day(body.Due ?? "", "due"));
        return ApiAnswer.Json(FindingCommands.Json(await findings.OpenAsync(draft, CurrentActor.From(context.User), context.RequestAborted)));
    }

    private static async Task<Finding> FindAsync(FindingStore findings, string id, CancellationToken cancellation) =>
        await findings.FindAsync(id, cancellation) ?? throw new InputException(new InputProblem(new Phrase("Findings.NoSuchFinding", id), Field: "finding"));
}
