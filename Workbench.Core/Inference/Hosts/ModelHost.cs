using System.Globalization;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Hosts;

/// <summary>Keeps one model running: starts its process, watches it, starts it again when it dies, tells what it does.</summary>
internal sealed class ModelHost : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly HostGround _ground;
    private readonly Action<Func<HostState, HostState>> _report;
    private readonly CancellationTokenSource _stop = new();
    private readonly int _threads;
    private readonly Task _running;
    private TaskCompletionSource<RunningHost> _ready = Waiting();
    private string _said = "–";
    private ModelFacts? _facts;

    public ModelHost(HostState initial, HostGround ground, Action<Func<HostState, HostState>> report)
    {
        (Name, Path, Spec, _ground, _report) = (initial.Name, initial.Path, initial.Spec, ground, report);
        _threads = ground.Threads.Take(initial.Spec.Threads);
        _running = Task.Run(SuperviseAsync);
    }

    public string Name { get; }

    public string Path { get; }

    public HostSpec Spec { get; }

    /// <summary>False once it was unloaded or given up.</summary>
    public bool IsActive => !_running.IsCompleted && !_stop.IsCancellationRequested;

    public ModelFacts Facts => _facts ?? new ModelFacts(Name);

    /// <summary>How <paramref name="running"/> ended, waiting a moment for it to end; null when it goes on.</summary>
    public async Task<Phrase?> EndAsync(RunningHost running)
    {
        await Task.WhenAny(running.Exited, Task.Delay(Poll, _ground.Time)).ConfigureAwait(false);
        return _stop.IsCancellationRequested ? new Phrase("Inference.HostUnloaded", Name)
            : running.Exited.IsCompleted ? (await running.Exited.ConfigureAwait(false)).Reason(Name)
            : null;
    }

    /// <summary>The running process; waits while it loads or is being restarted.</summary>
    /// <exception cref="ModelUnavailableException">It can't be loaded, was given up, was unloaded, or did not come back in time.</exception>
    public async Task<RunningHost> ReadyAsync(CancellationToken cancellation)
    {
        var limit = _facts is null ? _ground.Limits.Load : _ground.Limits.Wait;
        try
        {
            return await Current().Task.WaitAsync(limit, _ground.Time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new ModelUnavailableException(_facts is null ? new Phrase("Inference.HostSlowToLoad", Name) : new Phrase("Inference.HostNotBack", Name, Volatile.Read(ref _said)), exception);
        }
    }

    public void Entered() => _report(static state => Active(state with { Requests = state.Requests + 1 }));

    public void Left() => _report(static state => Active(state with { Requests = state.Requests - 1 }));

    /// <summary>From here on it is not active: no request finds it. <see cref="DisposeAsync"/> waits for its end.</summary>
    public void Stop()
    {
        lock (_stop)
        {
            if (!_stop.IsCancellationRequested)
            {
                _stop.Cancel();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task SuperviseAsync()
    {
        HostPhase end = new HostPhase.Unloaded();
        var deaths = new Queue<DateTimeOffset>();
        try
        {
            while (true)
            {
                var reason = await LiveAsync(_stop.Token).ConfigureAwait(false);
                if (reason.Final)
                {
                    end = new HostPhase.Failed(reason.Words);
                    return;
                }

                var now = _ground.Time.GetUtcNow();
                deaths.Enqueue(now);
                while (now - deaths.Peek() > _ground.Limits.Window)
                {
                    deaths.Dequeue();
                }

                if (deaths.Count >= _ground.Limits.Restarts)
                {
                    end = new HostPhase.Failed(new Phrase("Inference.HostGaveUp", Name, deaths.Count.ToString(CultureInfo.InvariantCulture), _said));
                    return;
                }

                var pause = TimeSpan.FromSeconds(Math.Pow(2, deaths.Count - 1));
                var attempt = deaths.Count;
                _report(state => Dead(state, new HostPhase.Restarting(attempt, now + pause, reason.Words)) with { Restarts = state.Restarts + 1 });
                await Task.Delay(pause, _ground.Time, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Unloading is what was asked for.
        }
        catch (ModelUnavailableException exception)
        {
            end = new HostPhase.Failed(exception.Reason);
        }
        catch (Exception exception)
        {
            // Whatever it is, pages must see that this model is not kept running any more.
            end = new HostPhase.Failed(new Phrase("Inference.HostNotStarted", Name, exception.Message));
        }
        finally
        {
            _ground.Threads.Return(_threads);
            Refuse(end is HostPhase.Failed failed ? failed.Reason : new Phrase("Inference.HostUnloaded", Name));
            _report(state => Dead(state, end));
        }
    }

    /// <summary>One process from start to end.</summary>
    private async Task<(Phrase Words, bool Final)> LiveAsync(CancellationToken stop)
    {
        var socket = _ground.Sockets.NextSocket();
        var process = HostProcess.Start(_ground.Program.For(Path, Name, socket, Spec, _threads), Name, socket, progress => _report(state => state.Phase is HostPhase.Loading ? state with { Phase = new HostPhase.Loading(progress) } : state));
        await using (process.ConfigureAwait(false))
        {
            _report(state => state with { Phase = new HostPhase.Loading(0), ProcessId = process.Id, Threads = _threads });
            var served = false;
            using var late = new CancellationTokenSource(_ground.Limits.Load, _ground.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
            try
            {
                if (await process.ListensAsync(either.Token).ConfigureAwait(false))
                {
                    using var client = await OpenAiModelClient.ConnectAsync(new ModelEndpoint(Name, $"unix:{socket}"), _ground.Time, either.Token).ConfigureAwait(false);
                    served = true;
                    await ServeAsync(process, client, stop).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                return (new Phrase("Inference.HostSlowToLoad", Name), true);
            }
            catch (ModelUnavailableException exception) when (!process.Exited.IsCompleted)
            {
                // It listens and does not answer as a host does; if it is dying, its own words say more.
                await Task.WhenAny(process.Exited, Task.Delay(Poll, _ground.Time, stop)).ConfigureAwait(false);
                if (!process.Exited.IsCompleted)
                {
                    return (exception.Reason, true);
                }
            }
            catch (ModelUnavailableException)
            {
                // It died before the first answer: how it ended is said below.
            }

            var exit = await process.Exited.ConfigureAwait(false);
            var words = exit.Reason(Name);
            Volatile.Write(ref _said, exit.Said);
            _report(state => state with { LastWords = exit.LastWords });
            return (words, !served && (_facts is null || exit.Code == HostExit.BadModel));
        }
    }

    private async Task ServeAsync(HostProcess process, OpenAiModelClient client, CancellationToken stop)
    {
        Volatile.Write(ref _facts, client.Facts);
        var ready = Volatile.Read(ref _ready);
        ready.TrySetResult(new RunningHost(client, process.Exited));
        _report(state => Active(state with { Phase = new HostPhase.Ready(), LoadedAt = _ground.Time.GetUtcNow(), Facts = client.Facts, MemoryBytes = ProcessMemory.Resident(process.Id), LastWords = process.Words.All() }));
        try
        {
            while (await Task.WhenAny(process.Exited, Task.Delay(Poll, _ground.Time, stop)).ConfigureAwait(false) != process.Exited)
            {
                stop.ThrowIfCancellationRequested();
                await LookAsync(process, client, stop).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.CompareExchange(ref _ready, Waiting(), ready);
        }
    }

    private async Task LookAsync(HostProcess process, OpenAiModelClient client, CancellationToken stop)
    {
        try
        {
            var load = await client.LoadAsync(stop).ConfigureAwait(false);
            var memory = ProcessMemory.Resident(process.Id) ?? load?.MemoryBytes;
            _report(state => Active(state with { MemoryBytes = memory, Sequences = load?.Sequences ?? state.Requests, TokensPerSecond = load?.TokensPerSecond }));
        }
        catch (ModelUnavailableException)
        {
            // It is dying, or too busy to tell: its end is noticed by its exit, and the last numbers stand until then.
        }
    }

    // A process that has ended is not offered, also in the moment before its end is dealt with.
    private TaskCompletionSource<RunningHost> Current()
    {
        var ready = Volatile.Read(ref _ready);
        if (ready.Task is { IsCompletedSuccessfully: true } running && running.Result.Exited.IsCompleted)
        {
            Interlocked.CompareExchange(ref _ready, Waiting(), ready);
        }

        return Volatile.Read(ref _ready);
    }

    private void Refuse(Phrase reason)
    {
        var refused = Waiting();
        refused.SetException(new ModelUnavailableException(reason));
        _ = refused.Task.Exception;
        var before = Interlocked.Exchange(ref _ready, refused);
        if (before.TrySetException(new ModelUnavailableException(reason)))
        {
            _ = before.Task.Exception;
        }
    }

    private static TaskCompletionSource<RunningHost> Waiting() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static HostState Active(HostState state) => state.Phase is HostPhase.Ready or HostPhase.Busy
        ? state with { Phase = state.Requests > 0 || state.Sequences > 0 ? new HostPhase.Busy() : new HostPhase.Ready() }
        : state;

    private static HostState Dead(HostState state, HostPhase phase) =>
        state with { Phase = phase, ProcessId = null, MemoryBytes = null, TokensPerSecond = null, Sequences = 0 };
}
