using System.Collections.Immutable;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Live;
using Workbench.Core.Runs.Errors;
using Workbench.Core.Runs.Judging;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>Carries out a run: what is not answered yet, in the order that memory and limits leave.</summary>
public sealed class Runner(IRunStore store, IModelPool pool, ScorerRegistry scorers, TimeProvider time)
{
    /// <summary>Questions in flight for one model; its scheduler makes one batch of them.</summary>
    public const int InFlight = 8;

    /// <summary>From here on reading a suite and its plan leaves tens of megabytes behind, in large pieces that would stay for as long as the run goes.</summary>
    private const int Large = 20_000;

    /// <summary>Answers kept from earlier runs; null without any.</summary>
    public IResponseCache? Cache { get; init; }

    /// <summary>Hashes what candidates are made of; null leaves it out of the record.</summary>
    public CandidateFiles? Files { get; init; }

    /// <summary>This program and machine; null leaves it out of the record.</summary>
    public Func<RunEnvironment>? Environment { get; init; }

    /// <summary>What a judge's name stands for; null takes it for a model's.</summary>
    public Func<string, CancellationToken, Task<Candidate>>? Judges { get; init; }

    /// <summary>Told of every run that has nothing left to ask.</summary>
    public Action<string>? Ended { get; init; }

    /// <summary>Everything from the suite to the last stored row. When <paramref name="cancellation"/> ends it, nothing is lost: the next call goes on where this one stopped.</summary>
    /// <param name="drain">No further cell is begun: another run goes first, and this one goes back to the queue.</param>
    public async Task RunAsync(string runId, Actor actor, LiveState<RunState> live, CancellationToken drain, CancellationToken cancellation)
    {
        var run = await store.FindAsync(runId, cancellation).ConfigureAwait(false) ?? throw new InputException(new InputProblem(new Phrase("Runs.NoRun", runId)));
        var suite = await store.SuiteAsync(runId, cancellation).ConfigureAwait(false);
        var done = RunPlan.Done(run, suite, await store.DoneAsync(runId, cancellation).ConfigureAwait(false));
        await store.SetStatusAsync(runId, RunStatus.Running, actor, cancellation).ConfigureAwait(false);
        if (Environment is not null)
        {
            await store.RecordAsync(runId, record => record.With(Environment()), cancellation).ConfigureAwait(false);
        }

        live.Update(state => state with { Status = RunStatus.Running, Answered = run.Answered, Errors = run.Errors });
        var remembered = Remembered(run.Caching);
        if (remembered is not null)
        {
            done = await new KeptWork(run, suite, remembered, store, live, actor)
            {
                Answer = (session, cell, token) => CellAsync(session, suite, cell, token),
                Scope = (candidate, token) => ScopeAsync(run, candidate, token),
            }.WorkAsync(done, drain, cancellation).ConfigureAwait(false);
        }

        var work = new RunWork(run, suite, done, store, pool, time, live, actor)
        {
            Answer = (session, cell, token) => CellAsync(session, suite, cell, token),
            Scope = (candidate, token) => ScopeAsync(run, candidate, token),
            Loaded = (candidate, facts, token) => remembered?.KeepAsync(candidate, run.Reproducible, facts, token) ?? Task.CompletedTask,
        };
        if (suite.Samples.Length >= Large)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        var whole = await work.WorkAsync(drain, cancellation).ConfigureAwait(false) && await Judging(run, suite, remembered).WorkAsync(live, drain, cancellation).ConfigureAwait(false);
        var status = whole ? RunStatus.Finished : RunStatus.Queued;
        await store.SetStatusAsync(runId, status, actor, cancellation).ConfigureAwait(false);
        live.Update(state => state with { Status = status, TimeLeft = whole ? TimeSpan.Zero : null, Activity = null });
        if (whole)
        {
            Ended?.Invoke(runId);
        }
    }

