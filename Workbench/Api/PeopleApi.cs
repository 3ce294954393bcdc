using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Core.Governance;
using Workbench.Core.Storage.Governance;
using Workbench.People;

namespace Workbench.Api;

/// <summary>People, tokens and what one may do, for programs.</summary>
public static class PeopleApi
{
    public sealed record NewPerson(string? Name, string[]? Roles, string? Password);

    public sealed record NewRoles(string[]? Roles);

    public sealed record NewPassword(string? Password);

    public static void MapPeople(this IEndpointRouteBuilder api)
    {
        api.MapGet("/me", (HttpContext context) => ApiAnswer.Json(Me(CurrentActor.From(context.User))));
        api.MapGet("/operations", (HttpContext context, IEnumerable<EndpointDataSource> routes) => ApiAnswer.Json(OperationsFor(CurrentActor.From(context.User), routes)));
        api.MapGet("/people", (int? count, string? after, PeopleStore people, CancellationToken cancellation) => ApiAnswer.PageAsync("people", new ApiPage(count, after), _ => people.ListAsync(cancellation), PeopleCommands.Describe));
        api.MapGet("/tokens", async (HttpContext context, TokenStore tokens, TimeProvider time) => ApiAnswer.Json(new JsonObject
        {
            ["tokens"] = new JsonArray([.. (await tokens.ListAsync(CurrentActor.From(context.User).Id, context.RequestAborted)).Select(token => TokenCommands.Describe(token, time.GetUtcNow()))]),
        }));
        api.MapPost("/people", async (NewPerson body, HttpContext context, PeopleStore people) => ApiAnswer.Json(PeopleCommands.Describe(await people.AddAsync(
            body.Name ?? "", PeopleCommands.ReadRoles(body.Roles ?? []), body.Password, CurrentActor.From(context.User), context.RequestAborted, mustChange: true)))).Does("person.add");
        api.MapPut("/people/{id}/roles", async (string id, NewRoles body, HttpContext context, PeopleStore people) =>
            ApiAnswer.Json(PeopleCommands.Describe(await people.SetRolesAsync(id, PeopleCommands.ReadRoles(body.Roles ?? []), CurrentActor.From(context.User), context.RequestAborted)))).Does("person.set-roles");
        Step(api, "lock", static (people, id, actor, stop) => people.LockAsync(id, actor, stop));
        Step(api, "unlock", static (people, id, actor, stop) => people.UnlockAsync(id, actor, stop));
        Step(api, "erase", static (people, id, actor, stop) => people.EraseAsync(id, actor, stop));
        api.MapPost("/people/{id}/reset", async (string id, HttpContext context, PeopleStore people) =>
            ApiAnswer.Json(new JsonObject { ["password"] = await people.ResetAsync(id, CurrentActor.From(context.User), context.RequestAborted) })).Does("person.reset");
        api.MapPut("/people/{id}/password", async (string id, NewPassword body, HttpContext context, PeopleStore people) =>
        {
            await people.SetPasswordAsync(id, body.Password ?? "", CurrentActor.From(context.User), context.RequestAborted);
            return Results.NoContent();
        }).Does("person.set-password");
    }

    private static void Step(IEndpointRouteBuilder api, string name, Func<PeopleStore, string, Actor, CancellationToken, Task<Person>> step) => api.MapPost($"/people/{{id}}/{name}", async (string id, HttpContext context, PeopleStore people) =>
        ApiAnswer.Json(PeopleCommands.Describe(await step(people, id, CurrentActor.From(context.User), context.RequestAborted)))).Does($"person.{name}");

    private static JsonObject Me(Actor actor) => new()
    {
        ["id"] = actor.Id,
        ["name"] = actor.Name,
        ["roles"] = new JsonArray([.. actor.Roles.Order().Select(role => JsonValue.Create(role.ToString()))]),
        ["permissions"] = new JsonArray([.. Enum.GetValues<Permission>().Where(permission => Permissions.Has(actor, permission)).Select(permission => JsonValue.Create(permission.ToString()))]),
    };

    private static JsonObject OperationsFor(Actor actor, IEnumerable<EndpointDataSource> routes)
    {
        var byName = ApiRoutes.ByOperation(routes);
        return new JsonObject
        {
            ["operations"] = new JsonArray([.. Operations.All.Select(operation => new JsonObject
            {
                ["operation"] = operation.Name,
                ["permission"] = operation.Permission.ToString(),
                ["roles"] = ApiAnswer.Strings(Permissions.RolesWith(operation.Permission).Select(role => role.ToString())),
                ["allowed"] = Permissions.Has(actor, operation.Permission),
                ["routes"] = ApiAnswer.Strings(byName[operation.Name].Select(route => $"{route.Method} {route.Path}")),
                ["whyNone"] = NotOverHttp.WhyNot(operation.Name),
            })]),
        };
    }
}
