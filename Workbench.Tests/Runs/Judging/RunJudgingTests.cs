using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Exports;
using Workbench.Core.Runs.Judging;
using Workbench.Core.Runs.Outputs;
using Workbench.Core.Scoring;
using Workbench.Core.Scoring.Judges;
using Workbench.Core.Storage.Runs;
using Workbench.Core.Suites;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs.Judging;

public sealed class RunJudgingTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly TestDatabase _database = new();
    private readonly ConcurrentQueue<(string Model, string Asked)> _asked = [];

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Execute_SuiteWithAJudge_AnswersAllFirstAndJudgesEachOnce()
    {
        var (store, _, queue) = Given.Runs(_database, Pool());
        var run = await queue.EnqueueAsync(Spec(20, "a", "b"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);

        var models = _asked.Select(each => each.Model).ToList();
        Assert.Equal(40, models.FindIndex(model => model == "judge"));
        Assert.Equal(80, models.Count);
        var ended = (await store.FindAsync(run.Id, CancellationToken.None))!;
        Assert.Equal((RunStatus.Finished, 40, 0), (ended.Status, ended.Answered, ended.Errors));
        var cells = await store.ResultsAsync(run.Id, CancellationToken.None).ToListAsync();
        Assert.All(cells, cell => Assert.Equal(cell.SampleId == "s1" ? Outcome.Unscored : cell.Candidate == "a" ? Outcome.Correct : Outcome.Incorrect, cell.Scores[0].Outcome));
        Assert.All(cells, cell => Assert.Matches("Verdict|判定", cell.Scores[0].Sent!));
        var summary = RunSummary.Build(ended, await store.SuiteAsync(run.Id, CancellationToken.None), cells);
        Assert.Equal((1.0, 19), (summary.Candidates[0].Metric("judge.accuracy")!.Estimate!.Value, summary.Candidates[0].Metric("judge.accuracy")!.Estimate!.N));
        Assert.Equal((0.05, 20), (summary.Candidates[0].Metric("judge.invalid")!.Estimate!.Value, summary.Candidates[0].Metric("judge.invalid")!.Estimate!.N));
        var problem = (await store.ProblemsAsync(run.Id, CancellationToken.None)).Single();
        Assert.Equal(("unscored/judge/Scoring.JudgeInvalid", 2), (problem.Kind.Name, problem.Cells));
        Assert.False(ScoreMetrics.IsValidated("judge.accuracy"));
        Assert.True(ScoreMetrics.IsValidated("claim-outcome.accuracy"));
    }

    [Fact]
    public async Task Execute_KilledWhileJudging_GoesOnWithWhatWaits()
    {
        using var reached = new SemaphoreSlim(0);
        var blocking = true;
        var (store, _, queue) = Given.Runs(_database, Pool(async cancellation =>
        {
            if (Volatile.Read(ref blocking) && _asked.Count(each => each.Model == "judge") >= 4)
            {
                reached.Release();
                await Task.Delay(Timeout.Infinite, cancellation);
            }
        }));
        var run = await queue.EnqueueAsync(Spec(8, "a"), Actor.Owner, CancellationToken.None);
        using (var kill = new CancellationTokenSource())
        {
            var work = queue.ExecuteAsync(run.Id, Actor.Owner, null, kill.Token);
            await reached.WaitAsync(Limit);
            await kill.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.WaitAsync(Limit));
        }

        var waiting = (await store.ResultsAsync(run.Id, CancellationToken.None).ToListAsync()).Where(cell => JudgeScorer.Waits(cell.Scores[0])).Select(cell => cell.SampleId).ToList();
        Assert.InRange(waiting.Count, 1, 7);
        Volatile.Write(ref blocking, false);
        var before = _asked.Count;
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);

        Assert.Equal(waiting.Count, _asked.Count - before);
        Assert.All(_asked.Skip(before), each => Assert.Equal("judge", each.Model));
        Assert.DoesNotContain(await store.ResultsAsync(run.Id, CancellationToken.None).ToListAsync(), cell => JudgeScorer.Waits(cell.Scores[0]));
        Assert.Equal(RunStatus.Finished, (await store.FindAsync(run.Id, CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task JudgedAsync_VerdictThatIsThere_IsNotWrittenOver()
    {
        var (store, _, queue) = Given.Runs(_database, Pool());
        var run = await queue.EnqueueAsync(Spec(2, "a"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        var cell = new RunCell((await store.SuiteAsync(run.Id, CancellationToken.None)).Samples[0], run.Candidates[0], 0);

        Assert.False(await store.JudgedAsync(run.Id, cell, 0, new Score("judge", Outcome.Incorrect, 0, null, new Phrase("x")), CancellationToken.None));
        Assert.Equal(Outcome.Correct, (await store.CellAsync(run.Id, "s0", "a", 0, CancellationToken.None))!.Scores[0].Outcome);
    }

    [Fact]
    public async Task Manifest_OfAJudgedRun_NamesTheJudgeAndWhomItJudgesAsItself()
    {
        var (store, _, queue) = Given.Runs(_database, Pool());
        var run = await queue.EnqueueAsync(Spec(2, "a"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        var ended = (await store.FindAsync(run.Id, CancellationToken.None))!;
        var suite = await store.SuiteAsync(run.Id, CancellationToken.None);

        var judge = RunManifest.Write(ended, suite, 0)["judges"]!.AsArray().Single()!;
        Assert.Equal(("judge", false), (judge["name"]!.GetValue<string>(), judge["validated"]!.GetValue<bool>()));
        Assert.Equal(64, judge["model"]!["sha256"]!.GetValue<string>().Length);
        Assert.Equal(["correctness/en", "correctness/zh"], judge["promptSha256"]!.AsObject().Select(prompt => prompt.Key));
        // Every model of the fake pool is the same file.
        Assert.Equal(["a"], JudgeRecord.Selves(ended));
        Assert.Equal("a", judge["judgesItself"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Export_OfAJudgedRun_SaysThatNobodyValidatedIt()
    {
        var (store, _, queue) = Given.Runs(_database, Pool());
        var run = await queue.EnqueueAsync(Spec(1, "a"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        var score = JsonNode.Parse(await ExportAsync("jsonl"))!["scores"]!["judge"]!;
        Assert.False(score["validated"]!.GetValue<bool>());
        Assert.Contains("Verdict", score["sent"]!.GetValue<string>(), StringComparison.Ordinal);
        var csv = (await ExportAsync("csv")).Split("\r\n");
        Assert.EndsWith(",validated", csv[0], StringComparison.Ordinal);
        Assert.Contains(csv, line => line.EndsWith(",no", StringComparison.Ordinal));

        async Task<string> ExportAsync(string format)
        {
            using var output = new MemoryStream();
            await RunExportFormat.Named(format).Write(await ExportSource.OpenAsync(store, run.Id, null, CancellationToken.None), output, CancellationToken.None);
            return System.Text.Encoding.UTF8.GetString(output.ToArray());
        }
    }

    [Fact]
    public async Task Rerun_OfAJudgedCell_IsJudgedBeforeItIsStored()
    {
        var (store, _, queue) = Given.Runs(_database, Pool());
        var run = await queue.EnqueueAsync(Spec(2, "a"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);

        Assert.Equal(Outcome.Correct, (await queue.RerunAsync(run.Id, "s0", "a", 0, Actor.Owner, CancellationToken.None)).Scores[0].Outcome);
        Assert.Equal(Outcome.Correct, (await store.CellAsync(run.Id, "s0", "a", 0, CancellationToken.None))!.Scores[0].Outcome);
        Assert.Contains("Verdict", (await store.HistoryAsync(run.Id, "s0", "a", 0, CancellationToken.None))[0].Scores[0].Sent!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rescore_WithAnotherJudge_AsksTheJudgeAlone()
    {
        var (store, _, queue) = Given.Runs(_database, Pool());
        var first = await queue.EnqueueAsync(Given.Spec(Given.Suite(4), "a", "b"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(first.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        _asked.Clear();

        var suite = JudgePlan.With(await store.SuiteAsync(first.Id, CancellationToken.None), "other-judge");
        var run = await new OutputScoring(store, ScorerRegistry.Standard, TimeProvider.System).RescoreAsync(first.Id, suite, Actor.Owner, CancellationToken.None);
        Assert.Equal(RunStatus.Queued, run.Status);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);

        Assert.Equal(Enumerable.Repeat("other-judge", 8), _asked.Select(each => each.Model));
        Assert.Equal(["claim-outcome", "judge"], (await store.CellAsync(run.Id, "s0", "a", 0, CancellationToken.None))!.Scores.Select(score => score.Scorer));
        Assert.Equal("other-judge", JudgePlan.Judges(JudgePlan.With(suite, "other-judge")).Single());
    }

    [Fact]
    public async Task Execute_OutputsOfWhichSomeAreMissing_JudgesThemAndAsksNobodyElse()
    {
        var (store, _, queue) = Given.Runs(_database, Pool());
        var file = Path.Combine(_database.Folder, "a.jsonl");
        await File.WriteAllTextAsync(file, "{\"sample\":\"s0\",\"answer\":\"answer 0\"}\n");
        var run = await new OutputScoring(store, ScorerRegistry.Standard, TimeProvider.System).ScoreAsync(Spec(3, "a").Suite, file, null, "me", Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);

        var ended = (await store.FindAsync(run.Id, CancellationToken.None))!;
        Assert.Equal((RunStatus.Finished, 1, 0), (ended.Status, ended.Answered, ended.Errors));
        Assert.Equal("judge", _asked.Single().Model);
    }

    [Fact]
    public async Task Execute_JudgeThatIsNotThere_LeavesTheAnswersUnscoredWithTheReason()
    {
        var (store, _, queue) = Given.Runs(_database, new FakePool((model, _, _) => model == "judge" ? throw new ModelUnavailableException(new Phrase("Inference.Gone")) : Task.FromResult("x")));
        var run = await queue.EnqueueAsync(Spec(3, "a"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);

        var ended = (await store.FindAsync(run.Id, CancellationToken.None))!;
        Assert.Equal((RunStatus.Finished, 3, 0), (ended.Status, ended.Answered, ended.Errors));
        Assert.All(await store.ResultsAsync(run.Id, CancellationToken.None).ToListAsync(), cell => Assert.Equal("Scoring.JudgeNotAsked", cell.Scores[0].Reason.Key));
    }

    [Theory]
    [InlineData("all")]
    [InlineData("kind")]
    [InlineData("add")]
    public async Task Execute_JudgeThatIsThereAgain_JudgesWhatItCouldNotBeAskedAboutAndNothingElse(string how)
    {
        var pool = Pool();
        pool.Missing = "judge";
        var (store, _, queue) = Given.Runs(_database, pool);
        var run = await queue.EnqueueAsync(Spec(4, "a"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        var problem = (await store.ProblemsAsync(run.Id, CancellationToken.None)).Single();
        Assert.Equal((true, 4, Outcome.Unscored), (problem.Kind.CanBeRetried, problem.Cells, (await store.CellAsync(run.Id, "s0", "a", 0, CancellationToken.None))!.Scores[0].Outcome));
        _asked.Clear();
        pool.Missing = null;

        if (how == "add")
        {
            // Whatever a run is worked on for, its judges are tried anew.
            await queue.AddCandidatesAsync(run.Id, [new Candidate("b", "b")], Actor.Owner, CancellationToken.None);
        }
        else
        {
            Assert.Equal(4, await (how == "all" ? queue.RetryErrorsAsync(run.Id, Actor.Owner, CancellationToken.None) : queue.RetryErrorsAsync(run.Id, problem.Kind, Actor.Owner, CancellationToken.None)));
            Assert.Equal(RunStatus.Queued, (await store.FindAsync(run.Id, CancellationToken.None))!.Status);
            Assert.Equal("unscored/judge/Scoring.JudgeWaits", (await store.ProblemsAsync(run.Id, CancellationToken.None)).Single().Kind.Name);
        }

        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);

        Assert.DoesNotContain(_asked, each => each.Model == "a");
        Assert.Equal(how == "add" ? 8 : 4, _asked.Count(each => each.Model == "judge"));
        Assert.Equal(RunStatus.Finished, (await store.FindAsync(run.Id, CancellationToken.None))!.Status);
        Assert.All((await store.ResultsAsync(run.Id, CancellationToken.None).ToListAsync()).Where(cell => cell.Candidate == "a"), cell => Assert.Equal(cell.SampleId == "s1" ? Outcome.Unscored : Outcome.Correct, cell.Scores[0].Outcome));
        Assert.Equal(0, await queue.RetryErrorsAsync(run.Id, Actor.Owner, CancellationToken.None));
    }

    [Fact]
    public async Task Rescore_WhatWasJudgedBefore_AsksTheJudgeOnceAndLoadsItOnce()
    {
        using var cache = new ResponseCache(Path.Combine(_database.Folder, "cache.db"), 1 << 20, TimeProvider.System);
        var pool = Pool(isKnown: true);
        using var store = new RunStore(_database.Factory, TimeProvider.System);
        using var queue = new RunQueue(store, new Runner(store, pool, ScorerRegistry.Standard, TimeProvider.System) { Cache = cache }, TimeProvider.System);
        var first = await queue.EnqueueAsync(Spec(6, "a") with { Caching = RunCaching.Deterministic }, Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(first.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        Assert.Equal((6, 2), (_asked.Count(each => each.Model == "judge"), pool.Acquired));

        var rescored = await new OutputScoring(store, ScorerRegistry.Standard, TimeProvider.System).RescoreAsync(first.Id, await store.SuiteAsync(first.Id, CancellationToken.None), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(rescored.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);

        Assert.Equal((6, 2), (_asked.Count(each => each.Model == "judge"), pool.Acquired));
        var ended = (await store.FindAsync(rescored.Id, CancellationToken.None))!;
        Assert.Equal((RunStatus.Finished, "judge"), (ended.Status, ended.Record.Judges.Single().Name));
        var (before, after) = (await store.ResultsAsync(first.Id, CancellationToken.None).ToListAsync(), await store.ResultsAsync(rescored.Id, CancellationToken.None).ToListAsync());
        Assert.Equal(before.Select(cell => cell.Scores[0]), after.Select(cell => cell.Scores[0]));

        // Another question to the same judge is another.
        var other = JudgePlan.With(await store.SuiteAsync(first.Id, CancellationToken.None), "judge");
        other = OutputScoring.With(other, [other.Scorers[0] with { Settings = other.Scorers[0].Settings.SetItem("rubric", "criteria").SetItem("criteria", "be brief") }]);
        var criteria = await new OutputScoring(store, ScorerRegistry.Standard, TimeProvider.System).RescoreAsync(first.Id, other, Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(criteria.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        Assert.Equal((12, 3), (_asked.Count(each => each.Model == "judge"), pool.Acquired));
    }

    [Fact]
    public async Task Enqueue_DemonstrationJudgeForCriteria_IsRefused()
    {
        var (_, _, queue) = Given.Runs(_database, Pool());
        var suite = SuiteFile.Parse("name: j\nscorers: [ { kind: judge, criteria: be kind } ]\nsamples: [ { id: a, prompt: b } ]", "j.yaml");
        var refused = await Assert.ThrowsAsync<InputException>(() => queue.EnqueueAsync(new RunSpec(suite, [new Candidate("a", "a")]), Actor.Owner, CancellationToken.None));
        Assert.Equal("Runs.DemonstrationJudge", refused.Problems.Single().Message.Key);
    }

    [Fact]
    public void Plan_WithAJudge_LoadsItAfterTheCandidates()
    {
        var plan = JudgePlan.Of(Pool(), [new Candidate("a", "a")], [new Candidate("judge", "judge")], exact: false);
        Assert.Equal(["a", "judge"], plan.Groups.SelectMany(group => group.Loads).Select(load => load.Title));
        Assert.Equal(2, plan.Groups.Length);
    }

    private static RunSpec Spec(int samples, params string[] candidates)
    {
        var suite = Given.Suite(samples);
        return Given.Spec(SuiteFile.Parse(SuiteYaml.Write(suite with { Scorers = [new ScorerSpec("judge", ImmutableSortedDictionary<string, string>.Empty.Add("model", "judge"))] }), "j.yaml"), candidates);
    }

    /// <summary>Candidate a is right, all others are wrong; a judge says nothing to the second sample.</summary>
    private FakePool Pool(Func<CancellationToken, Task>? before = null, bool isKnown = false) => new(async (model, request, cancellation) =>
    {
        var asked = request.Messages[^1].Content;
        if (!model.Contains("judge", StringComparison.Ordinal))
        {
            _asked.Enqueue((model, asked));
            return model == "a" ? asked.Replace("Question", "answer", StringComparison.Ordinal) : "nonsense";
        }

        await (before?.Invoke(cancellation) ?? Task.CompletedTask);
        _asked.Enqueue((model, asked));
        var chinese = asked.Contains("判定", StringComparison.Ordinal);
        Assert.Equal(0, request.Settings.Temperature);
        Assert.NotNull(request.Settings.Grammar);
        return asked.Contains("Question 1?", StringComparison.Ordinal) ? "well" : asked.Contains("nonsense", StringComparison.Ordinal) ? chinese ? "错误" : "INCORRECT" : chinese ? "正确" : "CORRECT";
    })
    { IsKnown = isKnown };
}
