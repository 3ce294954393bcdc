using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Decisions;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Decisions, for programs: what stands, what waits, and every step.</summary>
public static class DecisionsApi
{
    public sealed record NewCondition(string? Text, string? Owner, string? Due);

    public sealed record NewProposal(
        string? Candidate, string? CandidateSha256, string? FieldOfUse, string[]? Assessments, string? Rationale, string? Type, string? Tier, string? Environment, string? Jurisdiction, string? Question, string[]? Options,
        NewCondition[]? Conditions, string? ResidualRisk, string? Expires, string[]? Triggers, string? Supersedes, bool Draft = false)
    {
        internal DecisionProposal ToProposal() => new(Candidate ?? "", CandidateSha256 ?? "", FieldOfUse ?? "", Assessments?.FirstOrDefault() ?? "", null, "", Rationale ?? "")
        {
            Type = DecisionWords.Choice<DecisionType>(Type, "type") ?? DecisionType.Approve,
            Tier = DecisionWords.Choice<RiskTier>(Tier, "tier") ?? throw new InputException(new InputProblem(new Phrase("Governance.FieldMissing", "tier"), Field: "tier")),
            Environment = Environment,
            Jurisdiction = Jurisdiction,
            Question = Question,
            Options = [.. Options ?? []],
            Conditions = [.. (Conditions ?? []).Select(Condition)],
            ResidualRisk = ResidualRisk,
            FurtherAssessments = [.. (Assessments ?? []).Skip(1)],
            ExpiresAt = DecisionWords.EndOf(Expires, "expires"),
            Triggers = [.. (Triggers ?? []).Select(trigger => DecisionWords.Choice<ReviewReason>(trigger, "triggers")).OfType<ReviewReason>()],
            Supersedes = Supersedes,
        };
    }

    public sealed record NewStep(string? Reason, NewCondition[]? Conditions, string? Expires, string? EffectiveFrom, string? Capacity, string? Override, string? Assessment);

    public sealed record NewSignatory(string[]? Capacities);

    public static void MapDecisions(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/decisions");
        api.MapGet("", async (int? count, string? after, string? field, string? jurisdiction, string? state, bool? inForce, DecisionDesk desk, TimeProvider time, CancellationToken stop) => await ApiAnswer.PageAsync(
            "decisions", new ApiPage(count, after), _ => desk.ListAsync(new DecisionFilter(field, jurisdiction, DecisionWords.Choice<DecisionState>(state, "state"), inForce == true), stop), one => DecisionJson.Of(one, time.GetUtcNow())));
        api.MapGet("/waiting", async (HttpContext context, DecisionDesk desk, TimeProvider time) =>
            List("waiting", (await desk.WaitingAsync(CurrentActor.From(context.User), context.RequestAborted)).Select(one => DecisionJson.Of(one, time.GetUtcNow()))));
        api.MapGet("/{id}", async (string id, HttpContext context, DecisionDesk desk, TimeProvider time) =>
            await desk.SheetAsync(id, CurrentActor.From(context.User), context.RequestAborted) is { } sheet
                ? ApiAnswer.Json(DecisionJson.Of(sheet, time.GetUtcNow()))
                : throw new InputException(new InputProblem(new Phrase("Governance.NoSuchDecision", id), Field: "decision")));

        api.MapPost("", (HttpContext context, NewProposal body, DecisionStore decisions, TimeProvider time) => DoneAsync(context, time, actor => body.Draft
            ? decisions.DraftAsync(body.ToProposal(), actor, context.RequestAborted)
            : decisions.ProposeAsync(body.ToProposal(), actor, context.RequestAborted))).Does("decision.draft").Does("decision.propose");
        api.MapPut("/{id}", (string id, HttpContext context, NewProposal body, DecisionStore decisions, TimeProvider time) =>
            DoneAsync(context, time, actor => decisions.ReviseAsync(id, body.ToProposal(), actor, context.RequestAborted))).Does("decision.revise");
        api.MapPost("/{id}/renew", (string id, HttpContext context, NewStep body, DecisionStore decisions, TimeProvider time) =>
            DoneAsync(context, time, actor => decisions.RenewAsync(id, body.Reason ?? "", body.Assessment, actor, context.RequestAborted))).Does("decision.renew");
        api.MapPost("/{id}/approve", (string id, HttpContext context, NewStep body, DecisionStore decisions, TimeProvider time) =>
            DoneAsync(context, time, actor => decisions.ApproveAsync(id, Word(body), actor, context.RequestAborted))).Does("decision.approve");
        foreach (var (name, act) in Steps)
        {
            api.MapPost("/{id}/" + name, (string id, HttpContext context, NewStep body, DecisionStore decisions, TimeProvider time) =>
                DoneAsync(context, time, actor => decisions.TakeAsync(act, id, body.Reason ?? "", actor, context.RequestAborted))).Does($"decision.{name}");
        }

        api.MapPut("/signatories/{person}", async (string person, HttpContext context, NewSignatory body, SignatoryStore signatories) =>
        {
            var actor = CurrentActor.From(context.User);
            await signatories.SetAsync(person, [.. (body.Capacities ?? []).Select(capacity => DecisionWords.Choice<SigningCapacity>(capacity, "capacities")).OfType<SigningCapacity>()], actor, context.RequestAborted);
            return List("signatories", (await signatories.AllAsync(context.RequestAborted)).Select(one => new JsonObject { ["person"] = one.Key, ["capacities"] = new JsonArray([.. one.Select(capacity => JsonValue.Create(capacity.ToString()))]) }));
        }).Does("person.name-signatory");
    }

    /// <summary>Steps that need a reason alone, as addresses name them.</summary>
    public static IReadOnlyList<(string Name, DecisionAct Act)> Steps { get; } =
    [
        ("submit", DecisionAct.Submit), ("withdraw", DecisionAct.Withdraw), ("review", DecisionAct.StartReview), ("request-changes", DecisionAct.RequestChanges), ("reject", DecisionAct.Reject),
        ("dissent", DecisionAct.Dissent), ("suspend", DecisionAct.Suspend), ("reinstate", DecisionAct.Reinstate), ("revoke", DecisionAct.Revoke),
    ];

    private static DecisionCondition Condition(NewCondition condition) => new(condition.Text ?? "", condition.Owner, condition.Due);

    private static ApprovalWord Word(NewStep body) => new(
        body.Reason ?? "",
        [.. (body.Conditions ?? []).Select(Condition)],
        DecisionWords.EndOf(body.Expires, "expires"),
        DecisionWords.Start(body.EffectiveFrom, "effectiveFrom"),
        DecisionWords.Choice<SigningCapacity>(body.Capacity, "capacity") ?? SigningCapacity.Approver,
        body.Override);

    private static async Task<IResult> DoneAsync(HttpContext context, TimeProvider time, Func<Actor, Task<Decision>> change) =>
        ApiAnswer.Json(DecisionJson.Of(await change(CurrentActor.From(context.User)), time.GetUtcNow()));

    private static IResult List(string name, IEnumerable<JsonObject> items) => ApiAnswer.Json(new JsonObject { [name] = new JsonArray([.. items]) });
}
