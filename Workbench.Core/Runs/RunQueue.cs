using System.Collections.Concurrent;
using System.Collections.Immutable;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Live;
using Workbench.Core.Runs.Errors;

namespace Workbench.Core.Runs;

/// <summary>Takes runs in, and is where pages and commands pause, cancel, retry and watch them.</summary>
public sealed class RunQueue(IRunStore store, Runner runner, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, RunExecution> _active = new();
    private readonly SemaphoreSlim _added = new(0);

    /// <summary>Writes the run; the worker takes it up.</summary>
    /// <exception cref="InputException">Nothing to run, or candidates that cannot be told apart.</exception>
    public async Task<RunHeader> EnqueueAsync(RunSpec spec, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        RunPlan.Check(spec);
        var run = await store.CreateAsync(spec, actor, cancellation).ConfigureAwait(false);
        _added.Release();
        return run;
    }

    /// <summary>The state of a run that this process works on; null for any other.</summary>
    public LiveState<RunState>? Watch(string runId) => _active.TryGetValue(runId, out var execution) ? execution.Live : null;

    /// <summary>The runs that this process works on now.</summary>
    public IReadOnlyCollection<string> Active => [.. _active.Keys];

    public Task PauseAsync(string runId, Actor actor, CancellationToken cancellation) => StopAsync(runId, RunStatus.Paused, actor, cancellation);

    public Task CancelAsync(string runId, Actor actor, CancellationToken cancellation) => StopAsync(runId, RunStatus.Cancelled, actor, cancellation);

    /// <summary>Puts a paused, failed or cancelled run back into the queue.</summary>
    public async Task ResumeAsync(string runId, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        var run = await FindAsync(runId, cancellation).ConfigureAwait(false);
        if (run.Status is RunStatus.Paused or RunStatus.Failed or RunStatus.Cancelled)
        {
            await store.SetStatusAsync(runId, RunStatus.Queued, actor, cancellation).ConfigureAwait(false);
            _added.Release();
        }
    }

    /// <summary>Asks the samples again whose machinery failed.</summary>
    /// <returns>How many there are.</returns>
    public Task<int> RetryErrorsAsync(string runId, Actor actor, CancellationToken cancellation) => RetryErrorsAsync(runId, null, actor, cancellation);

    /// <param name="kind">Only errors that have this cause; null for all.</param>
    public async Task<int> RetryErrorsAsync(string runId, ProblemKind? kind, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        var run = await FindAsync(runId, cancellation).ConfigureAwait(false);
        var count = await (kind is null ? store.ClearErrorsAsync(runId, actor, cancellation) : store.ClearErrorsAsync(runId, kind, actor, cancellation)).ConfigureAwait(false);
        if (count > 0 && run.Status != RunStatus.Running)
        {
            await store.SetStatusAsync(runId, RunStatus.Queued, actor, cancellation).ConfigureAwait(false);
            _added.Release();
        }

        return count;
    }

    public Task<SampleResult> RerunAsync(string runId, string sampleId, string candidate, int repeat, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        return runner.RerunAsync(runId, sampleId, candidate, repeat, actor, cancellation);
    }

    /// <summary>Candidates for a run that is not being worked on; what was answered stays as it is.</summary>
    /// <exception cref="InputException">No candidates, names that are taken, or a run that is worked on.</exception>
    public async Task<RunHeader> AddCandidatesAsync(string runId, ImmutableArray<Candidate> candidates, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        var run = await FindAsync(runId, cancellation).ConfigureAwait(false);
        var taken = run.Candidates.Concat(candidates).GroupBy(static candidate => candidate.Name, StringComparer.Ordinal).Where(static group => group.Count() > 1);
        List<InputProblem> problems = [.. taken.Select(static group => new InputProblem(new Phrase("Runs.CandidateTwice", group.Key), Field: "candidates"))];
        if (candidates.IsEmpty)
        {
            problems.Add(new InputProblem(new Phrase("Runs.NoCandidates"), Field: "candidates"));
        }

        if (run.Status is RunStatus.Running or RunStatus.Queued)
        {
            problems.Add(new InputProblem(new Phrase("Runs.StillWorkedOn", runId)));
        }

        if (problems.Count > 0)
        {
            throw new InputException([.. problems]);
        }

        var more = await store.AddCandidatesAsync(runId, candidates, actor, cancellation).ConfigureAwait(false);
        _added.Release();
        return more;
    }

    /// <summary>Asks a candidate a few samples of what may become a run, keeping nothing.</summary>
    /// <returns>How long the run would take it.</returns>
    /// <exception cref="ModelUnavailableException">It could not be asked.</exception>
    public async Task<RunProbe> ProbeAsync(RunSpec spec, Candidate candidate, int count, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        var (times, together) = await runner.ProbeAsync(spec, candidate, count, cancellation).ConfigureAwait(false);
        return RunProbe.Of(candidate.Name, times, RunPlan.Cells(spec.Asked, spec.Limit, candidate).Count(), together);
    }

    public async Task SetPriorityAsync(string runId, RunPriority priority, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        var run = await FindAsync(runId, cancellation).ConfigureAwait(false);
        await store.SetOrderAsync(runId, priority, run.Place, cancellation).ConfigureAwait(false);
        _added.Release();
    }

    /// <summary>Puts an unfinished run before the one that goes before it, or after the one that follows it; it takes that one's priority.</summary>
    public async Task MoveAsync(string runId, bool up, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        var order = await store.UnfinishedAsync(cancellation).ConfigureAwait(false);
        var at = order.Select(static run => run.Id).ToList().IndexOf(runId);
        var other = up ? at - 1 : at + 1;
        if (at < 0 || other < 0 || other >= order.Length)
        {
            return;
        }

        // Between the neighbour and the one beyond it, where that has the same priority.
        var beyond = up ? other - 1 : other + 1;
        var (neighbour, step) = (order[other], up ? -1.0 : 1.0);
        var place = beyond >= 0 && beyond < order.Length && order[beyond].Priority == neighbour.Priority ? (neighbour.Place + order[beyond].Place) / 2 : neighbour.Place + step;
        await store.SetOrderAsync(runId, neighbour.Priority, place, cancellation).ConfigureAwait(false);
        _added.Release();
    }

    /// <summary>Works on one run until it ends, is paused or cancelled.</summary>
    /// <param name="watch">Given the state to watch, before the work begins.</param>
    /// <returns>False when another process has it.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> ended it; the run stays as it is and can be taken up again.</exception>
    public async Task<bool> ExecuteAsync(string runId, Actor actor, Action<LiveState<RunState>>? watch, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        var run = await FindAsync(runId, cancellation).ConfigureAwait(false);
        using var execution = new RunExecution(run, store, runner, time);
        if (!_active.TryAdd(runId, execution))
        {
            return false;
        }

        try
        {
            watch?.Invoke(execution.Live);
            return await execution.ExecuteAsync(actor, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _active.TryRemove(runId, out _);
            execution.Live.Complete();
        }
    }

    /// <summary>Works on queued runs, and on those that a process which is gone left running, until told to stop; a run that goes before the one being worked on overtakes it.</summary>
    public async Task WorkAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (!await WorkOnceAsync(cancellation).ConfigureAwait(false))
            {
                await _added.WaitAsync(Poll, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <returns>Whether there was a run to work on.</returns>
    private async Task<bool> WorkOnceAsync(CancellationToken cancellation)
    {
        foreach (var run in await store.UnfinishedAsync(cancellation).ConfigureAwait(false))
        {
            if (run.Status is RunStatus.Queued or RunStatus.Running && await WorkOnAsync(run, cancellation).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> WorkOnAsync(RunHeader run, CancellationToken cancellation)
    {
        var work = ExecuteAsync(run.Id, Actor.Owner with { Id = run.StartedBy, Name = run.StartedBy }, null, cancellation);
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, _added.WaitAsync(Poll, cancellation)).ConfigureAwait(false);
            if (!work.IsCompleted && !cancellation.IsCancellationRequested && await IsOvertakenAsync(run.Id, cancellation).ConfigureAwait(false) && _active.TryGetValue(run.Id, out var execution))
            {
                await execution.YieldAsync().ConfigureAwait(false);
            }
        }

        return await work.ConfigureAwait(false);
    }

    /// <summary>A run waits that goes before this one.</summary>
    private async Task<bool> IsOvertakenAsync(string runId, CancellationToken cancellation)
    {
        foreach (var run in await store.UnfinishedAsync(cancellation).ConfigureAwait(false))
        {
            if (run.Id == runId)
            {
                return false;
            }

            if (run.Status is RunStatus.Queued or RunStatus.Running && (await store.LeaseAsync(run.Id, cancellation).ConfigureAwait(false) is not { } lease || lease.IsDead || lease.Until < time.GetUtcNow()))
            {
                return true;
            }
        }

        return false;
    }

    private async Task StopAsync(string runId, RunStatus status, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        var run = await FindAsync(runId, cancellation).ConfigureAwait(false);
        if (run.IsUnfinished)
        {
            await store.SetStatusAsync(runId, status, actor, cancellation).ConfigureAwait(false);
            if (_active.TryGetValue(runId, out var execution))
            {
                await execution.StopAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<RunHeader> FindAsync(string runId, CancellationToken cancellation) =>
        await store.FindAsync(runId, cancellation).ConfigureAwait(false) ?? throw new InputException(new InputProblem(new Phrase("Runs.NoRun", runId)));

    public void Dispose() => _added.Dispose();
}
