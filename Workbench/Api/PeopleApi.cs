using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Governance;
using Workbench.People;

namespace Workbench.Api;

/// <summary>People, tokens and what one may do, for programs. What changes something needs a token: a browser's cookie is not taken there, so no other site can have it sent.</summary>
public static class PeopleApi
{
    public sealed record NewPerson(string? Name, string[]? Roles, string? Password);

    public sealed record NewRoles(string[]? Roles);

    public static IEndpointRouteBuilder MapPeople(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        api.MapGet("/me", (HttpContext context) => Json(Me(CurrentActor.From(context.User))));
        api.MapGet("/operations", (HttpContext context) => Json(OperationsFor(CurrentActor.From(context.User))));
        api.MapGet("/people", async (PeopleStore people, CancellationToken cancellation) =>
            Json(new JsonObject { ["people"] = new JsonArray([.. (await people.ListAsync(cancellation)).Select(PeopleCommands.Describe)]) }));
        api.MapGet("/tokens", async (HttpContext context, TokenStore tokens, TimeProvider time) => Json(new JsonObject
        {
            ["tokens"] = new JsonArray([.. (await tokens.ListAsync(CurrentActor.From(context.User).Id, context.RequestAborted)).Select(token => TokenCommands.Describe(token, time.GetUtcNow()))]),
        }));

        var changes = api.MapGroup("").AddEndpointFilter(TokenOnlyAsync);
        changes.MapPost("/people", async (HttpContext context, NewPerson body, PeopleStore people) => Json(PeopleCommands.Describe(await people.AddAsync(
            body.Name ?? "", PeopleCommands.ReadRoles(body.Roles ?? []), body.Password, CurrentActor.From(context.User), context.RequestAborted, mustChange: true))));
        changes.MapPut("/people/{id}/roles", async (string id, HttpContext context, NewRoles body, PeopleStore people) =>
            Json(PeopleCommands.Describe(await people.SetRolesAsync(id, PeopleCommands.ReadRoles(body.Roles ?? []), CurrentActor.From(context.User), context.RequestAborted))));
        changes.MapPost("/people/{id}/lock", async (string id, HttpContext context, PeopleStore people) =>
            Json(PeopleCommands.Describe(await people.LockAsync(id, CurrentActor.From(context.User), context.RequestAborted))));
        changes.MapPost("/people/{id}/unlock", async (string id, HttpContext context, PeopleStore people) =>
            Json(PeopleCommands.Describe(await people.UnlockAsync(id, CurrentActor.From(context.User), context.RequestAborted))));
        changes.MapPost("/people/{id}/reset", async (string id, HttpContext context, PeopleStore people) =>
            Json(new JsonObject { ["password"] = await people.ResetAsync(id, CurrentActor.From(context.User), context.RequestAborted) }));
        changes.MapPost("/people/{id}/erase", async (string id, HttpContext context, PeopleStore people) =>
            Json(PeopleCommands.Describe(await people.EraseAsync(id, CurrentActor.From(context.User), context.RequestAborted))));
        return routes;
    }

    private static async ValueTask<object?> TokenOnlyAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next) =>
        TokenHandler.Comes(call.HttpContext) ? await next(call) : throw new NotAllowedException(new Phrase("Governance.TokenNeeded"));

    private static JsonObject Me(Actor actor) => new()
    {
        ["id"] = actor.Id,
        ["name"] = actor.Name,
        ["roles"] = new JsonArray([.. actor.Roles.Order().Select(role => JsonValue.Create(role.ToString()))]),
        ["permissions"] = new JsonArray([.. Enum.GetValues<Permission>().Where(permission => Permissions.Has(actor, permission)).Select(permission => JsonValue.Create(permission.ToString()))]),
    };

    private static JsonObject OperationsFor(Actor actor) => new()
    {
        ["operations"] = new JsonArray([.. Operations.All.Select(operation => new JsonObject
        {
            ["operation"] = operation.Name,
            ["permission"] = operation.Permission.ToString(),
            ["roles"] = new JsonArray([.. Permissions.RolesWith(operation.Permission).Select(role => JsonValue.Create(role.ToString()))]),
            ["allowed"] = Permissions.Has(actor, operation.Permission),
        })]),
    };

    private static IResult Json(JsonObject document) => Results.Text(document.ToJsonString(CommandJson.Options), "application/json");
}
