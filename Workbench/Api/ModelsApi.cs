using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models;
using Workbench.Core.Models.Gguf;
using Workbench.Core.Storage.Models;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Models of this machine, for programs.</summary>
public static class ModelsApi
{
    /// <param name="Context">Tokens; the engine's choice unless told, as with all others.</param>
    /// <param name="Device">cpu, gpu, cuda or vulkan, the last two also with a number.</param>
    public sealed record NewLoad(int? Context, int? Sequences, int? Threads, string? Device, int? GpuLayers, string? CacheType);

    public static void MapModels(this IEndpointRouteBuilder api)
    {
        api.MapGet("/models", (int? count, string? after, ModelCatalog models, ModelHosts hosts) =>
            ApiAnswer.PageAsync("models", new ApiPage(count, after), _ => Task.FromResult(models.Recent().Models), model => Describe(model, hosts)));
        api.MapGet("/models/{name}", (string name, ApiNames names, ModelCatalog models, ModelHosts hosts) =>
        {
            var model = models.Find(names.Model(name));
            var document = ModelsOutput.Inspection(model, GgufFile.Read(model.Path), null);
            document.Remove("path");
            document["state"] = hosts.State.Current.Find(model.Name)?.Phase.ToString();
            return ApiAnswer.Json(document);
        });
        api.MapPost("/models/{name}/load", async (string name, NewLoad body, HttpContext context, ApiNames names, ModelLoads loads, ModelCatalog models, ModelHosts hosts) =>
        {
            await loads.LoadAsync(names.Model(name), new HostSpec(false, body.Context, body.Sequences, body.Threads, body.Device, body.GpuLayers, body.CacheType), CurrentActor.From(context.User), context.RequestAborted);
            return ApiAnswer.Json(Describe(models.Find(name), hosts));
        }).Does("model.load");
        api.MapPost("/models/{name}/unload", async (string name, HttpContext context, ApiNames names, ModelLoads loads, ModelCatalog models, ModelHosts hosts) =>
        {
            await loads.UnloadAsync(names.Model(name), CurrentActor.From(context.User));
            return ApiAnswer.Json(Describe(models.Find(name), hosts));
        }).Does("model.unload");
        api.MapPost("/models/{name}/reset", async (string name, HttpContext context, ApiNames names, ModelLoads loads, ModelCatalog models, ModelHosts hosts) =>
        {
            await loads.ResetAsync(names.Model(name), CurrentActor.From(context.User), context.RequestAborted);
            return ApiAnswer.Json(Describe(models.Find(name), hosts));
        }).Does("model.reset");
    }

    /// <summary>As <c>models list --json</c> without where it lies, and whether it is loaded.</summary>
    private static JsonObject Describe(ModelFile model, ModelHosts hosts)
    {
        var document = ModelsOutput.Summary(model, null);
        document.Remove("path");
        document["state"] = hosts.State.Current.Find(model.Name)?.Phase.ToString();
        return document;
    }
}
