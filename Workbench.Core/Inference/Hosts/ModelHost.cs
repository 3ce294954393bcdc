using System.Globalization;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Hosts;

/// <summary>Keeps one model running: starts its process, watches it, starts it again when it dies, tells what it does.</summary>
internal sealed class ModelHost : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly HostGround _ground;
    private readonly Action<Func<HostState, HostState>> _report;
    private readonly CancellationTokenSource _stop = new();
    private readonly ThreadShare _threads;
    private readonly Task _running;
    private TaskCompletionSource<RunningHost> _ready = Waiting();
    private string _said = "–";
    private ModelFacts? _facts;

    public ModelHost(HostState initial, HostGround ground, Action<Func<HostState, HostState>> report)
    {
        (Name, Path, Spec, _ground, _report) = (initial.Name, initial.Path, initial.Spec, ground, report);
        _threads = ground.Threads.Join(initial.Spec.Threads);
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
        // A first load has its own limit, which grows with its progress.
        var limit = _facts is null ? Timeout.InfiniteTimeSpan : _ground.Limits.Wait;
        try
        {
            return await Current().Task.WaitAsync(limit, _ground.Time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new ModelUnavailableException(new Phrase("Inference.HostNotBack", Name, Volatile.Read(ref _said)), exception);
        }
    }

    /// <summary>A request comes; waits until the other hosts have given the threads that this one may use for it.</summary>
    public Task EnteredAsync()
    {
        _report(static state => Active(state with { Requests = state.Requests + 1 }));
        return _threads.EnteredAsync();
    }

    public void Left()
    {
        _report(static state => Active(state with { Requests = state.Requests - 1 }));
        _threads.Left();
    }

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

                var pause = Pause(deaths.Count);
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
            end = new HostPhase.Failed(new Phrase("Inference.HostNotStarted", Name, FailureWords.Of(exception)));
        }
        finally
        {
            _threads.Dispose();
            Refuse(end is HostPhase.Failed failed ? failed.Reason : new Phrase("Inference.HostUnloaded", Name));
            _report(state => Dead(state, end));
        }
    }

    private TimeSpan Pause(int deaths) => TimeSpan.FromTicks((long)Math.Min(LongestPause.Ticks, _ground.Limits.Pause.Ticks * Math.Pow(2, deaths - 1)));

    /// <summary>One process from start to end.</summary>
    private async Task<(Phrase Words, bool Final)> LiveAsync(CancellationToken stop)
    {
        var socket = _ground.Sockets.NextSocket();
        var threads = _threads.Threads;
        using var late = new CancellationTokenSource(_ground.Limits.Load, _ground.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        void Progress(HostPhase.Loading loading)
        {
            late.CancelAfter(_ground.Limits.Load);

            // Told by two ways, of which the slower one may be behind.
            _report(state => state.Phase is HostPhase.Loading before && (loading.Stage, loading.Progress).CompareTo((before.Stage, before.Progress)) > 0 ? state with { Phase = loading } : state);
        }

        var process = HostProcess.Start(_ground.Program.For(Path, Name, socket, Spec, threads), Name, socket, Progress);
        await using (process.ConfigureAwait(false))
        {
            _report(state => state with { Phase = new HostPhase.Loading(0), ProcessId = process.Id, Threads = threads });
            long? served = null;
            try
            {
                var endpoint = new ModelEndpoint(Name, $"unix:{socket}");
                if (await process.OpensAsync(either.Token).ConfigureAwait(false))
                {
                    await LoadEvents.FollowAsync(endpoint, _ground.Time, Progress, either.Token).ConfigureAwait(false);
                }

                if (await process.ListensAsync(either.Token).ConfigureAwait(false))
                {
                    using var client = await OpenAiModelClient.ConnectAsync(endpoint, _ground.Time, either.Token).ConfigureAwait(false);
                    served = _ground.Time.GetTimestamp();
                    await ServeAsync(process, client, threads, stop).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                process.KillHung(new Phrase("Inference.HostSlowToLoad", Name));
                return (Remember(await process.Exited.ConfigureAwait(false), null), _facts is null);
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
            stop.ThrowIfCancellationRequested();
            return (Remember(exit, served is { } since ? _ground.Time.GetElapsedTime(since) : null), served is null && (_facts is null || exit.Code == HostExit.BadModel));
        }
    }

    private Phrase Remember(HostExit exit, TimeSpan? served)
    {
        var crash = new HostCrash(_ground.Time.GetUtcNow(), exit.Reason(Name), exit.Code, served, exit.Hung is not null, exit.LastWords);
        Volatile.Write(ref _said, exit.Hung is null ? exit.Said : exit.Hung.ToString());
        _report(state => state with { LastWords = exit.LastWords, Crashes = [.. state.Crashes.Append(crash).TakeLast(HostCrash.Kept)] });
        return crash.Reason;
    }

    private async Task ServeAsync(HostProcess process, OpenAiModelClient client, int threads, CancellationToken stop)
    {
        Volatile.Write(ref _facts, client.Facts);
        var ready = Volatile.Read(ref _ready);
        _report(state => Active(state with { Phase = new HostPhase.Ready(), LoadedAt = _ground.Time.GetUtcNow(), Facts = client.Facts, MemoryBytes = ProcessMemory.Resident(process.Id), LastWords = process.Words.All() }));
        ready.TrySetResult(new RunningHost(client, process.Exited));
        _threads.Serve(threads, (wanted, cancellation) => SetThreadsAsync(client, wanted, cancellation));
        var watch = new HostWatch(Name, client.LoadAsync, _ground.Limits, _ground.Time);
        try
        {
            while (await Task.WhenAny(process.Exited, Task.Delay(Poll, _ground.Time, stop)).ConfigureAwait(false) != process.Exited)
            {
                stop.ThrowIfCancellationRequested();
                await LookAsync(process, watch, stop).ConfigureAwait(false);
            }
        }
        finally
        {
            _threads.Ended();
            Interlocked.CompareExchange(ref _ready, Waiting(), ready);
        }
    }

    private async Task LookAsync(HostProcess process, HostWatch watch, CancellationToken stop)
    {
        var looking = watch.LookAsync(stop);
        if (await Task.WhenAny(looking, process.Exited).ConfigureAwait(false) == process.Exited)
        {
            return;
        }

        var look = await looking.ConfigureAwait(false);
        if (look.Hung is { } reason)
        {
            process.KillHung(reason);
        }
        else if (look.Load is { } load)
        {
            var memory = ProcessMemory.Resident(process.Id) ?? load.MemoryBytes;
            _report(state => Active(state with { MemoryBytes = memory, Sequences = load.Sequences, TokensPerSecond = load.TokensPerSecond, Cells = load.Cells, StalledFor = look.Stalled > Poll + Poll ? look.Stalled : null }));
        }
    }

    private async Task<bool> SetThreadsAsync(OpenAiModelClient client, int threads, CancellationToken cancellation)
    {
        if (!await client.SetThreadsAsync(threads, cancellation).ConfigureAwait(false))
        {
            return false;
        }

        _report(state => state.ProcessId is null ? state : state with { Threads = threads });
        return true;
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
        state with { Phase = phase, ProcessId = null, MemoryBytes = null, TokensPerSecond = null, Sequences = 0, StalledFor = null, Cells = null };
}
