using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Workbench.Core.Live;

/// <summary>State that one worker changes and any number of open pages watch.</summary>
/// <remarks>
/// Watchers receive whole states (immutable records), never deltas, at most one per <see cref="FrameInterval"/>.
/// A slow browser therefore skips frames; it cannot fall behind, miss the end, or delay the worker.
/// </remarks>
public sealed class LiveState<TState>(TState initial, TimeProvider time)
    where TState : class
{
    public static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(100);

    private ImmutableHashSet<Channel<bool>> _watchers = [];
    private TState _current = initial;
    private volatile bool _completed;

    public TState Current => Volatile.Read(ref _current);

    /// <param name="change">Runs again if another thread updated first, so it must have no side effects.</param>
    public void Update(Func<TState, TState> change)
    {
        ImmutableInterlocked.Update(ref _current, change);
        Signal();
    }

    /// <summary>Ends every watch once it has delivered the last state.</summary>
    public void Complete()
    {
        _completed = true;
        Signal();
    }

    public async IAsyncEnumerable<TState> WatchAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // Room for one signal: it only says "something changed", so a second one adds nothing.
        var changed = Channel.CreateBounded<bool>(1);
        changed.Writer.TryWrite(true);
        ImmutableInterlocked.Update(ref _watchers, static (all, added) => all.Add(added), changed);
        try
        {
            while (true)
            {
                await changed.Reader.ReadAsync(cancellation).ConfigureAwait(false);

                // The flag before the state: in the other order a last update could slip between the two.
                var completed = _completed;
                yield return Current;
                if (completed)
                {
                    yield break;
                }

                await Task.Delay(FrameInterval, time, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            ImmutableInterlocked.Update(ref _watchers, static (all, removed) => all.Remove(removed), changed);
        }
    }

    private void Signal()
    {
        foreach (var watcher in Volatile.Read(ref _watchers))
        {
            watcher.Writer.TryWrite(true);
        }
    }
}
