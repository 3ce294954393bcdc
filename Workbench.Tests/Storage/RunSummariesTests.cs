using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Storage;

public sealed class SqliteRunSummariesTests() : RunSummariesTests(DatabaseKind.Sqlite);

public sealed class PostgresRunSummariesTests() : RunSummariesTests(DatabaseKind.Postgres);

public abstract class RunSummariesTests : IDisposable
{
    private readonly TestDatabase _database;
    private readonly RunStore _store;
    private readonly FakeTimeProvider _time = new();

    protected RunSummariesTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        _store = new RunStore(_database.Factory, TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_FinishedRun_IsKeptWithTheSameNumbersUntilACellChanges()
    {
        var run = await FillAsync(40);
        var computed = RunSummary.Build((await _store.FindAsync(run.Id, Cancellation))!, await _store.SuiteAsync(run.Id, Cancellation), await _store.ResultsAsync(run.Id, Cancellation).ToListAsync(Cancellation));

        var first = await new RunSummaries(_store, TimeProvider.System).OfAsync(run.Id, Cancellation);
        var kept = (await _store.SummaryAsync(run.Id, Cancellation)).Summary;

        Assert.True(first.IsCurrent);
        Assert.Equal(JsonSerializer.Serialize(computed), JsonSerializer.Serialize(first.Summary));
        Assert.Equal(JsonSerializer.Serialize(computed), JsonSerializer.Serialize(kept));
        await _store.AddAsync(run.Id, Given.Error("s0", "a"), true, Actor.Owner, Cancellation);
        Assert.False((await _store.SummaryAsync(run.Id, Cancellation)).IsCurrent);
        Assert.Equal(computed.Errors + 1, (await new RunSummaries(_store, TimeProvider.System).OfAsync(run.Id, Cancellation)).Summary.Errors);
    }

    [Fact]
    public async Task Of_LargeRunThatGrows_GivesTheFiguresOfAMomentAgoAndCountsNowAndThen()
    {
        var run = await FillAsync(10);
        var slow = DispatchProxy.Create<IRunStore, SlowStore>();
        var counter = (SlowStore)(object)slow;
        (counter.Store, counter.Time, counter.Takes) = (_store, _time, TimeSpan.FromSeconds(3));
        var summaries = new RunSummaries(slow, _time);
        await _store.SetStatusAsync(run.Id, RunStatus.Running, Actor.Owner, Cancellation);

        Assert.True((await summaries.OfAsync(run.Id, Cancellation)).IsCurrent);
        await _store.AddAsync(run.Id, Given.Error("s0", "a"), true, Actor.Owner, Cancellation);
        Assert.Equal((false, 0), Told(await summaries.OfAsync(run.Id, Cancellation)));
        Assert.Equal(1, counter.Counts);
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal((false, 0), Told(await summaries.OfAsync(run.Id, Cancellation)));
        await Eventually.HoldsAsync("counted anew", async () => Told(await summaries.OfAsync(run.Id, Cancellation)) == (true, 1), Cancellation);

        Assert.Equal(2, counter.Counts);
    }

    [Fact]
    public async Task Whole_OfARunThatWasCountedAMomentAgo_CountsEveryCell()
    {
        var run = await FillAsync(10);
        var slow = DispatchProxy.Create<IRunStore, SlowStore>();
        var counter = (SlowStore)(object)slow;
        (counter.Store, counter.Time, counter.Takes) = (_store, _time, TimeSpan.FromSeconds(3));
        var summaries = new RunSummaries(slow, _time);
        Assert.Equal(0, (await summaries.WholeAsync(run.Id, Cancellation)).Errors);
        await _store.AddAsync(run.Id, Given.Error("s0", "a"), true, Actor.Owner, Cancellation);

        Assert.Equal(1, (await summaries.WholeAsync(run.Id, Cancellation)).Errors);
        await _store.AddAsync(run.Id, Given.Error("s1", "a"), true, Actor.Owner, Cancellation);
        Assert.Equal((true, 2), Told(await summaries.OfAsync(run.Id, Cancellation)));
    }

    [Fact]
    public async Task Add_ManyWhileTheDatabaseIsTaken_AreFewTransactionsAndEachIsStored()
    {
        var run = await _store.CreateAsync(Given.Spec(Given.Suite(200), "a"), Actor.Owner, Cancellation);
        Task[] writes;
        await using (var db = _database.Factory.CreateDbContext())
        {
            await using var taken = await db.Database.BeginTransactionAsync(Cancellation);
            var first = Task.Run(() => _store.AddAsync(run.Id, Given.Result("s0", "a"), false, Actor.Owner, Cancellation), Cancellation);
            await Task.Run(() => SpinWait.SpinUntil(() => _store.IsWriting, TimeSpan.FromSeconds(30)), Cancellation);
            writes = [first, .. Enumerable.Range(1, 199).Select(index => _store.AddAsync(run.Id, Given.Result($"s{index}", "a"), false, Actor.Owner, Cancellation))];
            Assert.DoesNotContain(writes, write => write.IsCompleted);
        }

        await Task.WhenAll(writes).WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
        Assert.InRange((await _store.SummaryAsync(run.Id, Cancellation)).Revision, 1, 2);
        Assert.Equal(200, (await _store.DoneAsync(run.Id, Cancellation)).Count);
        Assert.Equal(200, (await _store.FindAsync(run.Id, Cancellation))!.Answered);
    }

    [Fact]
    public async Task Add_OneOfABatchIsThereOrUnknown_KeepsTheOthers()
    {
        var run = await _store.CreateAsync(Given.Spec(Given.Suite(5), "a"), Actor.Owner, Cancellation);
        await _store.AddAsync(run.Id, Given.Result("s0", "a"), false, Actor.Owner, Cancellation);

        await Assert.ThrowsAsync<InputException>(() => _store.AddAsync(run.Id, [Given.Result("s1", "a"), Given.Result("s0", "a"), Given.Result("s2", "a"), Given.Result("s2", "a")], Actor.Owner, Cancellation));
        await Assert.ThrowsAsync<InputException>(() => _store.AddAsync(run.Id, [Given.Result("s3", "a"), Given.Result("elsewhere", "a"), Given.Result("s4", "a")], Actor.Owner, Cancellation));

        Assert.Equal(["s0", "s1", "s2", "s3", "s4"], (await _store.DoneAsync(run.Id, Cancellation)).Select(cell => cell.Sample).Order(StringComparer.Ordinal));
        Assert.Equal(5, (await _store.FindAsync(run.Id, Cancellation))!.Answered);
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _store.Dispose();
        _database.Dispose();
    }

    private static (bool, int) Told(RunFigureSet figures) => (figures.IsCurrent, figures.Summary.Errors);

    private async Task<RunHeader> FillAsync(int samples)
    {
        var random = new Random(samples);
        var run = await _store.CreateAsync(Given.Spec(Given.Suite(samples, repeats: 2), "a", "b"), Actor.Owner, Cancellation);
        await _store.AddAsync(run.Id, from index in Enumerable.Range(0, samples) from candidate in new[] { "a", "b" } from repeat in Enumerable.Range(0, 2) select Given.Result($"s{index}", candidate, (Outcome)random.Next(5), $"{index}", repeat), Actor.Owner, Cancellation);
        await _store.SetModelAsync(run.Id, "a", new Workbench.Core.Inference.ModelFacts("a", "1"), Cancellation);
        await _store.SetStatusAsync(run.Id, RunStatus.Finished, Actor.Owner, Cancellation);
        return run;
    }

    /// <summary>The store, with a clock that goes on while scores are read.</summary>
#pragma warning disable CA1852 // The proxy derives from it.
    private class SlowStore : DispatchProxy
    {
        public IRunStore Store { get; set; } = null!;

        public FakeTimeProvider Time { get; set; } = null!;

        public TimeSpan Takes { get; set; }

        public int Counts { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(IRunStore.ScoresAsync))
            {
                Counts++;
                Time.Advance(Takes);
            }

            return targetMethod.Invoke(Store, args);
        }
    }
}
