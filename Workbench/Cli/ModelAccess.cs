using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Inference.Devices;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Language;
using Workbench.Core.Models;
using Workbench.Core.Storage.Models;

namespace Workbench.Cli;

/// <summary>The models that pages and commands may use, from the settings: hosts on this machine and remote endpoints.</summary>
public static class ModelAccess
{
    public static IServiceCollection AddModelAccess(this IServiceCollection services)
    {
        services.AddSingleton(static provider => Hosts(provider, provider.GetService<IConfiguration>()));
        services.AddSingleton(static provider => new MachineWatch(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new ModelPool(
            provider.GetRequiredService<ModelHosts>(),
            Endpoints(provider.GetService<IConfiguration>()),
            provider.GetRequiredService<TimeProvider>())
        {
            Devices = () => HostFit.Devices(provider.GetRequiredService<MachineWatch>().State.Current),
        });
        services.AddSingleton<IModelPool>(static provider => provider.GetRequiredService<ModelPool>());
        return services;
    }

    /// <summary><c>Workbench:Endpoints</c>: a list of Name, Url, ApiKey and Model, with limits where they differ from the usual ones (<see cref="EndpointSettings"/>).</summary>
    /// <exception cref="InputException">Entries without name or address, two of one name, limits that are no numbers: all of them at once.</exception>
    public static ImmutableArray<ModelEndpoint> Endpoints(IConfiguration? configuration)
    {
        var problems = ImmutableArray.CreateBuilder<InputProblem>();
        var endpoints = ImmutableArray.CreateBuilder<ModelEndpoint>();
        foreach (var entry in configuration?.GetSection("Workbench:Endpoints").GetChildren() ?? [])
        {
            if (entry["Name"] is not { Length: > 0 } name || entry["Url"] is not { Length: > 0 } address)
            {
                problems.Add(new InputProblem(new Phrase("Inference.EndpointIncomplete"), "appsettings.json", Field: entry.Path));
            }
            else if (endpoints.Any(endpoint => endpoint.Name == name) || name.StartsWith("null:", StringComparison.Ordinal))
            {
                problems.Add(new InputProblem(new Phrase("Inference.EndpointNameTaken", name), "appsettings.json", Field: $"{entry.Path}:Name"));
            }
            else
            {
                endpoints.Add(new ModelEndpoint(name, address, entry["ApiKey"], entry["Model"]) { Limits = EndpointSettings.Limits(entry, problems) });
            }
        }

        return problems.Count == 0 ? endpoints.ToImmutable() : throw new InputException(problems.ToImmutable());
    }

    /// <exception cref="ModelUnavailableException">The first of <paramref name="models"/> that is no null runner, endpoint, catalogued name or file.</exception>
    public static void RequireKnown(IServiceProvider services, IEnumerable<string> models)
    {
        var endpoints = Endpoints(services.GetService<IConfiguration>());
        var catalog = services.GetRequiredService<IModelCatalog>();
        foreach (var model in models)
        {
            if (model.StartsWith("null:", StringComparison.Ordinal))
            {
                _ = NullRunner.For(model);
            }
            else if (!endpoints.Any(endpoint => endpoint.Name == model) && catalog.FindPath(model) is null && !File.Exists(model))
            {
                throw new ModelUnavailableException(new Phrase("Inference.ModelUnknown", model));
            }
        }
    }

    private static ModelHosts Hosts(IServiceProvider provider, IConfiguration? configuration)
    {
        ModelSettings.GiveLibraries(configuration);
        var specs = ModelSettings.Specs(configuration);
        return new ModelHosts(
            provider.GetRequiredService<IModelCatalog>(),
            ModelSettings.Limits(configuration),
            HostProgram.OfThisWorkbench(),
            provider.GetRequiredService<TimeProvider>())
        {
            Configured = name => specs.GetValueOrDefault(name, HostSpec.Default),
            Kept = path => provider.GetRequiredService<LoadSettingsStore>().Find(path),
        };
    }
}
