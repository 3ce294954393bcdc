using System.Collections.Immutable;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Language;
using Workbench.Core.Live;
using Workbench.Core.Runs.Errors;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>One run under way: models on this machine one after the other as the plan says, each endpoint beside them, null runners beside all.</summary>
internal sealed class RunWork(RunHeader run, PromptSuite suite, IReadOnlySet<(string Sample, string Candidate, int Repeat)> done, IRunStore store, IModelPool pool, TimeProvider time, LiveState<RunState> live, Actor actor)
{
    private const string Here = "";
    private const string Null = "null:";

    /// <summary>Cells begun for each seat of an endpoint: while one is stored, or pauses before it is asked again, another takes the seat.</summary>
    private const int Waiting = 2;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly RunForecast _forecast = new(time);
    private readonly LoadPlan _plan = pool.Plan([.. run.Candidates.Where(candidate => Open(suite, run, done, candidate).Any())], run.Reproducible);
    private readonly CellWriter _writer = new(run.Id, store, actor);

    /// <summary>Answers one cell.</summary>
    public required Func<CandidateSession, RunCell, CancellationToken, Task<SampleResult>> Answer { get; init; }

    /// <summary>The cache as a candidate sees it, and what the candidate is made of recorded; null without a cache.</summary>
    public required Func<Candidate, CancellationToken, Task<CacheScope?>> Scope { get; init; }

    /// <summary>Told what a candidate's model says of itself.</summary>
    public required Func<Candidate, ModelFacts, CancellationToken, Task> Loaded { get; init; }

    /// <summary>Asks whatever is open.</summary>
    /// <param name="drain">No further cell is begun; those that are asked are waited for and stored.</param>
    /// <returns>Whether all is done.</returns>
    public async Task<bool> WorkAsync(CancellationToken drain, CancellationToken cancellation)
    {
        Prepare();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writing = _writer.WriteAsync(Stored, stop);
        try
        {
            await RefuseAsync().ConfigureAwait(false);
            await Together([HereAsync(drain, stop.Token), .. Elsewhere().Select(lane => LaneAsync(lane, drain, stop.Token))], stop).ConfigureAwait(false);
        }
        finally
        {
            // What was answered is stored, however the work ended.
            _writer.End();
            await writing.ConfigureAwait(false);
            Show(null);
        }

        return !drain.IsCancellationRequested || _forecast.Now().Candidates.All(static candidate => candidate.Done + candidate.Errors >= candidate.Total);
    }

    // One that breaks stops the others, and is what is told.
    private static async Task Together(List<Task> lanes, CancellationTokenSource stop)
    {
        var left = lanes.ToList();
        while (left.Count > 0)
        {
            var ended = await Task.WhenAny(left).ConfigureAwait(false);
            left.Remove(ended);
            if (ended.IsFaulted)
            {
                await stop.CancelAsync().ConfigureAwait(false);
                await Task.WhenAll(left.Select(static task => task.ContinueWith(static _ => { }, TaskScheduler.Default))).ConfigureAwait(false);
            }

            await ended.ConfigureAwait(false);
        }
    }

    private void Prepare()
    {
        foreach (var candidate in run.Candidates)
        {
            var total = RunPlan.Cells(suite, run.Limit, candidate).Count();
            var load = _plan.Groups.SelectMany(static group => group.Loads).FirstOrDefault(load => load.Candidates.Contains(candidate.Name));
            var lane = candidate.IsNull ? Null : load is null ? candidate.Model : Here;
            _forecast.Add(candidate.Name, lane, total, total - Open(candidate).Count(), 0, load?.Loaded == false ? load.Bytes : 0);
        }

        Show(null);
    }

    /// <summary>What fits nowhere is errors with the reason, at once; the others go on.</summary>
    private async Task RefuseAsync()
    {
        foreach (var (name, reason) in _plan.Refused.Select(refused => (refused.Candidate, refused.Reason)))
        {
            foreach (var cell in Open(run.Candidates.First(candidate => candidate.Name == name)))
            {
                var error = ProblemKind.Because("Runs.ModelNotThere", reason);
                await _writer.AddAsync(new SampleResult(cell.Sample.Id, name, cell.Repeat, null, null, null, null, null, null, [], error, time.GetUtcNow()), asked: false).ConfigureAwait(false);
            }
        }
    }

    private IEnumerable<ImmutableArray<Candidate>> Elsewhere() => _plan.Elsewhere
        .Select(name => run.Candidates.First(candidate => candidate.Name == name))
        .GroupBy(static candidate => candidate.IsNull ? Null : candidate.Model, StringComparer.Ordinal)
        .Select(static lane => lane.ToImmutableArray());

