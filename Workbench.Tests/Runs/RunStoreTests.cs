using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs;

public sealed class SqliteRunStoreTests() : RunStoreTests(DatabaseKind.Sqlite);

public sealed class PostgresRunStoreTests() : RunStoreTests(DatabaseKind.Postgres);

public abstract class RunStoreTests : IDisposable
{
    private readonly TestDatabase _database;
    private readonly RunStore _store;

    protected RunStoreTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        _store = new RunStore(_database.Factory, TimeProvider.System);
    }

    [Fact]
    public async Task CreateAsync_Run_IsFoundWithItsSuiteAsItWas()
    {
        var suite = Given.Suite(4);
        var run = await _store.CreateAsync(Given.Spec(suite, "a", "b") with { Limit = 3 }, Actor.Owner, CancellationToken.None);
        Assert.Equal(("R-0001", 6, RunStatus.Queued), (run.Id, run.Expected, run.Status));
        var found = await _store.FindAsync("r-0001", CancellationToken.None);
        Assert.Equal(run.Candidates, found!.Candidates.AsEnumerable());
        Assert.Equal(suite.Sha256, (await _store.SuiteAsync(run.Id, CancellationToken.None)).Sha256);
        Assert.Null(await _store.FindAsync("R-0002", CancellationToken.None));
        Assert.Equal("R-0002", (await _store.CreateAsync(Given.Spec(suite, "a"), Actor.Owner, CancellationToken.None)).Id);
        Assert.Equal(["R-0002", "R-0001"], (await _store.ListAsync(5, null, CancellationToken.None)).Select(each => each.Id));
        Assert.Equal(["R-0001"], (await _store.ListAsync(5, "R-0002", CancellationToken.None)).Select(each => each.Id));
    }

    [Fact]
    public async Task AddAsync_Cell_IsReadBackWhole()
    {
        var run = await RunAsync(2, "a");
        var result = Given.Result("s1", "a", answer: "多西") with { AnswerTokens = 1 };
        await _store.AddAsync(run.Id, result, false, Actor.Owner, CancellationToken.None);
        var back = await _store.CellAsync(run.Id, "s1", "a", 0, CancellationToken.None);
        Assert.Equal(result with { Scores = [] }, back! with { Scores = [] });
        Assert.Equal(result.Scores, back.Scores.AsEnumerable());
        Assert.Null(await _store.CellAsync(run.Id, "s0", "a", 0, CancellationToken.None));
        Assert.Equal((1, 0), await CountsAsync(run.Id));
    }

    [Fact]
    public async Task AddAsync_SecondTime_IsRefusedOrKeepsTheOldOneAsHistory()
    {
        var run = await RunAsync(1, "a");
        await _store.AddAsync(run.Id, Given.Error("s0", "a"), false, Actor.Owner, CancellationToken.None);
        await Assert.ThrowsAsync<InputException>(() => _store.AddAsync(run.Id, Given.Result("s0", "a"), false, Actor.Owner, CancellationToken.None));
        Assert.Equal((0, 1), await CountsAsync(run.Id));
        await _store.AddAsync(run.Id, Given.Result("s0", "a"), true, Actor.Owner, CancellationToken.None);
        Assert.Equal((1, 0), await CountsAsync(run.Id));
        Assert.NotNull(Assert.Single(await _store.HistoryAsync(run.Id, "s0", "a", 0, CancellationToken.None)).Error);
        Assert.Single(await _store.DoneAsync(run.Id, CancellationToken.None));
    }

    [Fact]
    public async Task AddAsync_ManyWritersOfTheSameCells_KeepsEachOnceAndCountsRight()
    {
        var run = await RunAsync(20, "a");
        using var second = new RunStore(_database.Factory, TimeProvider.System);
        await Parallel.ForEachAsync(Enumerable.Range(0, 80), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (index, token) =>
        {
            try
            {
                await (index % 2 == 0 ? _store : second).AddAsync(run.Id, Given.Result($"s{index % 20}", "a"), false, Actor.Owner, token);
            }
            catch (InputException)
            {
                // Another writer was first: what the test is about.
            }
        });
        Assert.Equal(20, (await _store.DoneAsync(run.Id, CancellationToken.None)).Count);
        Assert.Equal((20, 0), await CountsAsync(run.Id));
    }

    [Fact]
    public async Task ClearErrorsAsync_Errors_AreAskedAgain()
    {
        var run = await RunAsync(2, "a");
        await _store.AddAsync(run.Id, Given.Error("s0", "a"), false, Actor.Owner, CancellationToken.None);
        await _store.AddAsync(run.Id, Given.Result("s1", "a"), false, Actor.Owner, CancellationToken.None);
        Assert.Equal(1, await _store.ClearErrorsAsync(run.Id, Actor.Owner, CancellationToken.None));
        Assert.Equal((1, 0), await CountsAsync(run.Id));
        Assert.Equal(["s1"], (await _store.DoneAsync(run.Id, CancellationToken.None)).Select(cell => cell.Sample));
    }

    [Fact]
    public async Task ScoresAsync_AndResultsAsync_AreInOrderOfSampleAndCandidate()
    {
        var run = await RunAsync(2, "b", "a");
        foreach (var (sample, candidate) in new[] { ("s1", "a"), ("s0", "a"), ("s1", "b"), ("s0", "b") })
        {
            await _store.AddAsync(run.Id, Given.Result(sample, candidate), false, Actor.Owner, CancellationToken.None);
        }

        (string, string)[] expected = [("s0", "b"), ("s0", "a"), ("s1", "b"), ("s1", "a")];
        Assert.Equal(expected, (await _store.ScoresAsync(run.Id, CancellationToken.None)).Select(result => (result.SampleId, result.Candidate)));
        Assert.Equal(expected, await _store.ResultsAsync(run.Id, CancellationToken.None).Select(result => (result.SampleId, result.Candidate)).ToListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task MatrixPageAsync_Filters_AreAppliedAndPagesJoin()
    {
        var run = await RunAsync(12, "a", "b");
        for (var index = 0; index < 12; index++)
        {
            await _store.AddAsync(run.Id, Given.Result($"s{index}", "a", answer: index == 7 ? "50% 多西_" : "plain"), false, Actor.Owner, CancellationToken.None);
            await _store.AddAsync(run.Id, index == 3 ? Given.Error("s3", "b") : Given.Result($"s{index}", "b", index % 4 == 0 ? Outcome.Incorrect : Outcome.Correct), false, Actor.Owner, CancellationToken.None);
        }

        Assert.Equal(Enumerable.Range(0, 12), await OrdinalsAsync(run.Id, new MatrixFilter()));
        Assert.Equal([0, 4, 8], await OrdinalsAsync(run.Id, new MatrixFilter(Outcome.Incorrect)));
        Assert.Empty(await OrdinalsAsync(run.Id, new MatrixFilter(Outcome.Incorrect, Candidate: "a")));
        Assert.Equal([3], await OrdinalsAsync(run.Id, new MatrixFilter(ErrorsOnly: true)));
        Assert.Equal([0, 3, 4, 8], await OrdinalsAsync(run.Id, new MatrixFilter(OnlyDifferent: true)));
        Assert.Equal([1, 3, 5, 7, 9, 11], await OrdinalsAsync(run.Id, new MatrixFilter(Language: "zh-Hans")));
        Assert.Equal([0, 3, 6, 9], await OrdinalsAsync(run.Id, new MatrixFilter(Region: "CN")));
        Assert.Equal([1, 6, 11], await OrdinalsAsync(run.Id, new MatrixFilter(Tag: "t1")));
        Assert.Equal([7], await OrdinalsAsync(run.Id, new MatrixFilter(Text: "多西_")));
        Assert.Equal([7], await OrdinalsAsync(run.Id, new MatrixFilter(Text: "0%")));
        Assert.Equal([1, 10, 11], await OrdinalsAsync(run.Id, new MatrixFilter(Text: "QUESTION 1")));
        var first = await _store.MatrixPageAsync(run.Id, new MatrixFilter(), new MatrixPosition(Count: 2), CancellationToken.None);
        Assert.Equal(["a", "b"], first.Rows[0].Cells.Select(cell => cell.Candidate));
        Assert.Equal(12, first.Total);
        Assert.Equal("plain", first.Rows[0].Cells[0].Excerpt);
    }

    [Fact]
    public async Task TryLeaseAsync_RunHeldByAnother_IsRefusedUntilItEnds()
    {
        var run = await RunAsync(1, "a");
        var soon = DateTimeOffset.UtcNow.AddMinutes(1);
        Assert.True(await _store.TryLeaseAsync(run.Id, "one", soon, null, CancellationToken.None));
        Assert.True(await _store.TryLeaseAsync(run.Id, "one", soon, null, CancellationToken.None));
        Assert.False(await _store.TryLeaseAsync(run.Id, "two", soon, null, CancellationToken.None));
        Assert.True(await _store.TryLeaseAsync(run.Id, "two", DateTimeOffset.UtcNow.AddMinutes(-1), "one", CancellationToken.None));
        Assert.True(await _store.TryLeaseAsync(run.Id, "three", soon, null, CancellationToken.None));
        await _store.ReleaseAsync(run.Id, "three", CancellationToken.None);
        Assert.Null(await _store.LeaseAsync(run.Id, CancellationToken.None));
    }

    [Fact]
    public async Task SetModelAsync_EachCandidate_IsKept()
    {
        var run = await RunAsync(1, "a", "b");
        await _store.SetModelAsync(run.Id, "a", new ModelFacts("a", "1"), CancellationToken.None);
        await _store.SetModelAsync(run.Id, "b", new ModelFacts("b"), CancellationToken.None);
        Assert.Equal(["1", null], (await _store.FindAsync(run.Id, CancellationToken.None))!.Models!.Values.Select(facts => facts.Sha256));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _store.Dispose();
        _database.Dispose();
    }

    private Task<RunHeader> RunAsync(int samples, params string[] candidates) => _store.CreateAsync(Given.Spec(Given.Suite(samples), candidates), Actor.Owner, CancellationToken.None);

    private async Task<(int Answered, int Errors)> CountsAsync(string runId)
    {
        var run = await _store.FindAsync(runId, CancellationToken.None);
        return (run!.Answered, run.Errors);
    }

    private async Task<List<int>> OrdinalsAsync(string runId, MatrixFilter filter)
    {
        List<int> ordinals = [];
        for (MatrixPosition? position = new(Count: 2); position is not null;)
        {
            var page = await _store.MatrixPageAsync(runId, filter, position, CancellationToken.None);
            ordinals.AddRange(page.Rows.Select(row => row.Ordinal));
            position = page.Next;
        }

        return ordinals;
    }
}
