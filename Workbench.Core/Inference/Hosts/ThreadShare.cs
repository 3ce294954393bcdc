namespace Workbench.Core.Inference.Hosts;

/// <summary>The decoding threads of one host. Disposing gives them back.</summary>
internal sealed class ThreadShare(ThreadBudget budget, int? most, int threads) : IDisposable
{
    private readonly Lock _lock = new();
    private Func<int, CancellationToken, Task<bool>>? _apply;
    private int _requests;
    private long _left;
    private bool _everBusy;

    /// <summary>What a new process of the host is started with; what the running one has.</summary>
    public int Threads { get; private set; } = threads;

    internal ThreadClaim Claim
    {
        get
        {
            lock (_lock)
            {
                return new ThreadClaim(_requests > 0 || (_everBusy && !budget.IsIdle(_left)), most, Threads);
            }
        }
    }

    /// <summary>From here on a process runs that can change its threads.</summary>
    /// <param name="started">Threads it was started with.</param>
    /// <param name="apply">Tells it; false when it can't change them.</param>
    public void Serve(int started, Func<int, CancellationToken, Task<bool>> apply)
    {
        lock (_lock)
        {
            _apply = apply;
            Threads = started;
        }

        _ = budget.DivideAsync();
    }

    public void Ended()
    {
        lock (_lock)
        {
            _apply = null;
        }
    }

    /// <summary>A request is about to be sent. Completes when the others have given what it may use.</summary>
    public Task EnteredAsync()
    {
        bool first;
        lock (_lock)
        {
            first = _requests++ == 0 && (!_everBusy || budget.IsIdle(_left));
            _everBusy = true;
        }

        return first ? budget.DivideAsync() : Task.CompletedTask;
    }

    public void Left()
    {
        long left;
        lock (_lock)
        {
            if (--_requests > 0)
            {
                return;
            }

            left = _left = budget.Now;
        }

        _ = budget.DivideLaterAsync(left);
    }

    public void Dispose() => budget.Leave(this);

    /// <returns>False when the host did not answer, so that it is to be asked again.</returns>
    internal async Task<bool> SetAsync(int threads, CancellationToken cancellation)
    {
        Func<int, CancellationToken, Task<bool>>? apply;
        lock (_lock)
        {
            apply = _apply;
        }

        try
        {
            if (apply is null || await apply(threads, cancellation).ConfigureAwait(false))
            {
                Threads = threads;
            }

            return true;
        }
        catch (Exception exception) when (exception is ModelUnavailableException or OperationCanceledException)
        {
            // It is slow, dying or has hung. In the last two cases its threads do nothing, and its next process is started with what it has then.
            return false;
        }
    }
}
