using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Language;
using Workbench.Core.Models.Fit;

namespace Workbench.Core.Inference.Hosts;

/// <summary>Lends null runners, endpoints and models on this machine; makes place by unloading what has been idle longest.</summary>
public sealed class ModelPool : IModelPool, IDisposable
{
    private readonly ModelHosts _hosts;
    private readonly ImmutableArray<ModelEndpoint> _endpoints;
    private readonly TimeProvider _time;
    private readonly Func<long?> _memory;
    private readonly ConcurrentDictionary<string, PacedModelClient> _clients = new();
    private readonly Dictionary<ModelHost, Use> _uses = [];
    private readonly PoolMemory _needs = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private TaskCompletionSource _returned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="availableMemory">Bytes that can still be taken; null where the system does not tell. Null takes what Linux says.</param>
    public ModelPool(ModelHosts hosts, ImmutableArray<ModelEndpoint> endpoints, TimeProvider time, Func<long?>? availableMemory = null) =>
        (_hosts, _endpoints, _time, _memory) = (hosts, endpoints, time, availableMemory ?? ProcessMemory.Available);

    public Task<ModelLease> AcquireAsync(string model, CancellationToken cancellation) => AcquireAsync(model, exact: false, cancellation);

    public Task<ModelLease> AcquireAsync(string model, bool exact, CancellationToken cancellation) => AcquireAsync(new Candidate(model, model), exact, cancellation);

    public async Task<ModelLease> AcquireAsync(Candidate candidate, bool exact, CancellationToken cancellation)
    {
        var model = candidate.Model;
        var remote = _endpoints.FirstOrDefault(endpoint => endpoint.Name == model);
        if (!candidate.Adapters.IsEmpty && (candidate.IsNull || remote is not null))
        {
            throw new ModelUnavailableException(new Phrase("Inference.AdaptersNotAvailable", model));
        }

        if (candidate.IsNull)
        {
            return new ModelLease(NullRunner.For(model), static () => { });
        }

        if (remote is not null)
        {
            return new ModelLease(await ConnectAsync(remote, cancellation).ConfigureAwait(false), static () => { });
        }

        var host = await TakeAsync(_hosts.Resolve(model, _hosts.SpecOf(model) with { Exact = exact, Adapters = candidate.Adapters }), cancellation).ConfigureAwait(false);
        try
        {
            return new ModelLease(await ModelHosts.OpenAsync(host, cancellation).ConfigureAwait(false), () => Return(host));
        }
        catch
        {
            Return(host);
            throw;
        }
    }

