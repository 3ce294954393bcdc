using System.Collections.Immutable;

namespace Workbench.Core.Inference.Hosts;

/// <summary>Hands out decoding threads to all hosts, and hands them out anew when one starts or stops answering.</summary>
internal sealed class ThreadBudget(int cores, TimeProvider time, TimeSpan idle)
{
    /// <summary>A host that has hung must not hold up the others: its threads do nothing either.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>What a timer counts in.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly List<ThreadShare> _shares = [];
    private Task _dividing = Task.CompletedTask;

    /// <param name="most">Threads the host may have at most; null sets no limit.</param>
    public ThreadShare Join(int? most)
    {
        lock (_lock)
        {
            // As if it were answering already: its first decodes while loading must not crowd out those who are.
            var plan = ThreadShares.Divide(cores, [.. _shares.Select(static share => share.Claim), new ThreadClaim(true, most, 1)]);
            var joined = new ThreadShare(this, most, plan[^1]);
            _shares.Add(joined);
            return joined;
        }
    }

    internal void Leave(ThreadShare share)
    {
        lock (_lock)
        {
            _shares.Remove(share);
        }

        _ = DivideAsync();
    }

    /// <param name="since">When the host that may be idle by then was left.</param>
    internal async Task DivideLaterAsync(long since)
    {
        // A timer may go off a moment early by the clock that says who is idle, and nothing else would look again.
        for (var left = idle; left > TimeSpan.Zero; left = idle - time.GetElapsedTime(since))
        {
            await Task.Delay(left < Least ? Least : left, time).ConfigureAwait(false);
        }

        await DivideAsync().ConfigureAwait(false);
    }

    /// <summary>One division after another: two at once would work with shares that the other is changing.</summary>
    internal Task DivideAsync()
    {
        lock (_lock)
        {
            return _dividing = _dividing.ContinueWith(_ => DivideOnceAsync(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
        }
    }

    /// <summary>Those who give come first, those who get after them, so that no moment has more threads than cores.</summary>
    private async Task DivideOnceAsync()
    {
        ImmutableArray<(ThreadShare Share, int Threads)> plan;
        lock (_lock)
        {
            var shares = ThreadShares.Divide(cores, [.. _shares.Select(static share => share.Claim)]);
            plan = [.. _shares.Zip(shares)];
        }

        var gave = await Task.WhenAll(plan.Where(static step => step.Threads < step.Share.Threads).Select(Give)).ConfigureAwait(false);
        var got = await Task.WhenAll(plan.Where(static step => step.Threads > step.Share.Threads).Select(Give)).ConfigureAwait(false);
        if (gave.Concat(got).Contains(false))
        {
            // Nothing else may change for hours: two hosts in the middle of long answers would go on with more threads than there are cores.
            _ = DivideLaterAsync(Now);
        }
    }

    internal bool IsIdle(long since) => time.GetElapsedTime(since) >= idle;

    internal long Now => time.GetTimestamp();

    private async Task<bool> Give((ThreadShare Share, int Threads) step)
    {
        using var late = new CancellationTokenSource(Patience, time);
        return await step.Share.SetAsync(step.Threads, late.Token).ConfigureAwait(false);
    }
}
