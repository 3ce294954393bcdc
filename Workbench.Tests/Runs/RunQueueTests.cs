using System.Collections.Concurrent;
using System.Collections.Immutable;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Storage.Log;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs;

public sealed class RunQueueTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task WorkAsync_RunOfHigherPriority_OvertakesAtTheNextCell()
    {
        var order = new ConcurrentQueue<string>();
        using var reached = new SemaphoreSlim(0);
        using var gate = new SemaphoreSlim(0);
        var pool = new FakePool(async (model, request, cancellation) =>
        {
            order.Enqueue(model);
            if (model == "night")
            {
                reached.Release();
                await gate.WaitAsync(cancellation);
            }

            return "answer";
        });
        var (store, _, queue) = Given.Runs(_database, pool);
        using var limit = new CancellationTokenSource(Limit);
        var night = await queue.EnqueueAsync(Given.Spec(Given.Suite(40), "night") with { Priority = RunPriority.Low }, Actor.Owner, limit.Token);
        var work = queue.WorkAsync(limit.Token);
        await reached.WaitAsync(limit.Token);
        var small = await queue.EnqueueAsync(Given.Spec(Given.Suite(3), "small"), Actor.Owner, limit.Token);
        await Eventually.HoldsAsync("the small run is finished", async () =>
        {
            // Only what was in flight is let through: the worker has to notice before it begins many more.
            gate.Release();
            return (await store.FindAsync(small.Id, limit.Token))!.Status == RunStatus.Finished;
        }, limit.Token);

        Assert.InRange(order.TakeWhile(static model => model == "night").Count(), 1, 39);
        gate.Release(1000);
        await Eventually.HoldsAsync("the long run is finished", async () => (await store.FindAsync(night.Id, limit.Token))!.Status == RunStatus.Finished, limit.Token);

        Assert.Equal((40, 40), (order.Count(static model => model == "night"), (await store.FindAsync(night.Id, limit.Token))!.Answered));
        await limit.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.WaitAsync(Limit));
    }

    [Fact]
    public async Task MoveAsync_AndPriority_ChangeTheOrderOfWork()
    {
        var (store, _, queue) = Given.Runs(_database, FakePool.Knowing());
        foreach (var _ in Enumerable.Range(0, 4))
        {
            await queue.EnqueueAsync(Given.Spec(Given.Suite(1), "a"), Actor.Owner, CancellationToken.None);
        }

        async Task<string> Order() => string.Join(' ', (await store.UnfinishedAsync(CancellationToken.None)).Select(static run => run.Id[^1]));
        await queue.MoveAsync("R-0003", up: true, Actor.Owner, CancellationToken.None);
        Assert.Equal("1 3 2 4", await Order());
        await queue.MoveAsync("R-0003", up: true, Actor.Owner, CancellationToken.None);
        Assert.Equal("3 1 2 4", await Order());
        await queue.MoveAsync("R-0001", up: false, Actor.Owner, CancellationToken.None);
        Assert.Equal("3 2 1 4", await Order());
        await queue.SetPriorityAsync("R-0004", RunPriority.High, Actor.Owner, CancellationToken.None);
        Assert.Equal("4 3 2 1", await Order());
        await queue.MoveAsync("R-0003", up: true, Actor.Owner, CancellationToken.None);
        Assert.Equal("3 4 2 1", await Order());
        Assert.Equal(RunPriority.High, (await store.FindAsync("R-0003", CancellationToken.None))!.Priority);
    }

    [Fact]
    public async Task AddCandidatesAsync_FinishedRun_AsksTheNewOneAlone()
    {
        var asked = new ConcurrentQueue<string>();
        var pool = new FakePool((model, _, _) =>
        {
            asked.Enqueue(model);
            return Task.FromResult("answer");
        });
        var (store, _, queue) = Given.Runs(_database, pool);
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(5), "a"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        var before = await store.CellAsync(run.Id, "s3", "a", 0, CancellationToken.None);

        // What another process still holds in memory of this run must not be what it goes by.
        using var other = new Core.Storage.Runs.RunStore(_database.Factory, TimeProvider.System);
        Assert.Equal(5, (await other.ScoresAsync(run.Id, CancellationToken.None)).Length);
        var more = await queue.AddCandidatesAsync(run.Id, [new Candidate("b", "b")], Actor.Owner, CancellationToken.None);
        Assert.Equal((RunStatus.Queued, 10), (more.Status, more.Expected));
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);

        Assert.Equal((5, 5), (asked.Count(static model => model == "a"), asked.Count(static model => model == "b")));
        Assert.Equal(before!.At, (await store.CellAsync(run.Id, "s3", "a", 0, CancellationToken.None))!.At);
        Assert.Equal(["a", "b"], (await other.ScoresAsync(run.Id, CancellationToken.None)).Select(static cell => cell.Candidate).Distinct());
        Assert.Equal((RunStatus.Finished, 10), ((await store.FindAsync(run.Id, CancellationToken.None))!.Status, (await store.FindAsync(run.Id, CancellationToken.None))!.Answered));
        var log = new LogStore(_database.Factory, new Core.Storage.Workspace(_database.Folder), TimeProvider.System);
        Assert.Single(await log.ListAsync(9, subject: run.Id, kind: "run.candidates-added"));
        var refused = await Assert.ThrowsAsync<InputException>(() => queue.AddCandidatesAsync(run.Id, [new Candidate("b", "c")], Actor.Owner, CancellationToken.None));
        Assert.Equal("Runs.CandidateTwice", refused.Problems[0].Message.Key);
    }

    [Fact]
    public async Task ExecuteAsync_ModelThatFitsNowhere_IsErrorsWithTheReasonAndTheOthersGoOn()
    {
        var pool = new PlannedPool(FakePool.Knowing(), static candidates => LoadPlan.OneByOne(candidates.Where(static candidate => candidate.Name != "huge")) with
        {
            Refused = [new LoadRefusal("huge", new Phrase("Models.FitTooLarge", "huge", "99", "1", "cpu"))],
        });
        using var store = new Core.Storage.Runs.RunStore(_database.Factory, TimeProvider.System);
        using var queue = new RunQueue(store, new Runner(store, pool, ScorerRegistry.Standard, TimeProvider.System), TimeProvider.System);
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(4), "a", "huge", "b"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        var ended = await store.FindAsync(run.Id, CancellationToken.None);

        Assert.Equal((RunStatus.Finished, 8, 4), (ended!.Status, ended.Answered, ended.Errors));
        Assert.Contains("huge", (await store.CellAsync(run.Id, "s1", "huge", 0, CancellationToken.None))!.Error!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["a", "b"], pool.Acquired);
    }

    [Fact]
    public async Task ExecuteAsync_Groups_LoadTheNextModelOfAGroupBeforeTheFirstIsGivenBack()
    {
        var pool = new PlannedPool(FakePool.Knowing(), static _ => new LoadPlan(
            [new LoadGroup([Load("m", "c", "a"), Load("n", "b")]), new LoadGroup([Load("o", "d")])], [], [], []));
        using var store = new Core.Storage.Runs.RunStore(_database.Factory, TimeProvider.System);
        using var queue = new RunQueue(store, new Runner(store, pool, ScorerRegistry.Standard, TimeProvider.System), TimeProvider.System);
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(4), "a", "b", "c", "d"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);

        Assert.Equal(["c", "a", "b", "d"], pool.Acquired);
        Assert.Equal(16, (await store.FindAsync(run.Id, CancellationToken.None))!.Answered);

        // Never more than two held, and none of another group beside one of this.
        Assert.Equal(2, pool.MostHeld);
        Assert.DoesNotContain("d+b", pool.Together);
        Assert.Contains("a+c", pool.Together);
        Assert.Contains("b+a", pool.Together);
    }

    [Fact]
    public async Task ExecuteAsync_RefusedQuestion_IsAskedOnceAndCostsNoOther()
    {
        var asked = new ConcurrentQueue<string>();
        var pool = new FakePool((_, request, _) =>
        {
            asked.Enqueue(request.Messages[^1].Content);
            return request.Messages[^1].Content.Contains('2', StringComparison.Ordinal)
                ? throw new ModelUnavailableException(new Phrase("Inference.EndpointRefused", "a", "400", "too long")) { Fault = EndpointFault.Request }
                : Task.FromResult("answer");
        });
        var (store, _, queue) = Given.Runs(_database, pool);
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(4), "a"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);

        Assert.Equal((4, 1), (asked.Count, pool.Acquired));
        Assert.Equal("Runs.AskFailed", (await store.CellAsync(run.Id, "s2", "a", 0, CancellationToken.None))!.Error!.Key);
    }

    public void Dispose() => _database.Dispose();

    private static PlannedLoad Load(string title, params string[] candidates) => new(title, [.. candidates], 1, "cpu", false);

    /// <summary>A pool with a plan of its own, which remembers what was held together.</summary>
    private sealed class PlannedPool(FakePool inner, Func<ImmutableArray<Candidate>, LoadPlan> plan) : IModelPool
    {
        private readonly Lock _lock = new();
        private readonly List<string> _held = [];

        public List<string> Acquired { get; } = [];

        public HashSet<string> Together { get; } = [];

        public int MostHeld { get; private set; }

        public LoadPlan Plan(ImmutableArray<Candidate> candidates, bool exact) => plan(candidates);

        public Task<ModelLease> AcquireAsync(string model, CancellationToken cancellation) => throw new NotSupportedException();

        public async Task<ModelLease> AcquireAsync(Candidate candidate, bool exact, CancellationToken cancellation)
        {
            var lease = await inner.AcquireAsync(candidate.Model, cancellation);
            lock (_lock)
            {
                Acquired.Add(candidate.Name);
                Together.UnionWith(_held.Select(other => $"{candidate.Name}+{other}"));
                _held.Add(candidate.Name);
                MostHeld = Math.Max(MostHeld, _held.Count);
            }

            return new ModelLease(lease.Client, () =>
            {
                lock (_lock)
                {
                    _held.Remove(candidate.Name);
                }

                lease.Dispose();
            });
        }
    }
}
