using System.Collections.Concurrent;
using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Live;
using Workbench.Core.Scoring;
using Workbench.Core.Scoring.Judges;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs.Judging;

/// <summary>Has judged what waits for a judge, judge by judge: after the candidates have answered, so that their models can make place. What is judged is stored at once, and once.</summary>
internal sealed class RunJudging(RunHeader run, PromptSuite suite, IRunStore store, IModelPool pool, ScorerRegistry scorers, TimeProvider time)
{
    private readonly Lazy<Dictionary<string, Sample>> _samples = new(() => suite.Samples.ToDictionary(sample => sample.Id, StringComparer.Ordinal));

    /// <summary>What a judge's name stands for.</summary>
    public required Func<string, CancellationToken, Task<Candidate>> Find { get; init; }

    /// <summary>Hashes what a judge is made of; null leaves it out of the record.</summary>
    public CandidateFiles? Files { get; init; }

    /// <summary>Judges that were loaded before; null where nothing is taken from earlier runs.</summary>
    public RememberedModels? Remembered { get; init; }

    /// <summary>The cache as a judge sees it; null without one.</summary>
    public Func<Candidate, CandidateHashes?, CacheScope?> Scope { get; init; } = static (_, _) => null;

    /// <summary>What no judge was there for waits again: each time a run is worked on, its judges are tried anew.</summary>
    /// <param name="drain">No further answer is judged; those that are being judged are waited for and stored.</param>
    /// <returns>Whether nothing waits any more.</returns>
    public async Task<bool> WorkAsync(LiveState<RunState> live, CancellationToken drain, CancellationToken cancellation)
    {
        var judges = JudgePlan.Judges(suite);
        if (!judges.IsEmpty)
        {
            await store.WaitAgainAsync(run.Id, cancellation).ConfigureAwait(false);
        }

        foreach (var name in judges)
        {
            if (await WaitingAsync(name, cancellation).ConfigureAwait(false) is not { Count: > 0 } waiting)
            {
                continue;
            }

            if (drain.IsCancellationRequested)
            {
                return false;
            }

            var judge = await Find(name, cancellation).ConfigureAwait(false);
            live.Update(state => state with { Activity = null, TimeLeft = null, IsLeast = false, Judging = new JudgeProgress(name, 0, waiting.Count) });
            if (await TakeKeptAsync(name, judge, waiting, live, drain, cancellation).ConfigureAwait(false) is { Count: > 0 } left)
            {
                using var lease = new CandidateLease(pool, judge, run.Reproducible);
                var (client, scope) = await BeginAsync(name, judge, lease, cancellation).ConfigureAwait(false);
                await JudgeAllAsync(new JudgeSession(lease, judge, name, scorers, scope), name, left, waiting.Count, run.Reproducible ? 1 : client?.RemoteConcurrency ?? Runner.InFlight, live, drain, cancellation).ConfigureAwait(false);
            }

            live.Update(static state => state with { Judging = null, TimeLeft = null });
        }

        return !drain.IsCancellationRequested || !await AnyAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The cell with its verdicts, before it is stored: for one that is asked anew.</summary>
    public async Task<SampleResult> JudgeAsync(SampleResult result, CancellationToken cancellation)
    {
        for (var place = 0; place < result.Scores.Length; place++)
        {
            if (JudgeScorer.Waits(result.Scores[place]))
            {
                var (sample, name) = (_samples.Value[result.SampleId], JudgeSettings.Model(Spec(result, place)));
                var judge = await Find(name, cancellation).ConfigureAwait(false);
                using var lease = new CandidateLease(pool, judge, run.Reproducible);
                var (_, scope) = await BeginAsync(name, judge, lease, cancellation).ConfigureAwait(false);
                var score = await new JudgeSession(lease, judge, name, scorers, scope).JudgeAsync(Spec(result, place), sample, result.Answer ?? "", cancellation).ConfigureAwait(false);
                result = result with { Scores = result.Scores.SetItem(place, score) };
            }
        }

        return result;
    }

    private ScorerSpec Spec(SampleResult result, int place) => ScorerRegistry.Specs(suite, _samples.Value[result.SampleId])[place];

    /// <summary>Verdicts that are kept, of a judge that was loaded before: where they are all, it is not loaded.</summary>
    /// <returns>What the judge has to be asked.</returns>
    private async Task<List<Case>> TakeKeptAsync(string name, Candidate judge, List<Case> waiting, LiveState<RunState> live, CancellationToken drain, CancellationToken cancellation)
    {
        if (Remembered is null || await Remembered.FindAsync(judge, run.Reproducible, cancellation).ConfigureAwait(false) is not { } facts)
        {
            return waiting;
        }

        var files = await FilesAsync(judge, cancellation).ConfigureAwait(false);
        if (Scope(judge, files) is not { } scope)
        {
            return waiting;
        }

        using var lease = new CandidateLease(new KeptPool(facts), judge, run.Reproducible);
        var left = await JudgeAllAsync(new JudgeSession(lease, judge, name, scorers, scope), name, waiting, waiting.Count, Runner.InFlight, live, drain, cancellation).ConfigureAwait(false);
        if (left.Count < waiting.Count)
        {
            await RecordAsync(new JudgeRecord(name, judge, facts, files, Prompts(name)), cancellation).ConfigureAwait(false);
        }

        return left;
    }

    /// <param name="total">Of all that waited for this judge.</param>
    /// <returns>Those that are not kept, where nothing else is asked.</returns>
    private async Task<List<Case>> JudgeAllAsync(JudgeSession session, string name, List<Case> waiting, int total, int together, LiveState<RunState> live, CancellationToken drain, CancellationToken cancellation)
    {
        var (began, done, before) = (time.GetTimestamp(), 0, total - waiting.Count);
        var missing = new ConcurrentBag<Case>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = together, CancellationToken = cancellation };
        await Parallel.ForEachAsync(waiting.TakeWhile(_ => !drain.IsCancellationRequested), options, async (each, token) =>
        {
            try
            {
                var score = await session.JudgeAsync(each.Spec, each.Cell.Sample, each.Answer, token).ConfigureAwait(false);
                await store.JudgedAsync(run.Id, each.Cell, each.Place, score, token).ConfigureAwait(false);
            }
            catch (NotKeptException)
            {
                missing.Add(each);
                return;
            }

            var now = Interlocked.Increment(ref done);
            var left = time.GetElapsedTime(began) / now * (waiting.Count - now);
            live.Update(state => state.Judging is { } shown && shown.Done >= before + now ? state : state with { Judging = new JudgeProgress(name, before + now, total), TimeLeft = left });
        }).ConfigureAwait(false);
        return [.. missing.OrderBy(static each => each.Number)];
    }

