using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Components.Runs;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Judging;
using Workbench.Core.Runs.Outputs;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Runs, for programs: what they found, and how one is made.</summary>
public static class RunsApi
{
    /// <param name="Suite">Name, or name@version.</param>
    /// <param name="Models">Asked as they are.</param>
    /// <param name="Candidates">Models with prompt, settings, adapters or template of their own.</param>
    /// <param name="Priority">low, normal or high.</param>
    /// <param name="Caching">off, deterministic or always; deterministic unless told, off in a reproducible run.</param>
    /// <param name="Judge">In place of the suite's judges.</param>
    /// <param name="Probe">Of a probe alone: answers asked of each candidate, 1 to 10.</param>
    public sealed record NewRun(string? Suite, string[]? Models, NewCandidate[]? Candidates, int? Limit, int? Repeats, bool Reproducible, string? Priority, string? Caching, string? Judge, int? Probe);

    public sealed record NewScores(string? Suite);

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        api.MapGet("/runs", (int? count, string? after, IRunStore runs, CancellationToken cancellation) =>
            ApiAnswer.PageAsync("runs", new ApiPage(count, after), (most, before) => runs.ListAsync(most, before, cancellation), run => run.Id, Describe));
        api.MapGet("/runs/{id}", ShowAsync);
        api.MapGet("/runs/{id}/export", RunExportEndpoint.ExportAsync).Does("results.export");
        api.MapPost("/runs", async (NewRun body, HttpContext context, ApiNames names, RunQueue queue, IRunStore runs) =>
        {
            var run = await queue.EnqueueAsync(await SpecAsync(body, names, context.RequestAborted), CurrentActor.From(context.User), context.RequestAborted);
            return Results.Text(Describe(run).ToJsonString(CommandJson.Options), "application/json", statusCode: StatusCodes.Status201Created);
        }).Does("run.enqueue");
        api.MapPost("/runs/probe", async (NewRun body, HttpContext context, ApiNames names, RunQueue queue) =>
        {
            var spec = await SpecAsync(body, names, context.RequestAborted);
            var count = body.Probe is null or (>= 1 and <= 10) ? body.Probe ?? 3 : throw new InputException(new InputProblem(new Phrase("Suites.NotWhole", $"{body.Probe}", "1", "10"), Field: "probe"));
            var probes = new JsonArray();
            foreach (var candidate in spec.Candidates)
            {
                var probe = await queue.ProbeAsync(spec, candidate, count, CurrentActor.From(context.User), context.RequestAborted);
                probes.Add(new JsonObject { ["candidate"] = probe.Candidate, ["answered"] = probe.Answered, ["seconds"] = new JsonObject { ["low"] = Math.Round(probe.Low.TotalSeconds, 3), ["high"] = Math.Round(probe.High.TotalSeconds, 3) } });
            }

            return ApiAnswer.Json(new JsonObject { ["probes"] = probes });
        }).Does("run.probe");
        api.MapPost("/runs/outputs", async (string? suite, string? file, string? format, string? candidate, HttpContext context, ApiNames names, OutputScoring scoring) =>
        {
            var found = await names.SuiteAsync(suite, context.RequestAborted);
            using var body = await ApiFile.KeepAsync(context, file ?? "outputs.jsonl");
            return ApiAnswer.Json(Describe(await scoring.ScoreAsync(found, body.Path, format, candidate, CurrentActor.From(context.User), context.RequestAborted)));
        }).Takes(ApiFile.MostBytes).Does("run.score-outputs");
        api.MapPost("/runs/{id}/rescore", async (string id, NewScores body, HttpContext context, ApiNames names, OutputScoring scoring) =>
            ApiAnswer.Json(Describe(await scoring.RescoreAsync(id, await names.SuiteAsync(body.Suite, context.RequestAborted), CurrentActor.From(context.User), context.RequestAborted)))).Does("run.rescore");
        api.MapDelete("/cache", async (HttpContext context, IResponseCache cache) =>
        {
            await cache.ClearAsync(CurrentActor.From(context.User), context.RequestAborted);
            return Results.NoContent();
        }).Does("cache.clear");
    }

    /// <exception cref="InputException">There is no such run.</exception>
    internal static async Task<RunHeader> FindAsync(IRunStore runs, string id, CancellationToken cancellation) =>
        await runs.FindAsync(id, cancellation) ?? throw new InputException(new InputProblem(new Phrase("Runs.NoRun", id), Field: "run"));

    internal static JsonObject Describe(RunHeader run) => new()
    {
        ["run"] = run.Id,
        ["suite"] = new JsonObject { ["name"] = run.SuiteName, ["version"] = run.SuiteVersion, ["sha256"] = run.SuiteSha256 },
        ["status"] = RunExport.Word<RunStatus>(run.Status),
        ["priority"] = RunExport.Word<RunPriority>(run.Priority),
        ["counts"] = new JsonObject { ["expected"] = run.Expected, ["answered"] = run.Answered, ["errors"] = run.Errors },
        ["candidates"] = new JsonArray([.. run.Candidates.Select(candidate => new JsonObject { ["name"] = candidate.Name, ["model"] = candidate.Model, ["sha256"] = candidate.Hash })]),
        ["by"] = run.StartedBy,
        ["createdAt"] = ApiAnswer.Time(run.CreatedAt),
        ["finishedAt"] = ApiAnswer.Time(run.FinishedAt),
        ["reproducible"] = run.Reproducible,
        ["problem"] = run.Problem?.ToString(),
    };

    /// <summary>As <c>run --json</c> prints it, with where the run stands.</summary>
    private static async Task<IResult> ShowAsync(string id, IRunStore runs, RunSummaries summaries, CancellationToken cancellation)
    {
        var header = await FindAsync(runs, id, cancellation);

        // Of a run that has ended, whoever asks wants all of it; of one that goes on, what it came to a moment ago will do.
        var figures = header.IsUnfinished ? await summaries.OfAsync(header.Id, cancellation) : new RunFigureSet(await summaries.WholeAsync(header.Id, cancellation), true);
        var document = RunReport.Json(figures.Summary, await runs.SuiteAsync(header.Id, cancellation), []);
        document["current"] = figures.IsCurrent;
        foreach (var (name, value) in Describe(header).Where(field => !document.ContainsKey(field.Key)).ToList())
        {
            document[name] = value?.DeepClone();
        }

        return ApiAnswer.Json(document);
    }

    private static async Task<RunSpec> SpecAsync(NewRun body, ApiNames names, CancellationToken cancellation)
    {
        var suite = await names.SuiteAsync(body.Suite, cancellation);
        suite = body.Judge is { Length: > 0 } judge ? JudgePlan.With(suite, judge) : suite;
        var spec = new RunSpec(suite, names.Candidates(body.Models, body.Candidates), body.Limit, body.Reproducible)
        {
            Priority = RunQueueApi.Word<RunPriority>(body.Priority, "priority") ?? RunPriority.Normal,
            Repeats = body.Repeats,
            Caching = RunQueueApi.Word<RunCaching>(body.Caching, "caching") ?? (body.Reproducible ? RunCaching.Off : RunCaching.Deterministic),
        };
        RunPlan.Check(spec);
        await names.RequireJudgesAsync(JudgePlan.Judges(suite), cancellation);
        return spec;
    }
}
