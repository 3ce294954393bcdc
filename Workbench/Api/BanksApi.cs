using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Core.Banks;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Banks;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Question banks, for programs.</summary>
public static class BanksApi
{
    /// <param name="Kind">generated, should-refuse, should-answer or culture.</param>
    /// <param name="Leaf">Risk, for example a.2.d.</param>
    /// <param name="Due">Day from which it has to be looked at again, for example 2027-05-16.</param>
    public sealed record NewQuestion(string? Kind, string? Leaf, string? Language, string? Text, string? Target, string[]? Choices, string? Cluster, string? Expected, string? Source, string? License, string? Note, string? Due)
    {
        internal BankDraft Read(int line = 0) => new(BankNames.Kind(Kind) ?? throw Wrong("Banks.UnknownBank", Kind, "kind"), Leaf ?? "", Language ?? "", Text ?? "")
        {
            Target = Target,
            Choices = [.. Choices ?? []],
            Cluster = Cluster,
            Expected = Expected,
            Source = Source,
            License = License,
            Note = Note,
            Due = string.IsNullOrEmpty(Due) ? null : FindingCommands.Day(Due, "due"),
            Line = line,
        };
    }

    /// <param name="Submit">Gives them to review at once.</param>
    public sealed record NewQuestions(NewQuestion[]? Questions, bool Submit);

    /// <param name="Revision">That the change is made to; refused when somebody made a later one.</param>
    public sealed record ChangedQuestion(int Revision, NewQuestion? Question);

    /// <param name="Kind">All banks unless told.</param>
    public sealed record StarterKind(string? Kind);

    /// <summary>Which questions: one by its id, else all that the rest takes.</summary>
    public sealed record QuestionStep(string? Id, string? Kind, string? Leaf, string? Language, string? Text, string? Reason)
    {
        internal BankSelection Selection() => Id is { Length: > 0 } id ? BankSelection.One(id)
            : Filter(Kind, Leaf, null, Language, Text) is var filter && filter != new BankFilter() ? BankSelection.All(filter)
            : throw new InputException(new InputProblem(new Phrase("Banks.NothingChosen")));
    }

    public sealed record NewDraw(string? Name, string? Kind, string? Leaf, string? Language, string? Text, int? PerLeaf, int? Total, int? Seed);

    public static void MapBanks(this IEndpointRouteBuilder api)
    {
        api.MapGet("/banks/questions", (int? count, string? after, string? kind, string? leaf, string? state, string? language, string? text, BankQuery banks, CancellationToken cancellation) =>
            ApiAnswer.PageAsync("questions", new ApiPage(count, after), (most, last) => banks.ListAsync(Filter(kind, leaf, state, language, text), most, last, cancellation), item => item.Id, BankCommands.Json));
        api.MapGet("/banks/questions/{id}", async (string id, BankQuery banks, CancellationToken cancellation) =>
            ApiAnswer.Json(BankCommands.Json(await banks.FindAsync(id, cancellation) ?? throw new InputException(new InputProblem(new Phrase("Banks.NoQuestion", id), Field: "question")))));
        api.MapPost("/banks/questions", async (NewQuestions body, HttpContext context, BankStore banks) => Added(await banks.AddAsync(
            [.. (body.Questions ?? []).Select((question, place) => question.Read(place + 1))], "api", body.Submit, null, CurrentActor.From(context.User), context.RequestAborted))).Does("bank.add");
        api.MapPost("/banks/import", async (string? file, string? format, string? kind, string? leaf, string? language, string? license, string? source, bool? submit, HttpContext context, BankStore banks, RiskTaxonomy taxonomy) =>
        {
            using var body = await ApiFile.KeepAsync(context, file ?? "questions.jsonl");
            var drafts = BankFile.Read(body.Path, new BankDefaults(Kind(kind), leaf, language, license, source, format), taxonomy);
            return Added(await banks.AddAsync(drafts, Path.GetFileName(body.Path), submit == true, null, CurrentActor.From(context.User), context.RequestAborted));
        }).Takes(ApiFile.MostBytes).Does("bank.add");
        api.MapPost("/banks/starter", async (StarterKind body, HttpContext context, StarterBanks banks) => Added(await banks.AddAsync(Kind(body.Kind), CurrentActor.From(context.User), context.RequestAborted))).Does("bank.load-starter");
        api.MapPut("/banks/questions/{id}", async (string id, ChangedQuestion body, HttpContext context, BankStore banks) => ApiAnswer.Json(BankCommands.Json(await banks.EditAsync(
            id, body.Revision, (body.Question ?? throw new InputException(new InputProblem(new Phrase("Governance.FieldMissing", "question"), Field: "question"))).Read(), CurrentActor.From(context.User), context.RequestAborted)))).Does("bank.edit");
        Step(api, "submit", static (banks, body, actor, stop) => banks.SubmitAsync(body.Selection(), actor, stop));
        Step(api, "accept", static (banks, body, actor, stop) => banks.AcceptAsync(body.Selection(), actor, stop));
        Step(api, "return", static (banks, body, actor, stop) => banks.ReturnAsync(body.Selection(), body.Reason ?? "", actor, stop));
        Step(api, "retire", static (banks, body, actor, stop) => banks.RetireAsync(body.Selection(), body.Reason ?? "", actor, stop));
        api.MapPost("/banks/draw", async (NewDraw body, HttpContext context, BankExport banks) =>
        {
            var plan = new SamplingPlan(BankFilterSettings.Positive(body.PerLeaf, "perLeaf"), BankFilterSettings.Positive(body.Total, "total"), body.Seed ?? 1, body.Language is { Length: > 0 } language ? [language] : []);
            var suite = await banks.WriteAsync(Filter(body.Kind, body.Leaf, null, body.Language, body.Text), plan, body.Name ?? "", null, CurrentActor.From(context.User), context.RequestAborted);
            return ApiAnswer.Json(new JsonObject { ["suite"] = SuiteCommands.Describe(suite) });
        }).Does("bank.draw");
    }

    private static void Step(IEndpointRouteBuilder api, string name, Func<BankStore, QuestionStep, Actor, CancellationToken, Task<BankStep>> step) => api.MapPost($"/banks/{name}", async (QuestionStep body, HttpContext context, BankStore banks) =>
    {
        var done = await step(banks, body, CurrentActor.From(context.User), context.RequestAborted);
        return ApiAnswer.Json(new JsonObject { ["done"] = done.Done, ["own"] = done.Own });
    }).Does($"bank.{name}");

    private static BankFilter Filter(string? kind, string? leaf, string? state, string? language, string? text) =>
        new(Kind(kind), leaf, string.IsNullOrEmpty(state) ? null : BankNames.State(state) ?? throw Wrong("Banks.UnknownState", state, "state"), language, text);

    private static BankKind? Kind(string? kind) => string.IsNullOrEmpty(kind) ? null : BankNames.Kind(kind) ?? throw Wrong("Banks.UnknownBank", kind, "kind");

    private static InputException Wrong(string key, string? word, string field) => new(new InputProblem(new Phrase(key, word ?? ""), Field: field));

    private static IResult Added(BankImport done) => ApiAnswer.Json(new JsonObject { ["added"] = done.Added, ["known"] = done.Known });
}
