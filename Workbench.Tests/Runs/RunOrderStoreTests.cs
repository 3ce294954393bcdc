using System.Collections.Immutable;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Runs;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs;

public sealed class SqliteRunOrderStoreTests() : RunOrderStoreTests(DatabaseKind.Sqlite);

public sealed class PostgresRunOrderStoreTests() : RunOrderStoreTests(DatabaseKind.Postgres);

/// <summary>What a run keeps for the queue and the manifest.</summary>
public abstract class RunOrderStoreTests : IDisposable
{
    private readonly TestDatabase _database;
    private readonly RunStore _store;

    protected RunOrderStoreTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        _store = new RunStore(_database.Factory, TimeProvider.System);
    }

    [Fact]
    public async Task Run_OrderRepeatsAndRecord_AreKept()
    {
        var spec = Given.Spec(Given.Suite(4), "a", "b") with { Priority = RunPriority.Low, Caching = RunCaching.Always, Repeats = 3 };
        var run = await _store.CreateAsync(spec, Actor.Owner, CancellationToken.None);
        Assert.Equal((24, 3), (run.Expected, (await _store.SuiteAsync(run.Id, CancellationToken.None)).Repeats));
        var other = await _store.CreateAsync(spec with { Repeats = null, Priority = RunPriority.Normal }, Actor.Owner, CancellationToken.None);
        Assert.Equal((8, 1), (other.Expected, (await _store.SuiteAsync(other.Id, CancellationToken.None)).Repeats));
        Assert.Equal([other.Id, run.Id], (await _store.UnfinishedAsync(CancellationToken.None)).Select(static each => each.Id));
        await _store.SetOrderAsync(run.Id, RunPriority.Normal, other.Place - 0.5, CancellationToken.None);
        Assert.Equal([run.Id, other.Id], (await _store.UnfinishedAsync(CancellationToken.None)).Select(static each => each.Id));

        var environment = RunEnvironment.Of("cpu", 5L << 30, ["gpu"], new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
        var hashes = new CandidateHashes(new string('c', 64), [new AdapterHash("x", 0.5, new string('d', 64))]);
        await _store.RecordAsync(run.Id, record => record.With(environment), CancellationToken.None);
        await _store.RecordAsync(run.Id, record => record.With(environment with { At = environment.At.AddHours(1) }), CancellationToken.None);
        await _store.RecordAsync(run.Id, record => record.With(environment with { Threads = 999 }), CancellationToken.None);
        await _store.RecordAsync(run.Id, record => record with { Files = record.Files.SetItem("a", hashes) }, CancellationToken.None);
        var found = (await _store.FindAsync(run.Id, CancellationToken.None))!;
        Assert.Equal([environment.Threads, 999], found.Record.Environments.Select(static each => each.Threads));
        Assert.Equal((environment.At, "gpu"), (found.Record.Environments[0].At, found.Record.Environments[0].Devices[0]));
        Assert.Equal((hashes.Template, hashes.Adapters[0]), (found.Record.Files["a"].Template, found.Record.Files["a"].Adapters[0]));
        Assert.Equal((RunCaching.Always, 3), (found.Caching, found.Repeats));
    }

    [Fact]
    public async Task AddCandidatesAsync_Run_ExpectsMoreAndLeavesTheCells()
    {
        var run = await _store.CreateAsync(Given.Spec(Given.Suite(2), "a") with { Repeats = 2 }, Actor.Owner, CancellationToken.None);
        await _store.AddAsync(run.Id, Given.Result("s1", "a") with { Cached = true }, false, Actor.Owner, CancellationToken.None);
        await _store.SetStatusAsync(run.Id, RunStatus.Finished, Actor.Owner, CancellationToken.None);
        var more = await _store.AddCandidatesAsync(run.Id, [new Candidate("b", "b")], Actor.Owner, CancellationToken.None);
        Assert.Equal((8, 1, RunStatus.Queued), (more.Expected, more.Answered, more.Status));
        await _store.AddAsync(run.Id, Given.Result("s1", "b"), false, Actor.Owner, CancellationToken.None);
        Assert.Equal([("a", true), ("b", false)], (await _store.ScoresAsync(run.Id, CancellationToken.None)).Select(static cell => (cell.Candidate, cell.Cached)));
        Assert.True((await _store.CellAsync(run.Id, "s1", "a", 0, CancellationToken.None))!.Cached);
    }

    public void Dispose()
    {
        _store.Dispose();
        _database.Dispose();
        GC.SuppressFinalize(this);
    }
}
