using System.Collections.Immutable;
using Workbench.Cli;
using Workbench.Core.Inference.Devices;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Language;
using Workbench.Core.Models;
using Workbench.Core.Models.Fit;

namespace Workbench.Api;

/// <summary>What memory models would take, for programs. Beside <c>/models/{name}</c>, so that it hides no model's name.</summary>
public static class ModelsFitApi
{
    public static void MapModelsFit(this IEndpointRouteBuilder api)
    {
        api.MapGet("/devices", (MachineWatch machine) => ApiAnswer.Json(MachineOutput.Json(machine.State.Current)))
            .WithDescription("Processor, memory and graphics devices as the drivers tell them now; what one does not tell is null.");
        api.MapGet("/fit", (string[] model, int? context, int? sequences, string? kv, string? device, bool? exact, ModelCatalog catalog, ModelHosts hosts, MachineWatch machine) =>
        {
            var spec = FitOutput.Spec(exact ?? false, context, sequences, device, kv, "");
            var (models, loaded) = (Find(catalog, model), hosts.State.Current);
            var mapped = catalog.Recent().Models.Where(file => loaded.Find(file.Name) is { MemoryBytes: > 0 }).Sum(file => file.Bytes);
            var devices = HostFit.Devices(machine.State.Current, mapped);
            var set = FitOutput.Set(models, spec, devices, name => loaded.Find(name) is { IsActive: true }, "");
            return ApiAnswer.Json(FitOutput.Json(models, set, devices, FitPlan.Of(set, devices), spec));
        }).WithDescription("Memory that models need, each and together, and how they can be loaded: `model` once for each, settings as of `models fit`.");
    }

    /// <exception cref="InputException">None, one that is not catalogued, or no whole model.</exception>
    private static ImmutableArray<ModelFile> Find(ModelCatalog catalog, string[] names)
    {
        var files = catalog.Recent().Models;
        try
        {
            return names.Length == 0
                ? throw Problem(new Phrase("Governance.FieldMissing", "model"))
                : FitLookup.Find(names, name => files.FirstOrDefault(file => file.Name == name) ?? throw Problem(new Phrase("Inference.ModelUnknown", name)));
        }
        catch (InputException wrong)
        {
            // Where a file lies is nobody's business who asks from elsewhere.
            throw new InputException([.. wrong.Problems.Select(problem => problem with { File = null, Field = "model" })]);
        }
    }

    private static InputException Problem(Phrase message) => new(new InputProblem(message));
}
