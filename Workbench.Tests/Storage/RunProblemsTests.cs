using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Errors;
using Workbench.Core.Scoring;
using Workbench.Core.Scoring.Judges;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Storage;

public sealed class SqliteRunProblemsTests() : RunProblemsTests(DatabaseKind.Sqlite);

public sealed class PostgresRunProblemsTests() : RunProblemsTests(DatabaseKind.Postgres);

public abstract class RunProblemsTests : IDisposable
{
    private const string Refused = "error/Runs.ModelNotThere/Inference.EndpointRefused/503";
    private const string TooSlow = "error/Runs.ModelNotThere/Inference.EndpointTooSlow";
    private const string Unscored = "unscored/claim-outcome/Scoring.NoTokens";
    private readonly TestDatabase _database;
    private readonly RunStore _store;

    protected RunProblemsTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        _store = new RunStore(_database.Factory, TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Problems_OfARun_AreCountedByKindAndCandidate()
    {
        var run = await SeededRun.AddAsync(_store, SeededRun.Suite());

        var problems = await _store.ProblemsAsync(run, Cancellation);

        Assert.Equal([(Unscored, "alpha", 4), (Refused, "beta", 3), (TooSlow, "beta", 3)], problems.Select(problem => (problem.Kind.Name, Assert.Single(problem.Counts).Candidate, problem.Cells)));
        Assert.Equal([3, 23, 43], problems[1].Counts[0].Ordinals);
        Assert.Equal(("s3", "beta", 0), problems[1].ExampleCell);
        Assert.Contains("HTTP 503", problems[1].Example.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Refused, null, new[] { 3, 23, 43 })]
    [InlineData(Refused, "beta", new[] { 3, 23, 43 })]
    [InlineData(Refused, "alpha", new int[0])]
    [InlineData(Unscored, "alpha", new[] { 4, 19, 34, 49 })]
    [InlineData("error/none", null, new int[0])]
    public async Task MatrixPage_OfAKind_HasExactlyItsSamples(string kind, string? candidate, int[] expected)
    {
        var run = await SeededRun.AddAsync(_store, SeededRun.Suite());

        var page = await _store.MatrixPageAsync(run, new MatrixFilter(Problem: kind, Candidate: candidate), new MatrixPosition(Count: 2), Cancellation);
        var rest = page.Next is null ? null : await _store.MatrixPageAsync(run, new MatrixFilter(Problem: kind, Candidate: candidate), page.Next, Cancellation);

        Assert.Equal(expected, page.Rows.Concat(rest?.Rows ?? []).Select(row => row.Ordinal));
        Assert.Equal(expected.Length, page.Total);
    }

    [Fact]
    public async Task ClearErrors_OfOneKind_LeavesTheOthers()
    {
        var run = await SeededRun.AddAsync(_store, SeededRun.Suite());

        Assert.Equal(3, await _store.ClearErrorsAsync(run, new ProblemKind(Refused), Actor.Owner, Cancellation));

        Assert.Equal([Unscored, TooSlow], (await _store.ProblemsAsync(run, Cancellation)).Select(problem => problem.Kind.Name));
        Assert.Null(await _store.CellAsync(run, "s3", "beta", 0, Cancellation));
        Assert.NotEmpty(await _store.HistoryAsync(run, "s3", "beta", 0, Cancellation));
        Assert.Equal(3, (await _store.FindAsync(run, Cancellation))!.Errors);
        Assert.Equal(0, await _store.ClearErrorsAsync(run, new ProblemKind(Unscored), Actor.Owner, Cancellation));
    }

    [Fact]
    public async Task ClearErrors_OfAJudgeThatCouldNotBeAsked_LetsItsScoresWaitAgain()
    {
        var run = await SeededRun.AddAsync(_store, SeededRun.Suite());
        foreach (var (sample, key) in new[] { ("s1", "Scoring.JudgeNotAsked"), ("s2", "Scoring.JudgeInvalid"), ("s3", "Scoring.JudgeNotAsked") })
        {
            var result = Given.Result(sample, "alpha");
            await _store.AddAsync(run, result with { Scores = [new Score("judge", Outcome.Unscored, null, null, new Phrase(key, "j", "Scoring.JudgeNotAsked")), .. result.Scores] }, true, Actor.Owner, Cancellation);
        }

        var kind = (await _store.ProblemsAsync(run, Cancellation)).Single(problem => problem.Kind.IsNotJudged).Kind;
        Assert.Equal(2, await _store.ClearErrorsAsync(run, kind, Actor.Owner, Cancellation));

        var waits = await Task.WhenAll(((string[])["s1", "s2", "s3"]).Select(async sample => JudgeScorer.Waits((await _store.CellAsync(run, sample, "alpha", 0, Cancellation))!.Scores[0])));
        Assert.Equal([true, false, true], waits);
        Assert.Equal((1, 2), (await CellsAsync("Scoring.JudgeInvalid"), await CellsAsync("Scoring.JudgeWaits")));
        Assert.Equal(0, await _store.WaitAgainAsync(run, Cancellation));
        Assert.Equal(6, (await _store.FindAsync(run, Cancellation))!.Errors);

        async Task<int> CellsAsync(string key) => (await _store.ProblemsAsync(run, Cancellation)).Single(problem => problem.Kind.Key == key).Cells;
    }

    [Fact]
    public async Task Add_InPlaceOfAnError_TakesTheProblemAway()
    {
        var run = await SeededRun.AddAsync(_store, SeededRun.Suite());

        await _store.AddAsync(run, Given.Result("s13", "beta"), true, Actor.Owner, Cancellation);

        Assert.Equal([33, 53], (await _store.ProblemsAsync(run, Cancellation)).Single(problem => problem.Kind.Name == TooSlow).Counts[0].Ordinals);
    }

    [Fact]
    public async Task Problems_OfARunFromBefore_AreFoundOnce()
    {
        var run = await SeededRun.AddAsync(_store, SeededRun.Suite());
        var kept = (await _store.ProblemsAsync(run, Cancellation)).Select(problem => (problem.Kind, problem.Cells)).ToList();
        await using (var db = _database.Factory.CreateDbContext())
        {
            await db.Set<ProblemRow>().ExecuteDeleteAsync(Cancellation);
            await db.Set<RunRow>().ExecuteUpdateAsync(set => set.SetProperty(row => row.KeepsProblems, false), Cancellation);
        }

        var page = await _store.MatrixPageAsync(run, new MatrixFilter(Problem: TooSlow), new MatrixPosition(), Cancellation);

        Assert.Equal([13, 33, 53], page.Rows.Select(row => row.Ordinal));
        Assert.Equal(kept, (await _store.ProblemsAsync(run, Cancellation)).Select(problem => (problem.Kind, problem.Cells)));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _store.Dispose();
        _database.Dispose();
    }
}
