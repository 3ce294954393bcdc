using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Core.Storage.Models;

/// <summary>Loading and unloading at somebody's wish, by whichever way they ask. What was chosen is kept once a model runs with it.</summary>
public sealed class ModelLoads(ModelHosts hosts, LoadSettingsStore settings)
{
    /// <summary>Waits until the model can answer.</summary>
    /// <exception cref="ModelUnavailableException">It cannot be loaded so; nothing is kept.</exception>
    /// <exception cref="Language.NotAllowedException">None of the actor's roles may load models.</exception>
    public async Task<IModelClient> LoadAsync(string name, HostSpec spec, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.LoadModels);
        var chosen = spec with { Exact = false, Adapters = [] };
        var isChoice = chosen != hosts.SpecOf(name);
        var client = await hosts.LoadAsync(name, spec, cancellation).ConfigureAwait(false);
        if (isChoice && hosts.PathOf(name) is { } path)
        {
            await settings.KeepAsync(path, chosen, actor.Id, cancellation).ConfigureAwait(false);
        }

        return client;
    }

    /// <exception cref="Language.NotAllowedException">None of the actor's roles may load models.</exception>
    public Task UnloadAsync(string name, Actor actor)
    {
        Permissions.Require(actor, Permission.LoadModels);
        return hosts.UnloadAsync(name);
    }

    /// <summary>Back to what is configured, from the next load on.</summary>
    /// <exception cref="Language.NotAllowedException">None of the actor's roles may load models.</exception>
    public async Task ResetAsync(string name, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.LoadModels);
        if (hosts.PathOf(name) is { } path)
        {
            await settings.ForgetAsync(path, cancellation).ConfigureAwait(false);
            hosts.Forget(path);
        }
    }

    /// <returns>Null where nobody chose any.</returns>
    public HostSpec? ChosenFor(string name) => hosts.PathOf(name) is { } path ? settings.Find(path) : null;
}
