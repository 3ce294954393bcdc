using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Core.Compliance;
using Workbench.Core.Labels;
using Workbench.Core.Language;
using Workbench.Core.Runs.Judging;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Assessment plans, for programs.</summary>
public static class PlansApi
{
    public sealed record NewBank(string? Bank, int? Total, int? PerLeaf);

    /// <param name="Packs">Ids; those of the jurisdictions and the field of use unless told.</param>
    /// <param name="Banks">Questions to draw; what the packs ask for unless told.</param>
    /// <param name="People">Answers of each candidate that people label.</param>
    /// <param name="Twice">Share of them that two people label.</param>
    /// <param name="Look">Tells what the plan could show and keeps nothing.</param>
    public sealed record NewPlan(
        string[]? Packs, string[]? Jurisdictions, string? FieldOfUse, string[]? Models, NewCandidate[]? Candidates, NewBank[]? Banks, string[]? Languages, int? Seed, int? People, double? Twice, string? Judge, bool Look);

    public static void MapPlans(this IEndpointRouteBuilder api)
    {
        api.MapGet("/plans", (int? count, string? after, IPlanStore plans, CancellationToken cancellation) => ApiAnswer.PageAsync("plans", new ApiPage(count, after), most => plans.ListAsync(most, cancellation), state => new JsonObject
        {
            ["plan"] = state.Plan.Id,
            ["sha256"] = state.Plan.Sha256,
            ["run"] = state.RunId,
            ["packs"] = ApiAnswer.Strings(state.Plan.Packs.Select(pack => pack.Id)),
            ["questions"] = state.Plan.Questions.Length,
        }));
        api.MapGet("/plans/{plan}", async (string plan, IPlanStore plans, CancellationToken cancellation) =>
        {
            var state = await plans.FindAsync(plan, cancellation) ?? throw AssessmentPlanner.NoSuchPlan(plan);
            var document = JsonNode.Parse(state.Plan.Content())!.AsObject();
            (document["sha256"], document["run"]) = (state.Plan.Sha256, state.RunId);
            return ApiAnswer.Json(document);
        });
        api.MapPost("/plans", MakeAsync).Does("plan.make");
        api.MapPost("/plans/{plan}/run", async (string plan, HttpContext context, AssessmentPlanner planner) =>
            ApiAnswer.Json(RunsApi.Describe(await planner.BeginAsync(plan, CurrentActor.From(context.User), context.RequestAborted)))).Does("plan.run");
        api.MapPost("/plans/{plan}/assess", async (string plan, HttpContext context, RunAssessor assessor, IAssessmentStore assessments) =>
            await AssessmentsApi.MadeAsync(await assessor.AssessPlanAsync(plan, CurrentActor.From(context.User), context.RequestAborted), assessments, context.RequestAborted)).Does("plan.assess");
    }

    private static async Task<IResult> MakeAsync(NewPlan body, HttpContext context, ApiNames names, PackCatalog packs, AssessmentPlanner planner)
    {
        var stop = context.RequestAborted;
        var request = new PlanRequest(
            body.Packs is { Length: > 0 } ? await names.PacksAsync(body.Packs, stop) : packs.For(body.Jurisdictions ?? [], body.FieldOfUse), [.. body.Jurisdictions ?? []], names.Candidates(body.Models, body.Candidates))
        {
            FieldOfUse = body.FieldOfUse,
            Banks = [.. (body.Banks ?? []).Select(bank => new PlannedBank(bank.Bank ?? "", bank.PerLeaf, bank.Total))],
            Languages = [.. body.Languages ?? []],
            Seed = body.Seed ?? 1,
            People = body.People,
            Twice = body.Twice ?? LabelRules.UsualShare,
            Judge = body.Judge,
        };
        var preview = await planner.PreviewAsync(request, stop);
        await names.RequireJudgesAsync(JudgePlan.Judges(preview.Suite), stop);
        if (JudgePlan.Problems(preview.Suite).ToImmutableArray() is { IsEmpty: false } problems)
        {
            throw new InputException(problems);
        }

        return ApiAnswer.Json(PlanJson.Of(preview, body.Look ? null : await planner.PlanAsync(request, CurrentActor.From(context.User), stop)));
    }
}
