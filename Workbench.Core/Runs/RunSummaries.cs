using System.Collections.Concurrent;

namespace Workbench.Core.Runs;

/// <summary>The figures of a run, and whether they count every cell that is stored.</summary>
/// <param name="IsCurrent">False while a large run is being counted anew: then they are those of a moment ago.</param>
public sealed record RunFigureSet(RunSummary Summary, bool IsCurrent);

/// <summary>What is kept of a run's figures.</summary>
/// <param name="Revision">Of the run now; it changes with every cell.</param>
/// <param name="Summary">Null where none was computed by this build for this revision.</param>
public sealed record KeptSummary(RunHeader Run, long Revision, RunSummary? Summary);

/// <summary>
/// Figures of runs. They are computed from all cells at once, because calibration, rank curves and clustered intervals need every one, and kept until a cell changes. Where
/// that takes long and cells keep coming, those of a moment ago are given, and a tenth of the time at most goes into counting.
/// </summary>
public sealed class RunSummaries(IRunStore store, TimeProvider time)
{
    /// <summary>Up to here figures are always those of now.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(150);

    private const int Share = 10;

    private readonly ConcurrentDictionary<string, Counted> _counted = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Lazy<Task<RunSummary>>> _counting = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="Language.InputException">There is no such run.</exception>
    public async Task<RunFigureSet> OfAsync(string runId, CancellationToken cancellation)
    {
        var kept = await store.SummaryAsync(runId, cancellation).ConfigureAwait(false);
        if (kept.Summary is { } whole)
        {
            return new RunFigureSet(whole, true);
        }

        _counted.TryGetValue(runId, out var last);
        if (last is not null && last.Revision == kept.Revision)
        {
            return new RunFigureSet(last.Summary.Of(kept.Run), true);
        }

        if (last is null || last.Took <= Quick)
        {
            return new RunFigureSet(await CountAsync(kept).WaitAsync(cancellation).ConfigureAwait(false), true);
        }

        if (time.GetElapsedTime(last.At) > Share * last.Took)
        {
            _ = CountAsync(kept);
        }

        return new RunFigureSet(last.Summary.Of(kept.Run), false);
    }

    /// <summary>Begins to count, so that the figures are there when somebody comes. What goes wrong is told to who asks for them: they are counted again then.</summary>
    public void Begin(string runId) => _ = OfAsync(runId, CancellationToken.None);

    /// <summary>Once for all who ask at the same time.</summary>
    private Task<RunSummary> CountAsync(KeptSummary kept) => _counting.GetOrAdd($"{kept.Run.Id} {kept.Revision}", key => new Lazy<Task<RunSummary>>(() => Task.Run(async () =>
    {
        try
        {
            var began = time.GetTimestamp();
            var suite = await store.SuiteAsync(kept.Run.Id, CancellationToken.None).ConfigureAwait(false);
            var summary = RunSummary.Build(kept.Run, suite, await store.ScoresAsync(kept.Run.Id, CancellationToken.None).ConfigureAwait(false));
            var took = time.GetElapsedTime(began);
            if (kept.Run.Status is not RunStatus.Running || took > Quick)
            {
                await store.KeepSummaryAsync(kept.Run.Id, kept.Revision, summary, CancellationToken.None).ConfigureAwait(false);
            }

            _counted[kept.Run.Id] = new Counted(kept.Revision, summary, took, time.GetTimestamp());
            return summary;
        }
        finally
        {
            _counting.TryRemove(key, out _);
        }
    }))).Value;

    private sealed record Counted(long Revision, RunSummary Summary, TimeSpan Took, long At);
}
