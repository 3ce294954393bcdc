using System.Diagnostics;
using Workbench.Core.Governance;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Runs;

namespace Workbench.Cli;

/// <summary>Answers that arrive one by one from many requests in flight, each stored before the next is asked for.</summary>
internal static class BenchStorageWrites
{
    private const int Samples = 1000;
    private const int Candidates = 5;
    private const int InFlight = 200;
    private const double LeastPerSecond = 1000;

    public static async Task<List<BenchFigure>> MeasureAsync(IRunStore store, CancellationToken cancellation)
    {
        var run = await store.CreateAsync(new RunSpec(BenchStorageData.Suite(Samples, "bench-writes"), BenchStorageData.Candidates(Candidates)), Actor.Owner, cancellation);
        var options = new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellation };
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(BenchStorageData.Cells(Samples, Candidates, DateTimeOffset.UtcNow), options, async (cell, token) => await store.AddAsync(run.Id, cell, replace: false, Actor.Owner, token));
        var seconds = watch.Elapsed.TotalSeconds;
        var transactions = (await store.SummaryAsync(run.Id, cancellation)).Revision;
        return
        [
            new("writes", "cellsPerSecond", Samples * Candidates / seconds, "1/s", AtLeast: LeastPerSecond),
            new("writes", "cellsPerTransaction", Samples * Candidates / (double)transactions),
        ];
    }
}
