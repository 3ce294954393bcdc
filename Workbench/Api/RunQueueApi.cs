using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Steps on runs that are there. The workbench that answers also works on them.</summary>
public static class RunQueueApi
{
    public sealed record NewCandidates(string[]? Models, NewCandidate[]? Candidates);

    public sealed record NewCell(string? Sample, string? Candidate, int Repeat);

    public sealed record NewPriority(string? Priority);

    /// <param name="Direction">up or down.</param>
    public sealed record NewPlace(string? Direction);

    public static void MapRunQueue(this IEndpointRouteBuilder api)
    {
        Step(api, "pause", "run.pause", static (queue, id, actor, stop) => queue.PauseAsync(id, actor, stop));
        Step(api, "cancel", "run.cancel", static (queue, id, actor, stop) => queue.CancelAsync(id, actor, stop));
        Step(api, "resume", "run.resume", static (queue, id, actor, stop) => queue.ResumeAsync(id, actor, stop));
        Step(api, "retry-errors", "run.retry-errors", static (queue, id, actor, stop) => queue.RetryErrorsAsync(id, actor, stop));
        api.MapPost("/runs/{id}/cells/rerun", async (string id, NewCell body, HttpContext context, RunQueue queue, IRunStore runs) =>
        {
            var run = await RunsApi.FindAsync(runs, id, context.RequestAborted);
            var result = await queue.RerunAsync(run.Id, body.Sample ?? "", body.Candidate ?? "", body.Repeat, CurrentActor.From(context.User), context.RequestAborted);
            return ApiAnswer.Json(new JsonObject { ["run"] = run.Id, ["sample"] = result.SampleId, ["candidate"] = result.Candidate, ["repeat"] = result.Repeat, ["error"] = result.Error?.ToString() });
        }).Does("run.rerun-cell");
        api.MapPost("/runs/{id}/candidates", async (string id, NewCandidates body, HttpContext context, ApiNames names, RunQueue queue, IRunStore runs) =>
        {
            var run = await RunsApi.FindAsync(runs, id, context.RequestAborted);
            return ApiAnswer.Json(RunsApi.Describe(await queue.AddCandidatesAsync(run.Id, names.Candidates(body.Models, body.Candidates), CurrentActor.From(context.User), context.RequestAborted)));
        }).Does("run.add-candidates");
        api.MapPut("/runs/{id}/priority", (string id, NewPriority body, HttpContext context, RunQueue queue, IRunStore runs) => DoneAsync(id, context, runs, actor => queue.SetPriorityAsync(
            id, Word<RunPriority>(body.Priority, "priority") ?? throw new InputException(new InputProblem(new Phrase("Governance.FieldMissing", "priority"), Field: "priority")), actor, context.RequestAborted))).Does("run.set-priority");
        api.MapPost("/runs/{id}/move", (string id, NewPlace body, HttpContext context, RunQueue queue, IRunStore runs) => DoneAsync(id, context, runs, actor => queue.MoveAsync(
            id, body.Direction is "up" or "down" ? body.Direction == "up" : throw new InputException(new InputProblem(new Phrase("Decisions.NotOneOf", body.Direction ?? "", "up, down"), Field: "direction")), actor, context.RequestAborted))).Does("run.move");
    }

    /// <exception cref="InputException">It is none of the words.</exception>
    internal static T? Word<T>(string? word, string field)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(static value => RunExport.Word<T>(value)!, StringComparer.OrdinalIgnoreCase);
        return string.IsNullOrEmpty(word) ? null
            : words.TryGetValue(word, out var value) ? value
            : throw new InputException(new InputProblem(new Phrase("Decisions.NotOneOf", word, string.Join(", ", words.Keys)), Field: field));
    }

    private static void Step(IEndpointRouteBuilder api, string name, string operation, Func<RunQueue, string, Actor, CancellationToken, Task> step) =>
        api.MapPost($"/runs/{{id}}/{name}", (string id, HttpContext context, RunQueue queue, IRunStore runs) => DoneAsync(id, context, runs, actor => step(queue, id, actor, context.RequestAborted))).Does(operation);

    private static async Task<IResult> DoneAsync(string id, HttpContext context, IRunStore runs, Func<Actor, Task> step)
    {
        await RunsApi.FindAsync(runs, id, context.RequestAborted);
        await step(CurrentActor.From(context.User));
        return ApiAnswer.Json(RunsApi.Describe(await RunsApi.FindAsync(runs, id, context.RequestAborted)));
    }
}