    /// <summary>Asks one cell anew, whatever is kept of it; what it held before becomes history.</summary>
    public async Task<SampleResult> RerunAsync(string runId, string sampleId, string candidate, int repeat, Actor actor, CancellationToken cancellation)
    {
        var run = await store.FindAsync(runId, cancellation).ConfigureAwait(false);
        var suite = run is null ? null : await store.SuiteAsync(runId, cancellation).ConfigureAwait(false);
        var of = run?.Candidates.FirstOrDefault(each => each.Name == candidate);
        var cell = of is null ? null : RunPlan.Cells(suite!, run!.Limit, of).FirstOrDefault(each => each.Sample.Id == sampleId && each.Repeat == repeat);
        if (cell is null)
        {
            throw new InputException(new InputProblem(new Phrase("Runs.NoCell", sampleId, candidate)));
        }

        using var lease = new CandidateLease(pool, cell.Candidate, run!.Reproducible);
        var session = new CandidateSession(lease, client => RunWork.Around(client, cell.Candidate, null, new CacheTally()));
        var result = await Judging(run, suite!, null).JudgeAsync(await CellAsync(session, suite!, cell, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        await store.AddAsync(runId, result, replace: true, actor, cancellation).ConfigureAwait(false);
        return result;
    }

    /// <summary>Answers some cells of what may become a run, keeping nothing: to see how long it would take.</summary>
    public async Task<(ImmutableArray<TimeSpan> Times, int Together)> ProbeAsync(RunSpec spec, Candidate candidate, int count, CancellationToken cancellation)
    {
        using var lease = new CandidateLease(pool, candidate, spec.Reproducible);
        var model = await lease.AskAsync(Task.FromResult, cancellation).ConfigureAwait(false);
        var session = new CandidateSession(lease, client => RunWork.Around(client, candidate, null, new CacheTally()));
        var times = ImmutableArray.CreateBuilder<TimeSpan>();
        foreach (var cell in RunProbe.Spread(RunPlan.Samples(spec.Suite, spec.Limit), count).Select(sample => new RunCell(sample, candidate, 0)))
        {
            var start = time.GetTimestamp();
            var result = await CellAsync(session, spec.Asked, cell, cancellation).ConfigureAwait(false);
            if (result.Error is { } error)
            {
                throw new ModelUnavailableException(error);
            }

            times.Add(time.GetElapsedTime(start));
        }

        return (times.ToImmutable(), spec.Reproducible ? 1 : model.RemoteConcurrency ?? InFlight);
    }

    /// <summary>Whether every answer of the candidate is kept from earlier runs, so that its model is not needed.</summary>
    public async Task<bool> IsKeptAsync(RunSpec spec, Candidate candidate, CancellationToken cancellation) =>
        Remembered(spec.Caching) is { } remembered
        && await remembered.FindAsync(candidate, spec.Reproducible, cancellation).ConfigureAwait(false) is { } facts
        && Scope(spec.Caching, spec.Reproducible, candidate, await HashesAsync(candidate, cancellation).ConfigureAwait(false)) is { } scope
        && await KeptWork.HasAllAsync(RunPlan.Cells(spec.Asked, spec.Limit, candidate), candidate, facts, scope, (session, cell, token) => CellAsync(session, spec.Asked, cell, token), cancellation).ConfigureAwait(false);

    private RememberedModels? Remembered(RunCaching caching) => Cache is null || caching == RunCaching.Off ? null : new RememberedModels(Cache, pool, Environment?.Invoke());

    /// <param name="remembered">Null for what is asked anew, whatever is kept of it.</param>
    private RunJudging Judging(RunHeader run, PromptSuite suite, RememberedModels? remembered) => new(run, suite, store, pool, scorers, time)
    {
        Files = Files,
        Find = Judges ?? (static (name, _) => Task.FromResult(new Candidate(name, name))),
        Remembered = remembered,
        Scope = (judge, hashes) => remembered is null ? null : Scope(run.Caching, run.Reproducible, judge, hashes),
    };

    private async Task<CandidateHashes?> HashesAsync(Candidate candidate, CancellationToken cancellation) => Files is null || candidate.IsNull ? null : await Files.OfAsync(candidate, cancellation).ConfigureAwait(false);

    private async Task<CacheScope?> ScopeAsync(RunHeader run, Candidate candidate, CancellationToken cancellation)
    {
        var hashes = await HashesAsync(candidate, cancellation).ConfigureAwait(false);
        if (hashes is not null)
        {
            await store.RecordAsync(run.Id, record => record with { Files = record.Files.SetItem(candidate.Name, hashes) }, cancellation).ConfigureAwait(false);
        }

        return Scope(run.Caching, run.Reproducible, candidate, hashes);
    }

    // Adapters nobody has hashed would make two models one.
    private CacheScope? Scope(RunCaching caching, bool exact, Candidate candidate, CandidateHashes? hashes) => Cache is null || caching == RunCaching.Off || candidate.IsNull || (hashes is null && !candidate.Adapters.IsEmpty)
        ? null
        : new CacheScope(Cache, caching, exact, [.. (hashes?.Adapters ?? []).Select(static adapter => adapter.Key)]);

    private async Task<SampleResult> CellAsync(CandidateSession session, PromptSuite suite, RunCell cell, CancellationToken cancellation)
    {
        try
        {
            var asked = new CellAnswer(session, scorers, suite, cell);
            return Judge(suite, cell, await asked.AskAsync(cancellation).ConfigureAwait(false), asked.Usage);
        }
        catch (ModelUnavailableException unavailable)
        {
            return Errored(cell, ProblemKind.Because("Runs.ModelNotThere", unavailable.Reason));
        }
        catch (InputException refused)
        {
            return Errored(cell, ProblemKind.Because("Runs.AskFailed", refused.Problems[0].Message));
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or TimeoutException or InvalidOperationException or NotSupportedException)
        {
            return Errored(cell, new Phrase("Runs.Unexpected", FailureWords.Of(failure)));
        }
    }

    private SampleResult Judge(PromptSuite suite, RunCell cell, Answer given, ModelUsage? usage)
    {
        var output = given.Output;
        var scores = scorers.Score(suite, cell.Sample, given);

        // Asked for likelihoods only, the model's answer is the choice it prefers.
        var answer = output?.Text ?? scores.Select(score => score.Answer).FirstOrDefault(part => part is not null);
        var sent = output?.PromptSent ?? (output is null ? cell.Sample.Prompt : null);
        return new SampleResult(cell.Sample.Id, cell.Candidate.Name, cell.Repeat, sent, answer, output?.StopReason, usage, output?.Duration, output?.TimeToFirstToken, scores, null, time.GetUtcNow())
        {
            AnswerTokens = usage == output?.Usage ? null : output?.Usage.Completion ?? 0,
        };
    }

    private SampleResult Errored(RunCell cell, Phrase error) =>
        new(cell.Sample.Id, cell.Candidate.Name, cell.Repeat, null, null, null, null, null, null, [], error, time.GetUtcNow());
}
