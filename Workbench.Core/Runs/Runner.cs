using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Live;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>Carries out a run: what is not answered yet, one candidate after another.</summary>
public sealed class Runner(IRunStore store, IModelPool pool, ScorerRegistry scorers, TimeProvider time)
{
    /// <summary>Questions in flight for one model; its scheduler makes one batch of them.</summary>
    public const int InFlight = 8;

    /// <summary>Everything from the suite to the last stored row. When <paramref name="cancellation"/> ends it, nothing is lost: the next call goes on where this one stopped.</summary>
    public async Task RunAsync(string runId, Actor actor, LiveState<RunState> live, CancellationToken cancellation)
    {
        var run = await store.FindAsync(runId, cancellation).ConfigureAwait(false) ?? throw new InputException(new InputProblem(new Phrase("Runs.NoRun", runId)));
        var suite = await store.SuiteAsync(runId, cancellation).ConfigureAwait(false);
        var done = await store.DoneAsync(runId, cancellation).ConfigureAwait(false);
        await store.SetStatusAsync(runId, RunStatus.Running, actor, cancellation).ConfigureAwait(false);
        var pace = new RunPace(run, time);
        live.Update(state => state with { Status = RunStatus.Running, Answered = run.Answered, Errors = run.Errors });
        foreach (var candidate in run.Candidates)
        {
            var cells = RunPlan.Cells(suite, run.Limit, candidate).Where(cell => !done.Contains((cell.Sample.Id, candidate.Name, cell.Repeat))).ToList();
            if (cells.Count > 0)
            {
                await AnswerAsync(run, suite, candidate, cells, actor, pace, live, cancellation).ConfigureAwait(false);
            }
        }

        await store.SetStatusAsync(runId, RunStatus.Finished, actor, cancellation).ConfigureAwait(false);
        live.Update(state => state with { Status = RunStatus.Finished, TimeLeft = TimeSpan.Zero, Activity = null });
    }

    /// <summary>Asks one cell anew; what it held before becomes history.</summary>
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

        using var session = new CandidateSession(pool, cell.Candidate, run!.Reproducible);
        var result = await CellAsync(session, suite!, cell, cancellation).ConfigureAwait(false);
        await store.AddAsync(runId, result, replace: true, actor, cancellation).ConfigureAwait(false);
        return result;
    }

    private async Task AnswerAsync(RunHeader run, PromptSuite suite, Candidate candidate, List<RunCell> cells, Actor actor, RunPace pace, LiveState<RunState> live, CancellationToken cancellation)
    {
        using var session = new CandidateSession(pool, candidate, run.Reproducible);
        live.Update(state => state with { Activity = candidate.Name });
        await RecordModelAsync(run, candidate, session, cancellation).ConfigureAwait(false);
        var options = new ParallelOptions { MaxDegreeOfParallelism = run.Reproducible ? 1 : InFlight, CancellationToken = cancellation };
        await Parallel.ForEachAsync(cells, options, async (cell, token) =>
        {
            var result = await CellAsync(session, suite, cell, token).ConfigureAwait(false);

            // The row first, then the screen: what is shown has been kept.
            await store.AddAsync(run.Id, result, replace: false, actor, token).ConfigureAwait(false);
            var left = pace.Count();
            live.Update(state => state with { Answered = state.Answered + (result.Error is null ? 1 : 0), Errors = state.Errors + (result.Error is null ? 0 : 1), TimeLeft = left });
        }).ConfigureAwait(false);
    }

    private async Task RecordModelAsync(RunHeader run, Candidate candidate, CandidateSession session, CancellationToken cancellation)
    {
        try
        {
            var facts = await session.AskAsync(client => Task.FromResult(client.Facts), cancellation).ConfigureAwait(false);
            await store.SetModelAsync(run.Id, candidate.Name, facts, cancellation).ConfigureAwait(false);
        }
        catch (ModelUnavailableException)
        {
            // Each of its samples is about to say so, as an error with the reason.
        }
    }

    private async Task<SampleResult> CellAsync(CandidateSession session, PromptSuite suite, RunCell cell, CancellationToken cancellation)
    {
        try
        {
            return Judge(suite, cell, await new CellAnswer(session, scorers, suite, cell).AskAsync(cancellation).ConfigureAwait(false));
        }
        catch (ModelUnavailableException unavailable)
        {
            return Errored(cell, new Phrase("Runs.ModelNotThere", unavailable.Reason.ToString()));
        }
        catch (InputException refused)
        {
            return Errored(cell, new Phrase("Runs.AskFailed", refused.Problems[0].Message.ToString()));
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or TimeoutException or InvalidOperationException or NotSupportedException)
        {
            return Errored(cell, new Phrase("Runs.Unexpected", failure.Message));
        }
    }

    private SampleResult Judge(PromptSuite suite, RunCell cell, Answer given)
    {
        var output = given.Output;
        var scores = scorers.Score(suite, cell.Sample, given);

        // Asked for likelihoods only, the model's answer is the choice it prefers.
        var answer = output?.Text ?? scores.Select(score => score.Answer).FirstOrDefault(part => part is not null);
        var sent = output?.PromptSent ?? (output is null ? cell.Sample.Prompt : null);
        return new SampleResult(cell.Sample.Id, cell.Candidate.Name, cell.Repeat, sent, answer, output?.StopReason, output?.Usage, output?.Duration, output?.TimeToFirstToken, scores, null, time.GetUtcNow());
    }

    private SampleResult Errored(RunCell cell, Phrase error) =>
        new(cell.Sample.Id, cell.Candidate.Name, cell.Repeat, null, null, null, null, null, null, [], error, time.GetUtcNow());
}
