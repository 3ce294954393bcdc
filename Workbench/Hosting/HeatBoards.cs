using System.Collections.Concurrent;
using Workbench.Core.Races;
using Workbench.Core.Runs;

namespace Workbench.Hosting;

/// <summary>Standings of heats; those of a finished run are computed once.</summary>
public sealed class HeatBoards(IRunStore runs)
{
    private readonly ConcurrentDictionary<string, SuiteStandings> _finished = new(StringComparer.Ordinal);

    /// <returns>Null for an unknown run.</returns>
    public async Task<(RunHeader Run, SuiteStandings Standings)?> OfAsync(string runId, CancellationToken cancellation)
    {
        if (await runs.FindAsync(runId, cancellation) is not { } run)
        {
            return null;
        }

        if (_finished.TryGetValue(Key(run), out var known))
        {
            return (run, known);
        }

        var standings = HeatBoard.Of(run, await runs.SuiteAsync(runId, cancellation), await runs.ScoresAsync(runId, cancellation));
        if (run.Status is RunStatus.Finished)
        {
            _finished[Key(run)] = standings;
        }

        return (run, standings);
    }

    /// <summary>A rerun cell changes a finished run: its end moves with it.</summary>
    private static string Key(RunHeader run) => $"{run.Id} {run.FinishedAt?.UtcTicks} {run.Answered} {run.Errors}";
}
