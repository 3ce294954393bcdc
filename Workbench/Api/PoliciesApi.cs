using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Core.Compliance;
using Workbench.Core.Storage.Compliance;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Policy packs, for programs.</summary>
public static class PoliciesApi
{
    /// <param name="Text">YAML of a pack.</param>
    /// <param name="Edits">Id of the workspace's own pack that it saves over; null for a new one.</param>
    public sealed record NewPack(string? Text, string? Edits = null);

    public static void MapPolicies(this IEndpointRouteBuilder api)
    {
        api.MapGet("/policies", (int? count, string? after, PackCatalog packs) =>
            ApiAnswer.PageAsync("packs", new ApiPage(count, after), _ => Task.FromResult(packs.List()), file => file.Pack is { } pack ? PolicyCommands.Describe(pack) : new JsonObject { ["file"] = Path.GetFileName(file.Path), ["problems"] = file.Problems.Length }));
        api.MapGet("/policies/{pack}", async (string pack, ApiNames names, CancellationToken cancellation) => Results.Text((await names.PackAsync(pack, cancellation)).Content(), "application/json"));
        api.MapPost("/policies", async (NewPack body, HttpContext context, PackEditor editor, PackCatalog packs) => ApiAnswer.Json(PolicyCommands.Describe(await editor.SaveAsync(
            body.Text ?? "", "pack.yaml", body.Edits is { } edits ? packs.List().FirstOrDefault(file => file.Pack?.Id == edits) : null, CurrentActor.From(context.User), context.RequestAborted)))).Does("policy.save");
    }
}