    private async Task<(IModelClient? Client, CacheScope? Scope)> BeginAsync(string name, Candidate judge, CandidateLease lease, CancellationToken cancellation)
    {
        try
        {
            var client = await lease.AskAsync(Task.FromResult, cancellation).ConfigureAwait(false);
            var files = client.RemoteConcurrency is not null ? null : await FilesAsync(judge, cancellation).ConfigureAwait(false);
            await RecordAsync(new JudgeRecord(name, judge, client.Facts, files, Prompts(name)), cancellation).ConfigureAwait(false);
            await (Remembered?.KeepAsync(judge, run.Reproducible, client.Facts, cancellation) ?? Task.CompletedTask).ConfigureAwait(false);
            return (client, Scope(judge, files));
        }
        catch (ModelUnavailableException)
        {
            // Each of its verdicts is about to say so, as unscored with the reason.
            return (null, null);
        }
    }

    private async Task<CandidateHashes?> FilesAsync(Candidate judge, CancellationToken cancellation) => Files is null || judge.IsNull ? null : await Files.OfAsync(judge, cancellation).ConfigureAwait(false);

    private Task RecordAsync(JudgeRecord record, CancellationToken cancellation) => store.RecordAsync(run.Id, before => before with { Judges = [.. before.Judges.Where(each => each.Name != record.Name), record] }, cancellation);

    private ImmutableSortedDictionary<string, string> Prompts(string name)
    {
        var prompts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var sample in RunPlan.Samples(suite, run.Limit))
        {
            var chinese = FurtherWords.IsChinese(sample);
            foreach (var spec in ScorerRegistry.Specs(suite, sample).Where(spec => JudgeScorer.IsJudge(spec.Kind) && JudgeSettings.Model(spec) == name))
            {
                var form = JudgeForm.Of(spec, chinese);
                var (place, hash) = ($"{form.Rubric}/{(chinese ? "zh" : "en")}", form.Sha256(JudgeSettings.Criteria(spec)));
                while (prompts.TryGetValue(place, out var other) && other != hash)
                {
                    place += "+";
                }

                prompts[place] = hash;
            }
        }

        return prompts.ToImmutable();
    }

    private async Task<List<Case>> WaitingAsync(string name, CancellationToken cancellation)
    {
        List<Case> waiting = [];
        await foreach (var each in CasesAsync(cancellation).ConfigureAwait(false))
        {
            if (JudgeSettings.Model(each.Spec) == name)
            {
                waiting.Add(each);
            }
        }

        return waiting;
    }

    private async Task<bool> AnyAsync(CancellationToken cancellation) => await CasesAsync(cancellation).AnyAsync(cancellation).ConfigureAwait(false);

    private async IAsyncEnumerable<Case> CasesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var (candidates, number) = (run.Candidates.ToDictionary(candidate => candidate.Name, StringComparer.Ordinal), 0);
        await foreach (var result in store.ResultsAsync(run.Id, cancellation).ConfigureAwait(false))
        {
            foreach (var (place, _) in result.Scores.Index().Where(score => JudgeScorer.Waits(score.Item)))
            {
                yield return new Case(number++, new RunCell(_samples.Value[result.SampleId], candidates[result.Candidate], result.Repeat), place, Spec(result, place), result.Answer ?? "");
            }
        }
    }

    /// <param name="Number">In order of the run.</param>
    private sealed record Case(int Number, RunCell Cell, int Place, ScorerSpec Spec, string Answer);
}
