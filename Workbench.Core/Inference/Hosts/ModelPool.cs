using System.Collections.Concurrent;
using System.Collections.Immutable;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Hosts;

/// <summary>Lends null runners, endpoints and models on this machine; makes place by unloading what has been idle longest.</summary>
public sealed class ModelPool : IModelPool, IDisposable
{
    // Beside the file itself: context, scratch buffers and the process. A rough figure; the file is the greater part of any model worth counting.
    private const long Overhead = 128L << 20;

    private readonly ModelHosts _hosts;
    private readonly ImmutableArray<ModelEndpoint> _endpoints;
    private readonly TimeProvider _time;
    private readonly Func<long?> _memory;
    private readonly ConcurrentDictionary<string, OpenAiModelClient> _clients = new();
    private readonly Dictionary<ModelHost, Use> _uses = [];
    private readonly SemaphoreSlim _gate = new(1, 1);
    private TaskCompletionSource _returned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="availableMemory">Bytes that can still be taken; null where the system does not tell. Null takes what Linux says.</param>
    public ModelPool(ModelHosts hosts, ImmutableArray<ModelEndpoint> endpoints, TimeProvider time, Func<long?>? availableMemory = null) =>
        (_hosts, _endpoints, _time, _memory) = (hosts, endpoints, time, availableMemory ?? ProcessMemory.Available);

    public Task<ModelLease> AcquireAsync(string model, CancellationToken cancellation) => AcquireAsync(model, exact: false, cancellation);

    public async Task<ModelLease> AcquireAsync(string model, bool exact, CancellationToken cancellation)
    {
        if (model.StartsWith("null:", StringComparison.Ordinal))
        {
            return new ModelLease(NullRunner.For(model), static () => { });
        }

        if (_endpoints.FirstOrDefault(endpoint => endpoint.Name == model) is { } remote)
        {
            return new ModelLease(await ConnectAsync(remote, cancellation).ConfigureAwait(false), static () => { });
        }

        var path = _hosts.PathOf(model) ?? throw new ModelUnavailableException(new Phrase("Inference.ModelUnknown", model));
        var host = await TakeAsync(model, path, exact, cancellation).ConfigureAwait(false);
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

        var client = await OpenAiModelClient.ConnectAsync(endpoint, _time, cancellation).ConfigureAwait(false);
        var kept = _clients.GetOrAdd(endpoint.Name, client);
        if (kept != client)
        {
            client.Dispose();
        }

        return kept;
    }

    /// <summary>A host counted as used; one model after another makes its place, so that two do not take the same one.</summary>
    private async Task<ModelHost> TakeAsync(string model, string path, bool exact, CancellationToken cancellation)
    {
        if (_hosts.Find(model, exact) is { } running && TryCount(running))
        {
            return running;
        }

        using var late = new CancellationTokenSource(_hosts.Limits.Place, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            await _gate.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                while (true)
                {
                    var returned = Volatile.Read(ref _returned).Task;
                    var host = _hosts.Find(model, exact) ?? (HasPlace(path) ? _hosts.Begin(model, HostSpec.Default with { Exact = exact }) : null);
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
                        await Task.WhenAny(returned, Task.Delay(TimeSpan.FromSeconds(1), _time, either.Token)).ConfigureAwait(false);
                        either.Token.ThrowIfCancellationRequested();
                    }
                }
            }
            finally
            {
                _gate.Release();
            }
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new ModelUnavailableException(new Phrase("Inference.PoolFull", model), exception);
        }
    }

    // With nothing loaded there is nothing to make place of: the file is mapped, and the system decides.
    // What is loaded is mapped too: the system counts those pages as available, and they are not to be had without slowing a model.
    private bool HasPlace(string path)
    {
        var active = _hosts.Active();
        return active.IsEmpty || (active.Length < _hosts.Limits.Hosts
            && (_memory() is not { } free || Length(path) + Overhead <= free - active.Sum(static host => Length(host.Path))));
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

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
