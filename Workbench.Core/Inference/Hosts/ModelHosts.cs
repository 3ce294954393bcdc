using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Live;
using Workbench.Core.Models;

namespace Workbench.Core.Inference.Hosts;

/// <summary>All models that run on this machine, each in a process of its own. None of them outlives this object.</summary>
public sealed class ModelHosts : IAsyncDisposable, IDisposable
{
    private const string ExactSuffix = " (exact)";

    private readonly Lock _lock = new();
    private readonly List<ModelHost> _hosts = [];
    private readonly IModelCatalog _catalog;
    private readonly SocketFolder _sockets = new();
    private readonly HostGround _ground;
    private bool _disposed;
    private long _started;

    public ModelHosts(IModelCatalog catalog, HostLimits limits, HostProgram program, TimeProvider time)
    {
        _catalog = catalog;
        _ground = new HostGround(program, _sockets, new ThreadBudget(limits.Cores), limits, time);
        State = new LiveState<HostsState>(HostsState.Empty, time);
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>What every host is doing, for pages to watch.</summary>
    public LiveState<HostsState> State { get; }

    public HostLimits Limits => _ground.Limits;

    /// <summary>Loads a model and waits until it can answer. One that runs with the same settings already is taken as it is; with others it is loaded anew.</summary>
    /// <param name="name">A catalogued name or the path of a GGUF file.</param>
    /// <exception cref="ModelUnavailableException">No such model, or it can't be loaded; the reason has its last words.</exception>
    public async Task<IModelClient> LoadAsync(string name, HostSpec spec, CancellationToken cancellation)
    {
        if (Find(name, spec.Exact) is { } other && other.Spec != spec)
        {
            await StopAsync([other]).ConfigureAwait(false);
        }

        return await OpenAsync(Begin(name, spec), cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends the model's process; running answers end with an error.</summary>
    /// <param name="name">As the state names it, or any name of the same file.</param>
    public async Task UnloadAsync(string name)
    {
        var path = PathOf(name);
        ImmutableArray<ModelHost> chosen;
        lock (_lock)
        {
            chosen = [.. _hosts.Where(host => host.Name == name)];
            chosen = chosen.IsEmpty && path is not null ? [.. _hosts.Where(host => host.Path == path)] : chosen;
        }

        await StopAsync(chosen).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        ImmutableArray<ModelHost> all;
        lock (_lock)
        {
            _disposed = true;
            all = [.. _hosts];
        }

        await StopAsync(all).ConfigureAwait(false);
        _sockets.Dispose();
        State.Complete();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <returns>The full path of a catalogued model or file; null when there is none.</returns>
    internal string? PathOf(string name) => _catalog.FindPath(name) ?? (File.Exists(name) ? Path.GetFullPath(name) : null);

    /// <returns>The active host of a model, whatever its other settings.</returns>
    internal ModelHost? Find(string name, bool exact)
    {
        var path = PathOf(name);
        lock (_lock)
        {
            return _hosts.FirstOrDefault(host => host.IsActive && host.Path == path && host.Spec.Exact == exact);
        }
    }

    internal ImmutableArray<ModelHost> Active()
    {
        lock (_lock)
        {
            return [.. _hosts.Where(static host => host.IsActive)];
        }
    }

    /// <summary>Starts loading without waiting for it; the host that is active already, if there is one.</summary>
    internal ModelHost Begin(string name, HostSpec spec)
    {
        var path = PathOf(name) ?? throw new ModelUnavailableException(new Phrase("Inference.ModelUnknown", name));
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_hosts.FirstOrDefault(host => host.IsActive && host.Path == path && host.Spec.Exact == spec.Exact) is { } active)
            {
                return active;
            }

            var title = spec.Exact ? name + ExactSuffix : name;
            _hosts.RemoveAll(host => !host.IsActive && (host.Name == title || (host.Path == path && host.Spec.Exact == spec.Exact)));
            var initial = new HostState(title, path, spec, new HostPhase.Loading(0)) { Number = ++_started };
            State.Update(state => new HostsState([.. state.Hosts.Where(host => host.Name != title && !(host.Path == path && host.Spec.Exact == spec.Exact)), initial]));
            var started = new ModelHost(initial, _ground, change => State.Update(state => state with { Hosts = [.. state.Hosts.Select(host => host.Number == initial.Number ? change(host) : host)] }));
            _hosts.Add(started);
            return started;
        }
    }

    internal static async Task<IModelClient> OpenAsync(ModelHost host, CancellationToken cancellation)
    {
        await host.ReadyAsync(cancellation).ConfigureAwait(false);
        return new HostedModelClient(host);
    }

    internal static Task StopAsync(ImmutableArray<ModelHost> hosts) => Task.WhenAll(hosts.Select(static host => host.DisposeAsync().AsTask()));

    private void OnProcessExit(object? sender, EventArgs arguments) => Dispose();
}
