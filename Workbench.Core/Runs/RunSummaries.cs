using System.Collections.Concurrent;

namespace Workbench.Core.Runs;

/// <summary>The figures of a run, and whether they count every cell that is stored.</summary>
/// <param name="IsCurrent">False while a large run is being counted anew: then they are those of a moment ago.</param>
public sealed record RunFigureSet(RunSummary Summary, bool IsCurrent);

/// <summary>What is kept of a run's figures.</summary>
/// <param name="Revision">Of the run now; it changes with every cell.</param>
/// <param name="Summary">The last that this build computed; null where there is none.</param>
/// <param name="IsCurrent">No cell has changed since.</param>
public sealed record KeptSummary(RunHeader Run, long Revision, RunSummary? Summary, bool IsCurrent);

/// <summary>
/// Figures of runs. They are computed from all cells at once, because calibration, rank curves and clustered intervals need every one, and kept until a cell changes. Where
/// that takes long and cells keep coming (or there are very many), those of a moment ago are given, and a tenth of the time at most goes into counting.
/// </summary>
public sealed class RunSummaries(IRunStore store, TimeProvider time)
{
    /// <summary>Up to here figures are always those of now.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(150);

    private const int Share = 10;

    /// <summary>Cells that nobody is made to wait for where older figures are at hand.</summary>
    private const int Many = 50_000;

    private readonly ConcurrentDictionary<string, Counted> _counted = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Lazy<Task<Counted>>> _counting = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="Language.InputException">There is no such run.</exception>
    public async Task<RunFigureSet> OfAsync(string runId, CancellationToken cancellation)
    {
        var kept = await store.SummaryAsync(runId, cancellation).ConfigureAwait(false);
        if (kept is { IsCurrent: true, Summary: { } whole })
        {
            return new RunFigureSet(whole, true);
        }

        _counted.TryGetValue(runId, out var last);
        if (last is not null && last.Revision == kept.Revision)
        {
            return new RunFigureSet(last.Summary.Of(kept.Run), true);
        }

        if (last is null ? kept.Summary is null || kept.Run.Answered < Many : last.Took <= Quick || (!kept.Run.IsUnfinished && kept.Run.Answered < Many))
        {
            return new RunFigureSet((await NowAsync(kept).WaitAsync(cancellation).ConfigureAwait(false)).Of(kept.Run), true);
        }

        if (last is null || time.GetElapsedTime(last.At) > Share * last.Took)
        {
            _ = CountAsync(kept);
        }

        return new RunFigureSet((last?.Summary ?? kept.Summary!).Of(kept.Run), false);
    }

    /// <summary>Every cell that is stored, however long that takes: what a gate, a file or a program is given.</summary>
    /// <exception cref="Language.InputException">There is no such run.</exception>
    public async Task<RunSummary> WholeAsync(string runId, CancellationToken cancellation)
    {
        var kept = await store.SummaryAsync(runId, cancellation).ConfigureAwait(false);
        return kept is { IsCurrent: true, Summary: { } whole } ? whole : (await NowAsync(kept).WaitAsync(cancellation).ConfigureAwait(false)).Of(kept.Run);
    }

    /// <summary>Begins to count, so that the figures are there when somebody comes. What goes wrong is told to who asks for them: they are counted again then.</summary>
    public void Begin(string runId) => _ = OfAsync(runId, CancellationToken.None);

    private async Task<RunSummary> NowAsync(KeptSummary kept)
    {
        Counted counted;
        do
        {
            counted = await CountAsync(kept).ConfigureAwait(false);
        }
        while (counted.Revision < kept.Revision);
        return counted.Summary;
    }

    /// <summary>Once at a time for a run, whoever asks: what is being counted may have begun some cells ago.</summary>
    private Task<Counted> CountAsync(KeptSummary kept) => _counting.GetOrAdd(kept.Run.Id, id => new Lazy<Task<Counted>>(() => Task.Run(async () =>
    {
        try
        {
            var began = time.GetTimestamp();
            var suite = await store.SuiteAsync(id, CancellationToken.None).ConfigureAwait(false);
            var summary = RunSummary.Build(kept.Run, suite, await store.ScoresAsync(id, CancellationToken.None).ConfigureAwait(false));
            var took = time.GetElapsedTime(began);
            if (kept.Run.Status is not RunStatus.Running || took > Quick)
            {
                await store.KeepSummaryAsync(id, kept.Revision, summary, CancellationToken.None).ConfigureAwait(false);
            }

            return _counted[id] = new Counted(kept.Revision, summary, took, time.GetTimestamp());
        }
        finally
        {
            _counting.TryRemove(id, out _);
        }
    }))).Value;

    private sealed record Counted(long Revision, RunSummary Summary, TimeSpan Took, long At);
}
