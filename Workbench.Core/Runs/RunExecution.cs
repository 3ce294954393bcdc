using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Live;

namespace Workbench.Core.Runs;

/// <summary>One run being worked on by this process, under a lease that keeps other processes away from it.</summary>
internal sealed class RunExecution(RunHeader run, IRunStore store, Runner runner, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _drain = new();

    public LiveState<RunState> Live { get; } = new(new RunState(run.Id, run.Status, run.Expected, run.Answered, run.Errors, null, null), time);

    /// <summary>Ends the work after the answers being stored; the status was set by who asked.</summary>
    public Task StopAsync() => EndAsync(_stop);

    /// <summary>Puts the run back into the queue after the cells that are being answered: another one goes first.</summary>
    public Task YieldAsync() => EndAsync(_drain);

    public void Dispose()
    {
        _stop.Dispose();
        _drain.Dispose();
    }

    private static async Task EndAsync(CancellationTokenSource source)
    {
        try
        {
            await source.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself while somebody was stopping it: that is what was wanted.
        }
    }

    public async Task<bool> ExecuteAsync(Actor actor, CancellationToken cancellation)
    {
        if (!await LeaseAsync(cancellation).ConfigureAwait(false))
        {
            return false;
        }

        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stop.Token);
        var renewal = RenewAsync(linked.Token);
        try
        {
            await runner.RunAsync(run.Id, actor, Live, _drain.Token, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var now = await store.FindAsync(run.Id, CancellationToken.None).ConfigureAwait(false);
            Live.Update(state => state with { Status = now?.Status ?? state.Status, TimeLeft = null, Activity = null });
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            var problem = new Phrase("Runs.RunFailed", FailureWords.Of(broken));
            await store.FailAsync(run.Id, problem, actor, CancellationToken.None).ConfigureAwait(false);
            Live.Update(state => state with { Status = RunStatus.Failed, TimeLeft = null, Problem = problem });
        }
        finally
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await renewal.ConfigureAwait(false);
            await store.ReleaseAsync(run.Id, RunLease.Self, CancellationToken.None).ConfigureAwait(false);
        }

        return true;
    }

    private async Task<bool> LeaseAsync(CancellationToken cancellation)
    {
        var until = time.GetUtcNow() + RunLease.Length;
        var held = await store.LeaseAsync(run.Id, cancellation).ConfigureAwait(false);
        var dead = held is { IsDead: true } ? held.Owner : null;
        return await store.TryLeaseAsync(run.Id, RunLease.Self, until, dead, cancellation).ConfigureAwait(false);
    }

    /// <summary>Keeps the lease, and looks whether another process paused or cancelled the run.</summary>
    private async Task RenewAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Delay(RunLease.Renewal, time, cancellation).ConfigureAwait(false);
                var kept = await store.TryLeaseAsync(run.Id, RunLease.Self, time.GetUtcNow() + RunLease.Length, null, cancellation).ConfigureAwait(false);
                var now = await store.FindAsync(run.Id, cancellation).ConfigureAwait(false);
                if (!kept || now?.Status is RunStatus.Paused or RunStatus.Cancelled)
                {
                    await _stop.CancelAsync().ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }
}
