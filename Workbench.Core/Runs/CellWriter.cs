using System.Diagnostics;
using System.Threading.Channels;
using Workbench.Core.Governance;
using Workbench.Core.Language;

namespace Workbench.Core.Runs;

/// <param name="Asked">False for one that was kept from before, or was never asked.</param>
internal sealed record AnsweredCell(SampleResult Result, bool Asked);

/// <summary>Stores the cells of a run while others are asked: those that come together in one transaction, and seldom more than one in <see cref="Pace"/>, because a transaction costs as much as a hundred cells.</summary>
internal sealed class CellWriter(string runId, IRunStore store, Actor actor)
{
    private const int Most = 1000;

    /// <summary>What a process that is killed loses at most, beside what is being asked.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly Channel<AnsweredCell> _cells = Channel.CreateBounded<AnsweredCell>(new BoundedChannelOptions(Most) { SingleReader = true });
    private volatile bool _ended;

    /// <summary>Waits while more are not stored yet than may be.</summary>
    /// <exception cref="OperationCanceledException">Nothing is stored any more: <see cref="WriteAsync"/> tells why.</exception>
    public async ValueTask AddAsync(SampleResult result, bool asked)
    {
        try
        {
            await _cells.Writer.WriteAsync(new AnsweredCell(result, asked)).ConfigureAwait(false);
        }
        catch (ChannelClosedException closed)
        {
            throw new OperationCanceledException(closed.Message, closed);
        }
    }

    /// <summary>No more will come.</summary>
    public void End()
    {
        _ended = true;
        _cells.Writer.TryComplete();
    }

    /// <summary>Ends when everything is stored that came until <see cref="End"/>.</summary>
    /// <param name="stored">Told of each transaction when it is committed.</param>
    /// <param name="stop">Cancelled when something cannot be stored.</param>
    /// <exception cref="OperationCanceledException">Another process has answered a cell of this run.</exception>
    public async Task WriteAsync(Action<IReadOnlyCollection<AnsweredCell>> stored, CancellationTokenSource stop)
    {
        try
        {
            while (await _cells.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                var began = Stopwatch.GetTimestamp();
                await WriteOnceAsync(stored).ConfigureAwait(false);
                if (!_ended && Pace - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } rest)
                {
                    await Task.Delay(rest).ConfigureAwait(false);
                }
            }
        }
        catch
        {
            End();
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task WriteOnceAsync(Action<IReadOnlyCollection<AnsweredCell>> stored)
    {
        var cells = new List<AnsweredCell>();
        while (cells.Count < Most && _cells.Reader.TryRead(out var cell))
        {
            cells.Add(cell);
        }

        try
        {
            await store.AddAsync(runId, cells.Select(static cell => cell.Result), actor, CancellationToken.None).ConfigureAwait(false);
        }
        catch (InputException there) when (there.Problems[0].Message.Key == "Runs.CellThere")
        {
            // A process that slept longer than its lease: another one has answered meanwhile, and its answer stands.
            throw new OperationCanceledException(there.Problems[0].Message.ToString(), there);
        }

        stored(cells);
    }
}
