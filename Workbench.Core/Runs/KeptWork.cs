using System.Collections.Concurrent;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Live;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>Before anything is loaded: the cells whose answers are kept from earlier runs, of models that were loaded before. A candidate of which everything is kept needs neither its model nor memory.</summary>
internal sealed class KeptWork(RunHeader run, PromptSuite suite, RememberedModels remembered, IRunStore store, LiveState<RunState> live, Actor actor)
{
    /// <summary>After so many that are not kept the model has to be loaded anyway, and what else is kept of it is found on the way.</summary>
    private const int MostMissing = 100;

    public required Func<CandidateSession, RunCell, CancellationToken, Task<SampleResult>> Answer { get; init; }

    public required Func<Candidate, CancellationToken, Task<CacheScope?>> Scope { get; init; }

    /// <param name="done">What is there already.</param>
    /// <returns>That, and what was kept.</returns>
    public async Task<IReadOnlySet<(string Sample, string Candidate, int Repeat)>> WorkAsync(IReadOnlySet<(string Sample, string Candidate, int Repeat)> done, CancellationToken drain, CancellationToken cancellation)
    {
        var found = new ConcurrentBag<(string Sample, string Candidate, int Repeat)>();
        foreach (var candidate in run.Candidates.Where(static candidate => !candidate.IsNull))
        {
            List<RunCell> open = [.. RunPlan.Cells(suite, run.Limit, candidate).Where(cell => !done.Contains((cell.Sample.Id, candidate.Name, cell.Repeat)))];
            if (open.Count > 0 && await remembered.FindAsync(candidate, run.Reproducible, cancellation).ConfigureAwait(false) is { } facts && await Scope(candidate, cancellation).ConfigureAwait(false) is { } scope)
            {
                await TakeAsync(candidate, facts, scope, open, found, drain, cancellation).ConfigureAwait(false);
            }
        }

        return found.IsEmpty ? done : done.Concat(found).ToHashSet();
    }

    /// <summary>Whether each of the cells is kept; ends at the first that is not.</summary>
    public static async Task<bool> HasAllAsync(IEnumerable<RunCell> cells, Candidate candidate, ModelFacts facts, CacheScope scope, Func<CandidateSession, RunCell, CancellationToken, Task<SampleResult>> answer, CancellationToken cancellation)
    {
        using var lease = new CandidateLease(new KeptPool(facts), candidate, scope.Exact);
        foreach (var cell in cells)
        {
            if (await KeptAsync(lease, cell, scope, answer, cancellation).ConfigureAwait(false) is null)
            {
                return false;
            }
        }

        return true;
    }

    private async Task TakeAsync(Candidate candidate, ModelFacts facts, CacheScope scope, List<RunCell> open, ConcurrentBag<(string Sample, string Candidate, int Repeat)> found, CancellationToken drain, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var lease = new CandidateLease(new KeptPool(facts), candidate, run.Reproducible);
        var writer = new CellWriter(run.Id, store, actor);
        var writing = writer.WriteAsync(Stored, stop);
        var (missing, begun) = (0, 0);
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Runner.InFlight, CancellationToken = stop.Token };
            await Parallel.ForEachAsync(open.TakeWhile(_ => !drain.IsCancellationRequested && Volatile.Read(ref missing) < MostMissing), options, async (cell, token) =>
            {
                if (await KeptAsync(lease, cell, scope, Answer, token).ConfigureAwait(false) is not { } result)
                {
                    Interlocked.Increment(ref missing);
                    return;
                }

                if (Interlocked.Exchange(ref begun, 1) == 0)
                {
                    await store.SetModelAsync(run.Id, candidate.Name, facts, token).ConfigureAwait(false);
                }

                await writer.AddAsync(result, asked: false).ConfigureAwait(false);
                found.Add((cell.Sample.Id, candidate.Name, cell.Repeat));
            }).ConfigureAwait(false);
        }
        finally
        {
            writer.End();
            await writing.ConfigureAwait(false);
        }
    }

    /// <returns>Null where anything that the cell needs is not kept.</returns>
    private static async Task<SampleResult?> KeptAsync(CandidateLease lease, RunCell cell, CacheScope scope, Func<CandidateSession, RunCell, CancellationToken, Task<SampleResult>> answer, CancellationToken cancellation)
    {
        var tally = new CacheTally();
        try
        {
            var result = await answer(new CandidateSession(lease, model => RunWork.Around(model, cell.Candidate, scope, tally)), cell, cancellation).ConfigureAwait(false);
            return tally.IsHit && result.Error is null ? result with { Cached = true } : null;
        }
        catch (NotKeptException)
        {
            return null;
        }
    }

    private void Stored(IReadOnlyCollection<AnsweredCell> cells) => live.Update(state => state with { Answered = state.Answered + cells.Count, Kept = state.Kept + cells.Count });
}