    public string? IdentityOf(Candidate candidate, bool exact)
    {
        if (candidate.IsNull || _endpoints.Any(endpoint => endpoint.Name == candidate.Model))
        {
            return null;
        }

        try
        {
            return _hosts.Resolve(candidate.Model, _hosts.SpecOf(candidate.Model) with { Exact = exact, Adapters = candidate.Adapters }).Identity();
        }
        catch (ModelUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Memory as the system tells it, graphics devices included; null takes main memory alone.</summary>
    public Func<ImmutableArray<FitDevice>>? Devices { get; init; }

    public LoadPlan Plan(ImmutableArray<Candidate> candidates, bool exact) => new LoadPlanner(
        _hosts,
        model => _endpoints.Any(endpoint => endpoint.Name == model),
        Devices ?? (() => _memory() is { } free ? [new FitDevice(FitDevice.Processor, free, free)] : []),
        host => (_needs.Of(new HostedFile(host.Name, host.Path, host.Spec)), _needs.StillToTake(host, _hosts.State.Current)),
        IsIdle).Of(candidates, exact);

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        _gate.Dispose();
    }

    private async Task<IModelClient> ConnectAsync(ModelEndpoint endpoint, CancellationToken cancellation)
    {
        if (_clients.TryGetValue(endpoint.Name, out var known))
        {
            return known;
        }

        var client = await PacedModelClient.ConnectAsync(endpoint, _time, cancellation).ConfigureAwait(false);
        var kept = _clients.GetOrAdd(endpoint.Name, client);
        if (kept != client)
        {
            client.Dispose();
        }

        return kept;
    }

    /// <summary>A host counted as used; one model after another makes its place, so that two do not take the same one.</summary>
    private async Task<ModelHost> TakeAsync(HostedFile file, CancellationToken cancellation)
    {
        if (_hosts.Find(file) is { } running && TryCount(running))
        {
            return running;
        }

        using var late = new CancellationTokenSource(_hosts.Limits.Place, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            if (!await _gate.WaitAsync(TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false))
            {
                _hosts.Wait(file, new Phrase("Inference.WaitingTurn", file.Title));
                await _gate.WaitAsync(either.Token).ConfigureAwait(false);
            }

            try
            {
                return await MakePlaceAsync(file, either.Token).ConfigureAwait(false);
            }
            finally
            {
                _gate.Release();
            }
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new ModelUnavailableException(new Phrase("Inference.PoolFull", file.Title), exception);
        }
        finally
        {
            _hosts.StopWaiting(file);
        }
    }

    private async Task<ModelHost> MakePlaceAsync(HostedFile file, CancellationToken cancellation)
    {
        while (true)
        {
            var returned = Volatile.Read(ref _returned).Task;
            var missing = Missing(file);
            var host = _hosts.Find(file) ?? (missing is null ? _hosts.Begin(file) : null);
            if (host is not null && TryCount(host))
            {
                return host;
            }

            if (host is null && StopLongestIdle() is { } idle)
            {
                await ModelHosts.StopAsync([idle]).ConfigureAwait(false);
            }
            else if (host is null)
            {
                // A model may also be unloaded by hand, or die for good: looked at again each second.
                _hosts.Wait(file, missing!);
                await Task.WhenAny(returned, Task.Delay(TimeSpan.FromSeconds(1), _time, cancellation)).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    // With nothing loaded there is nothing to make place of: the file is mapped, and the system decides.
    private Phrase? Missing(HostedFile file)
    {
        var active = _hosts.Active();
        if (active.Length >= _hosts.Limits.Hosts)
        {
            return new Phrase("Inference.WaitingPlace", file.Title, active.Length.ToString(CultureInfo.InvariantCulture), Names(active));
        }

        if (active.IsEmpty || _memory() is not { } available)
        {
            return null;
        }

        var needs = _needs.Of(file);
        var free = Math.Max(0, available - active.Sum(host => _needs.StillToTake(host, _hosts.State.Current)));
        return needs <= free ? null : new Phrase("Inference.WaitingMemory", file.Title, PoolMemory.Gibibytes(needs), PoolMemory.Gibibytes(free), Names(active));
    }

    private static string Names(ImmutableArray<ModelHost> hosts) => string.Join(", ", hosts.Select(static host => host.Name));

    // Chosen and stopped under one lock, so that nobody is counted into a host that is going.
    private ModelHost? StopLongestIdle()
    {
        lock (_uses)
        {
            foreach (var gone in _uses.Keys.Where(static host => !host.IsActive).ToArray())
            {
                _uses.Remove(gone);
            }

            var idle = _hosts.Active().Where(host => UseOf(host).Count == 0).MinBy(host => UseOf(host).Last);
            idle?.Stop();
            return idle;
        }
    }

    private bool IsIdle(ModelHost host)
    {
        lock (_uses)
        {
            return UseOf(host).Count == 0;
        }
    }

    private bool TryCount(ModelHost host)
    {
        lock (_uses)
        {
            if (!host.IsActive)
            {
                return false;
            }

            _uses[host] = UseOf(host) with { Count = UseOf(host).Count + 1 };
            return true;
        }
    }

    private void Return(ModelHost host)
    {
        lock (_uses)
        {
            _uses[host] = new Use(UseOf(host).Count - 1, _time.GetTimestamp());
        }

        Interlocked.Exchange(ref _returned, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private Use UseOf(ModelHost host) => _uses.TryGetValue(host, out var use) ? use : new Use(0, 0);

    private readonly record struct Use(int Count, long Last);
}