    private async Task LaneAsync(ImmutableArray<Candidate> candidates, CancellationToken drain, CancellationToken cancellation)
    {
        foreach (var candidate in candidates.Where(_ => !drain.IsCancellationRequested))
        {
            using var lease = new CandidateLease(pool, candidate, run.Reproducible);
            await AskAllAsync(candidate, lease, null, drain, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>While one model of a group answers, the next one of the same group is loaded.</summary>
    private async Task HereAsync(CancellationToken drain, CancellationToken cancellation)
    {
        var steps = (
            from place in _plan.Groups.Index()
            from load in place.Item.Loads
            from name in load.Candidates
            select (Candidate: run.Candidates.First(candidate => candidate.Name == name), Group: place.Index, Load: load)).ToList();
        Ahead? ahead = null;
        try
        {
            for (var index = 0; index < steps.Count && !drain.IsCancellationRequested; index++)
            {
                var step = steps[index];
                var next = index + 1 < steps.Count && steps[index + 1].Group == step.Group ? steps[index + 1] : default;
                using var lease = ahead?.Lease ?? new CandidateLease(pool, step.Candidate, run.Reproducible);
                var opening = ahead?.Opening;
                ahead = null;
                await AskAllAsync(
                    step.Candidate,
                    lease,
                    () => ahead = next.Candidate is null ? null : Ahead.Open(new CandidateLease(pool, next.Candidate, run.Reproducible), cancellation),
                    drain,
                    cancellation,
                    opening).ConfigureAwait(false);
                if (ahead is not null && next.Load == step.Load)
                {
                    // The same model: taken again before it is given back, so that it stays.
                    await ahead.Opening.ConfigureAwait(false);
                }
            }
        }
        finally
        {
            if (ahead is not null)
            {
                await ahead.Opening.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
                ahead.Lease.Dispose();
            }
        }
    }

    private async Task AskAllAsync(Candidate candidate, CandidateLease lease, Action? ready, CancellationToken drain, CancellationToken cancellation, Task? opening = null)
    {
        _forecast.Loading(candidate.Name);
        Show(candidate.Name);
        await (opening ?? lease.PrepareAsync(cancellation)).ConfigureAwait(false);
        ready?.Invoke();
        var client = await RecordModelAsync(candidate, lease, cancellation).ConfigureAwait(false);
        _forecast.Asking(candidate.Name, client is { RemoteConcurrency: not null } ? () => client.AwaySince : null);
        Show(candidate.Name);
        var scope = client is null ? null : await Scope(candidate, cancellation).ConfigureAwait(false);
        var options = new ParallelOptions { MaxDegreeOfParallelism = run.Reproducible ? 1 : client?.RemoteConcurrency * Waiting ?? Runner.InFlight, CancellationToken = cancellation };
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watching = WatchAsync(client, asked.Token);
        try
        {
            await AskEachAsync(candidate, lease, scope, options, drain).ConfigureAwait(false);
        }
        finally
        {
            await asked.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }

        _forecast.Ended(candidate.Name);
        Show(null);
    }

    private Task AskEachAsync(Candidate candidate, CandidateLease lease, CacheScope? scope, ParallelOptions options, CancellationToken drain) =>
        Parallel.ForEachAsync(Open(candidate).TakeWhile(_ => !drain.IsCancellationRequested), options, async (cell, token) =>
        {
            var tally = new CacheTally();
            var result = await Answer(new CandidateSession(lease, model => Around(model, candidate, scope, tally)), cell, token).ConfigureAwait(false);
            await _writer.AddAsync(tally.IsHit ? result with { Cached = true } : result, asked: !tally.IsHit).ConfigureAwait(false);
        });

    /// <summary>While an endpoint is away no cell is stored, so that nothing else would say so.</summary>
    private async Task WatchAsync(IModelClient? client, CancellationToken asked)
    {
        if (client is not { RemoteConcurrency: not null })
        {
            return;
        }

        using var timer = new PeriodicTimer(Look, time);
        DateTimeOffset? shown = null;
        try
        {
            while (await timer.WaitForNextTickAsync(asked).ConfigureAwait(false))
            {
                if (client.AwaySince is var away && away != shown)
                {
                    shown = away;
                    Show(null);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // All is asked, or the run is stopped.
        }
    }

    /// <summary>The candidate's template and the cache, put around its model.</summary>
    internal static IModelClient Around(IModelClient client, Candidate candidate, CacheScope? scope, CacheTally tally)
    {
        var kept = scope is null ? client : new CachedModelClient(client, scope, tally);
        return candidate.Template is { } template ? new TemplatedModelClient(kept, template) : kept;
    }

    // The row first, then the screen: what is shown has been kept.
    private void Stored(IReadOnlyCollection<AnsweredCell> cells)
    {
        foreach (var (result, asked) in cells)
        {
            _forecast.Answered(result.Candidate, result.Error is not null, asked);
        }

        var errors = cells.Count(static cell => cell.Result.Error is not null);
        var (left, isLeast, candidates) = _forecast.Now();
        live.Update(state => state with
        {
            Answered = state.Answered + cells.Count - errors,
            Errors = state.Errors + errors,
            Kept = state.Kept + cells.Count(static cell => cell.Result.Cached),
            TimeLeft = left,
            IsLeast = isLeast,
            Candidates = candidates,
        });
    }

    private async Task<IModelClient?> RecordModelAsync(Candidate candidate, CandidateLease lease, CancellationToken cancellation)
    {
        try
        {
            var client = await lease.AskAsync(Task.FromResult, cancellation).ConfigureAwait(false);
            await store.SetModelAsync(run.Id, candidate.Name, client.Facts, cancellation).ConfigureAwait(false);
            await Loaded(candidate, client.Facts, cancellation).ConfigureAwait(false);
            return client;
        }
        catch (ModelUnavailableException)
        {
            // Each of its samples is about to say so, as an error with the reason.
            return null;
        }
    }

    private void Show(string? activity)
    {
        var (left, isLeast, candidates) = _forecast.Now();
        live.Update(state => state with { TimeLeft = left, IsLeast = isLeast, Candidates = candidates, Activity = activity ?? state.Activity });
    }

    private IEnumerable<RunCell> Open(Candidate candidate) => Open(suite, run, done, candidate);

    private static IEnumerable<RunCell> Open(PromptSuite suite, RunHeader run, IReadOnlySet<(string Sample, string Candidate, int Repeat)> done, Candidate candidate) =>
        RunPlan.Cells(suite, run.Limit, candidate).Where(cell => !done.Contains((cell.Sample.Id, candidate.Name, cell.Repeat)));

    /// <summary>A model taken while another one still answers.</summary>
    private sealed record Ahead(CandidateLease Lease, Task Opening)
    {
        public static Ahead Open(CandidateLease lease, CancellationToken cancellation) => new(lease, lease.PrepareAsync(cancellation));
    }
}
