using System.Diagnostics;
using System.Globalization;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Exports;
using Workbench.Core.Runs.Outputs;
using Workbench.Core.Scoring;
using Workbench.Core.Storage.Runs;
using Workbench.Core.Suites;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs;

public sealed class OutputScoringTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly RunStore _store;
    private readonly OutputScoring _scoring;

    public OutputScoringTests()
    {
        _store = new RunStore(_database.Factory, TimeProvider.System);
        _scoring = new OutputScoring(_store, ScorerRegistry.Standard, TimeProvider.System);
    }

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("a.jsonl", "{\"sample\":\"s0\",\"answer\":\"answer 0\"}\n\n{\"prompt\":\"Question 1?\",\"output\":\"nothing of the kind\"}\n")]
    [InlineData("a.csv", "id,Answer\ns0,answer 0\ns1,\"nothing, of the kind\"\n")]
    [InlineData("a.json", "{\"results\":{\"version\":3,\"results\":[{\"provider\":{\"id\":\"x\",\"label\":\"a\"},\"testCase\":{\"description\":\"s0\"},\"response\":{\"output\":\"answer 0\"}},{\"provider\":{\"id\":\"x\",\"label\":\"a\"},\"vars\":{\"prompt\":\"Question 1?\"},\"response\":{\"output\":\"no such thing\"}}]}}")]
    [InlineData("b.json", "{\"version\":2,\"eval\":{\"model\":\"a\"},\"samples\":[{\"id\":\"s0\",\"epoch\":1,\"output\":{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"answer 0\"}]}}]}},{\"id\":\"s1\",\"epoch\":1,\"output\":{\"choices\":[{\"message\":{\"content\":\"no such thing\"}}]}}]}")]
    public async Task Score_OfEachFormat_IsAFinishedRunWithTheSuitesScores(string name, string content)
    {
        var run = await _scoring.ScoreAsync(Given.Suite(2), Write(name, content), null, name[0] == 'b' ? null : "a", Actor.Owner, CancellationToken.None);
        Assert.Equal((RunStatus.Finished, 2, 0), (run.Status, run.Answered, run.Errors));
        Assert.Equal("outputs", run.Record.Origin);
        Assert.Equal(Outcome.Correct, (await _store.CellAsync(run.Id, "s0", "a", 0, CancellationToken.None))!.Scores[0].Outcome);
        Assert.Equal(Outcome.Incorrect, (await _store.CellAsync(run.Id, "s1", "a", 0, CancellationToken.None))!.Scores[0].Outcome);
    }

    [Fact]
    public async Task Score_OfOurOwnExports_GivesTheSameScoresAgain()
    {
        var suite = Given.Suite(6, repeats: 2);
        var (store, runner, _) = Given.Runs(_database, new FakePool((model, request, _) => Task.FromResult(model == "b" && request.Messages[^1].Content.Contains('3', StringComparison.Ordinal) ? "no idea at all, maybe 7" : request.Messages[^1].Content.Replace("Question", "answer", StringComparison.Ordinal))));
        var first = await store.CreateAsync(Given.Spec(suite, "a", "b"), Actor.Owner, CancellationToken.None);
        await runner.RunAsync(first.Id, Actor.Owner, new Core.Live.LiveState<RunState>(new RunState(first.Id, RunStatus.Queued, 0, 0, 0, null, null), TimeProvider.System), CancellationToken.None, CancellationToken.None);
        var expected = (await store.ScoresAsync(first.Id, CancellationToken.None)).Select(cell => (cell.SampleId, cell.Candidate, cell.Repeat, cell.Scores[0].Outcome)).ToList();
        Assert.Equal(24, expected.Count);
        foreach (var (format, extension) in new[] { ("jsonl", ".jsonl"), ("csv", ".csv"), ("promptfoo", ".json"), ("inspect", ".zip") })
        {
            var file = Path.Combine(_database.Folder, "out" + extension);
            await using (var output = File.Create(file))
            {
                await RunExportFormat.Named(format).Write(await ExportSource.OpenAsync(store, first.Id, null, CancellationToken.None), output, CancellationToken.None);
            }

            var run = await _scoring.ScoreAsync(suite, file, format, null, Actor.Owner, CancellationToken.None);
            Assert.Equal(expected, (await store.ScoresAsync(run.Id, CancellationToken.None)).Select(cell => (cell.SampleId, cell.Candidate, cell.Repeat, cell.Scores[0].Outcome)));
        }
    }

    [Fact]
    public async Task Score_OfAFileWithMistakes_NamesEveryLineAndKeepsNothing()
    {
        var file = Write("bad.jsonl", "{\"sample\":\"s9\",\"answer\":\"x\"}\nnot json\n{\"answer\":\"x\"}\n{\"sample\":\"s0\"}\n{\"sample\":\"s0\",\"answer\":\"x\",\"repeat\":\"two\"}\n{\"sample\":\"s0\",\"answer\":\"x\"}\n{\"sample\":\"s0\",\"answer\":\"y\"}\n{\"prompt\":\"unknown\",\"answer\":\"y\"}\n");
        var problems = (await Assert.ThrowsAsync<InputException>(() => _scoring.ScoreAsync(Given.Suite(2), file, null, null, Actor.Owner, CancellationToken.None))).Problems;
        Assert.Equal([1, 2, 3, 4, 5, 7, 8], problems.Select(problem => problem.Line!.Value));
        Assert.All(problems, problem => Assert.Equal(file, problem.File));
        Assert.Empty(await _store.ListAsync(5, null, CancellationToken.None));
    }

    [Theory]
    [InlineData("a.csv", "first,second\n1,2\n", "first, second")]
    [InlineData("a.csv", "id,answer\n\"s0,x\n", "never closed")]
    [InlineData("a.json", "{\"results\":5}", "promptfoo")]
    [InlineData("a.json", "{", "JSON")]
    [InlineData("a.eval", "PK no archive", "read")]
    [InlineData("a.jsonl", "\n", "no answers")]
    public async Task Score_OfWhatIsNoSuchFile_SaysWhatWasExpected(string name, string content, string expected)
    {
        var refused = await Assert.ThrowsAsync<InputException>(() => _scoring.ScoreAsync(Given.Suite(2), Write(name, content), null, null, Actor.Owner, CancellationToken.None));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_WhatNeedsMoreThanText_IsUnscoredWithTheReason()
    {
        var suite = SuiteFile.Parse("name: mc\nscorers: [ { kind: choice-likelihood }, { kind: token-surprise } ]\nsamples:\n  - { id: m, prompt: \"2+2=\", choices: [\"3\", \"4\"], target: 1 }\n", "mc.yaml");
        var run = await _scoring.ScoreAsync(suite, Write("m.jsonl", "{\"sample\":\"m\",\"answer\":\"4\"}"), null, null, Actor.Owner, CancellationToken.None);
        var scores = (await _store.CellAsync(run.Id, "m", "m", 0, CancellationToken.None))!.Scores;
        Assert.All(scores, score => Assert.Equal(Outcome.Unscored, score.Outcome));
    }

    [Fact]
    public async Task Rescore_WithOtherScorers_LeavesTheOldRunAndNeedsNoModel()
    {
        var suite = Given.Suite(3);
        var (store, runner, _) = Given.Runs(_database, FakePool.Knowing());
        var first = await store.CreateAsync(Given.Spec(suite, "a"), Actor.Owner, CancellationToken.None);
        await runner.RunAsync(first.Id, Actor.Owner, new Core.Live.LiveState<RunState>(new RunState(first.Id, RunStatus.Queued, 0, 0, 0, null, null), TimeProvider.System), CancellationToken.None, CancellationToken.None);
        var before = await store.ScoresAsync(first.Id, CancellationToken.None);

        var again = await _scoring.RescoreAsync(first.Id, OutputScoring.With(suite, [new ScorerSpec("exact"), new ScorerSpec("length")]), Actor.Owner, CancellationToken.None);

        Assert.Equal(first.Id, again.Record.Origin);
        var cell = (await store.CellAsync(again.Id, "s1", "a", 0, CancellationToken.None))!;
        Assert.Equal(["exact", "length"], cell.Scores.Select(score => score.Scorer));
        Assert.Equal(new string('b', 64), again.Models!["a"].Sha256);
        Assert.Equal(before.SelectMany(each => each.Scores), (await store.ScoresAsync(first.Id, CancellationToken.None)).SelectMany(each => each.Scores));
        await Assert.ThrowsAsync<InputException>(() => _scoring.RescoreAsync(first.Id, Given.Suite(2), Actor.Owner, CancellationToken.None));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Score_OfManyOutputs_WritesThemAll()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("WORKBENCH_OUTPUTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : 2000;
        var file = Write("many.jsonl", string.Concat(Enumerable.Range(0, count).Select(index => $"{{\"sample\":\"s{index}\",\"answer\":\"answer {index}\"}}\n")));
        var suite = Given.Suite(count);
        var watch = Stopwatch.StartNew();
        var run = await _scoring.ScoreAsync(suite, file, null, null, Actor.Owner, CancellationToken.None);
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} outputs in {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.Equal(count, run.Answered);
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_database.Folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
