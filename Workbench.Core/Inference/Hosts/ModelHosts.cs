using System.Collections.Concurrent;
using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Live;
using Workbench.Core.Models;

namespace Workbench.Core.Inference.Hosts;

/// <summary>All models that run on this machine, each in a process of its own. None of them outlives this object.</summary>
public sealed class ModelHosts : IAsyncDisposable, IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<ModelHost> _hosts = [];
    private readonly IModelCatalog _catalog;
    private readonly SocketFolder _sockets = new();
    private readonly HostGround _ground;
    private readonly ConcurrentDictionary<string, HostSpec> _chosen = new(StringComparer.Ordinal);
    private bool _disposed;
    private long _started;

    public ModelHosts(IModelCatalog catalog, HostLimits limits, HostProgram program, TimeProvider time)
    {
        _catalog = catalog;
        _ground = new HostGround(program, _sockets, new ThreadBudget(limits.Cores, time, limits.Idle), limits, time);
        State = new LiveState<HostsState>(HostsState.Empty, time);
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>What every host is doing, for pages to watch.</summary>
    public LiveState<HostsState> State { get; }

    internal string SocketFolderPath => _sockets.Path;

    public HostLimits Limits => _ground.Limits;

    /// <summary>How models are loaded that nobody has chosen settings for, by catalogued name; from the configuration.</summary>
    public Func<string, HostSpec> Configured { get; init; } = static _ => HostSpec.Default;

    /// <summary>Settings that somebody chose for a file in an earlier life of this program; null where nobody did.</summary>
    public Func<string, HostSpec?> Kept { get; init; } = static _ => null;

    /// <summary>How a model is loaded when it is asked for without settings: as it was last loaded with some, else as configured.</summary>
    public HostSpec SpecOf(string name) => PathOf(name) is { } path && (_chosen.GetValueOrDefault(path) ?? Kept(path)) is { } chosen ? chosen : Configured(name);

    /// <summary>Loads a model and waits until it can answer. One that runs with the same settings already is taken as it is; with others it is loaded anew.</summary>
    /// <param name="name">A catalogued name or the path of a GGUF file.</param>
    /// <param name="spec">Remembered: a model unloaded to make place comes back with the same settings. Adapters by catalogued name or path.</param>
    /// <exception cref="ModelUnavailableException">No such model, or it can't be loaded; the reason has its last words.</exception>
    public async Task<IModelClient> LoadAsync(string name, HostSpec spec, CancellationToken cancellation)
    {
        var found = Resolve(name, spec);
        _chosen[found.Path] = found.Spec with { Exact = false, Adapters = [] };
        if (Find(found) is { } other && other.Spec != found.Spec)
        {
            await StopAsync([other]).ConfigureAwait(false);
        }

        return await OpenAsync(Begin(found), cancellation).ConfigureAwait(false);
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

    /// <summary>From the next load on a file is loaded as configured.</summary>
    internal void Forget(string path) => _chosen.TryRemove(path, out _);

    /// <returns>The full path of a catalogued model or file; null when there is none.</returns>
    internal string? PathOf(string name) => _catalog.FindPath(name) ?? (File.Exists(name) ? Path.GetFullPath(name) : null);

    /// <exception cref="ModelUnavailableException">No such model or adapter, or an adapter that is none for this model.</exception>
    internal HostedFile Resolve(string name, HostSpec spec)
    {
        var path = PathOf(name) ?? throw new ModelUnavailableException(new Phrase("Inference.ModelUnknown", name));

        // Reproducible mode has its own number type.
        return new HostedFile(name, path, spec with { CacheType = spec.Exact ? null : spec.CacheType, Adapters = AdapterFiles.Resolve(spec.Adapters, PathOf, name, path) });
    }

    /// <returns>The active host of a model with the same adapters and exactness, whatever its other settings.</returns>
    internal ModelHost? Find(HostedFile file)
    {
        lock (_lock)
        {
            return _hosts.FirstOrDefault(host => host.IsActive && file.IsServedBy(host.Path, host.Spec));
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
    internal ModelHost Begin(HostedFile file)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_hosts.FirstOrDefault(host => host.IsActive && file.IsServedBy(host.Path, host.Spec)) is { } active)
            {
                return active;
            }

            _hosts.RemoveAll(host => !host.IsActive && (host.Name == file.Title || file.IsServedBy(host.Path, host.Spec)));
            var initial = Show(file, new HostPhase.Loading(0));
            var started = new ModelHost(initial, _ground, change => State.Update(state => state with { Hosts = [.. state.Hosts.Select(host => host.Number == initial.Number ? change(host) : host)] }));
            _hosts.Add(started);
            return started;
        }
    }

    /// <summary>Says of a model without a host that it waits, and why.</summary>
    internal void Wait(HostedFile file, Phrase reason)
    {
        lock (_lock)
        {
            var before = State.Current.Hosts.FirstOrDefault(host => file.IsServedBy(host.Path, host.Spec));
            if (before is null or { IsActive: false } && (before?.Phase as HostPhase.Waiting)?.Reason != reason)
            {
                Show(file, new HostPhase.Waiting(reason, (before?.Phase as HostPhase.Waiting)?.Since ?? _ground.Time.GetUtcNow()));
            }
        }
    }

    /// <summary>It waits no longer: it was begun, or nobody asks for it any more.</summary>
    internal void StopWaiting(HostedFile file) => State.Update(state => state with
    {
        Hosts = [.. state.Hosts.Select(host => host.Phase is HostPhase.Waiting && file.IsServedBy(host.Path, host.Spec) ? host with { Phase = new HostPhase.Unloaded() } : host)],
    });

    // A later host of the same model takes the place of the earlier one, and remembers how that one ended.
    private HostState Show(HostedFile file, HostPhase phase)
    {
        var number = ++_started;
        HostState Next(HostState? before) => new(file.Title, file.Path, file.Spec, phase, Crashes: before?.Crashes ?? []) { Number = number };
        State.Update(state => new HostsState([.. state.Hosts.Where(host => !file.Is(host)), Next(state.Hosts.FirstOrDefault(file.Is))]));
        return State.Current.Hosts.First(host => host.Number == number);
    }

    internal static async Task<IModelClient> OpenAsync(ModelHost host, CancellationToken cancellation)
    {
        await host.ReadyAsync(cancellation).ConfigureAwait(false);
        return new HostedModelClient(host);
    }

    internal static Task StopAsync(ImmutableArray<ModelHost> hosts) => Task.WhenAll(hosts.Select(static host => host.DisposeAsync().AsTask()));

    private void OnProcessExit(object? sender, EventArgs arguments) => Dispose();
}
