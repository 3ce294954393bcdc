using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs;

public sealed class RunnerTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task ExecuteAsync_Run_AnswersEveryCellOnceAndFinishes()
    {
        var pool = FakePool.Knowing();
        var (store, _, queue) = Given.Runs(_database, pool);
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(20, repeats: 2), "a", "b"), Actor.Owner, CancellationToken.None);
        RunState? last = null;
        Assert.True(await queue.ExecuteAsync(run.Id, Actor.Owner, live => _ = Task.Run(async () => last = await live.WatchAsync().LastAsync()), CancellationToken.None).WaitAsync(Limit));
        var ended = await store.FindAsync(run.Id, CancellationToken.None);
        Assert.Equal((RunStatus.Finished, 80, 80, 0), (ended!.Status, ended.Expected, ended.Answered, ended.Errors));
        Assert.Equal(80, (await store.DoneAsync(run.Id, CancellationToken.None)).Count);
        Assert.All(await store.ScoresAsync(run.Id, CancellationToken.None), result => Assert.Equal(Outcome.Correct, result.Scores[0].Outcome));
        Assert.InRange(pool.MostInFlight, 1, Runner.InFlight);
        Assert.Equal(0, pool.Open);
        Assert.Equal(64, ended.Models!["a"].Sha256!.Length);
        Assert.Null(queue.Watch(run.Id));
        Assert.Null(await store.LeaseAsync(run.Id, CancellationToken.None));
    }

    [Fact]
    public async Task ExecuteAsync_ModelDiesOnce_AsksWhatWasInFlightAgain()
    {
        var died = 0;
        var pool = new FakePool((_, request, _) => request.Messages[^1].Content.Contains('5', StringComparison.Ordinal) && Interlocked.Exchange(ref died, 1) == 0
            ? throw new ModelUnavailableException(new Phrase("Inference.Gone"))
            : Task.FromResult("answer"));
        var (store, _, queue) = Given.Runs(_database, pool);
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(10), "a"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        Assert.Equal((10, 0), ((await store.FindAsync(run.Id, CancellationToken.None))!.Answered, (await store.FindAsync(run.Id, CancellationToken.None))!.Errors));
        Assert.Equal(2, pool.Acquired);
    }

    [Fact]
    public async Task ExecuteAsync_OneQuestionKillsTheModel_IsAnErrorAndTheRunGoesOn()
    {
        var pool = new FakePool((_, request, _) => request.Messages[^1].Content == "Question 3?" ? throw new ModelUnavailableException(new Phrase("Inference.Gone")) : Task.FromResult("answer"));
        var (store, _, queue) = Given.Runs(_database, pool);
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(8), "a", "b"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        var ended = await store.FindAsync(run.Id, CancellationToken.None);
        Assert.Equal((RunStatus.Finished, 14, 2), (ended!.Status, ended.Answered, ended.Errors));
        Assert.NotNull((await store.CellAsync(run.Id, "s3", "a", 0, CancellationToken.None))!.Error);
    }

    [Fact]
    public async Task ExecuteAsync_ModelNeverThere_IsErrorsAndRetriedOnRequest()
    {
        var pool = FakePool.Knowing();
        pool.IsDown = true;
        var (store, _, queue) = Given.Runs(_database, pool);
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(6), "a"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        Assert.Equal(6, (await store.FindAsync(run.Id, CancellationToken.None))!.Errors);
        pool.IsDown = false;
        Assert.Equal(6, await queue.RetryErrorsAsync(run.Id, Actor.Owner, CancellationToken.None));
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        var ended = await store.FindAsync(run.Id, CancellationToken.None);
        Assert.Equal((RunStatus.Finished, 6, 0), (ended!.Status, ended.Answered, ended.Errors));
    }

    [Fact]
    public async Task PauseAsync_RunInProgress_StopsAndGoesOnWithoutAskingTwice()
    {
        var asked = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var reached = new SemaphoreSlim(0);
        var blocking = true;
        var pool = new FakePool(async (_, request, cancellation) =>
        {
            if (Volatile.Read(ref blocking) && asked.Count >= 10)
            {
                reached.Release();
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            asked.Add(request.Messages[^1].Content);
            return "answer";
        });
        var (store, _, queue) = Given.Runs(_database, pool);
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(30), "a"), Actor.Owner, CancellationToken.None);
        var work = queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None);
        await reached.WaitAsync(Limit);
        await queue.PauseAsync(run.Id, Actor.Owner, CancellationToken.None);
        Assert.True(await work.WaitAsync(Limit));
        Assert.Equal(RunStatus.Paused, (await store.FindAsync(run.Id, CancellationToken.None))!.Status);
        Volatile.Write(ref blocking, false);
        await queue.ResumeAsync(run.Id, Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        Assert.Equal(30, (await store.FindAsync(run.Id, CancellationToken.None))!.Answered);
    }

    [Fact]
    public async Task ExecuteAsync_ManyAnswersAtOnce_AreFewTransactions()
    {
        var (store, _, queue) = Given.Runs(_database, FakePool.Knowing());
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(400), "a"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        Assert.Equal(400, (await store.DoneAsync(run.Id, CancellationToken.None)).Count);
        Assert.InRange((await store.SummaryAsync(run.Id, CancellationToken.None)).Revision, 1, 200);
    }

    [Fact]
    public async Task ExecuteAsync_CellsCannotBeStored_FailsWithTheReason()
    {
        var pool = FakePool.Knowing();
        var (store, _, queue) = Given.Runs(_database, pool);
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(50), "a"), Actor.Owner, CancellationToken.None);
        await using (var db = _database.Factory.CreateDbContext())
        {
            await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER full BEFORE INSERT ON Results BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
        }

        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        var ended = await store.FindAsync(run.Id, CancellationToken.None);
        Assert.Equal((RunStatus.Failed, 0, 0), (ended!.Status, ended.Answered, pool.Open));
        Assert.Contains("disk is full", ended.Problem!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CancelAsync_WhileAModelIsBeingLoaded_EndsAtOnceAndAnswersNothing(bool first)
    {
        var loading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pool = new LoadingPool(first ? "a" : "b", loading, FakePool.Knowing());
        var store = new RunStore(_database.Factory, TimeProvider.System);
        using var queue = new RunQueue(store, new Runner(store, pool, ScorerRegistry.Standard, TimeProvider.System), TimeProvider.System);
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(3), "a", "b"), Actor.Owner, CancellationToken.None);
        var work = queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None);
        await loading.Task.WaitAsync(Limit);
        await queue.CancelAsync(run.Id, Actor.Owner, CancellationToken.None);
        Assert.True(await work.WaitAsync(Limit));
        var ended = await store.FindAsync(run.Id, CancellationToken.None);
        Assert.Equal((RunStatus.Cancelled, first ? 0 : 3, 0), (ended!.Status, ended.Answered, ended.Errors));
        Assert.Equal(0, pool.Inner.Open);
        Assert.Null(await store.LeaseAsync(run.Id, CancellationToken.None));
    }

    /// <summary>One model takes for ever to load.</summary>
    private sealed class LoadingPool(string slow, TaskCompletionSource loading, FakePool inner) : IModelPool
    {
        public FakePool Inner => inner;

        public async Task<ModelLease> AcquireAsync(string model, CancellationToken cancellation)
        {
            if (model == slow)
            {
                loading.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            return await inner.AcquireAsync(model, cancellation);
        }
    }

    [Fact]
    public async Task ExecuteAsync_HeldByALivingProcess_IsLeftAlone()
    {
        var (store, _, queue) = Given.Runs(_database, FakePool.Knowing());
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(3), "a"), Actor.Owner, CancellationToken.None);
        await store.TryLeaseAsync(run.Id, "elsewhere/1/1", DateTimeOffset.UtcNow.AddMinutes(1), null, CancellationToken.None);
        Assert.False(await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit));
        Assert.Equal(0, (await store.FindAsync(run.Id, CancellationToken.None))!.Answered);
    }

    [Fact]
    public async Task ExecuteAsync_HeldByADeadProcess_IsTakenAtOnce()
    {
        var (store, _, queue) = Given.Runs(_database, FakePool.Knowing());
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(3), "a"), Actor.Owner, CancellationToken.None);
        await store.TryLeaseAsync(run.Id, $"{Environment.MachineName}/{int.MaxValue}/1", DateTimeOffset.UtcNow.AddMinutes(1), null, CancellationToken.None);
        Assert.True(await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit));
    }

    [Fact]
    public async Task WorkAsync_QueuedAndAbandonedRuns_AreWorkedOnInOrder()
    {
        var (store, _, queue) = Given.Runs(_database, FakePool.Knowing());
        var abandoned = await store.CreateAsync(Given.Spec(Given.Suite(3), "a"), Actor.Owner, CancellationToken.None);
        await store.SetStatusAsync(abandoned.Id, RunStatus.Running, Actor.Owner, CancellationToken.None);
        var queued = await queue.EnqueueAsync(Given.Spec(Given.Suite(3), "a"), Actor.Owner, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var work = queue.WorkAsync(stop.Token);
        using var limit = new CancellationTokenSource(Limit);

        // The row is what a restarted workbench would see.
        await Eventually.HoldsAsync("the queued run is finished", async () => (await store.FindAsync(queued.Id, limit.Token))!.Status == RunStatus.Finished, limit.Token);

        Assert.Equal(RunStatus.Finished, (await store.FindAsync(abandoned.Id, limit.Token))!.Status);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.WaitAsync(Limit));
    }

    [Fact]
    public async Task RerunAsync_Cell_ReplacesItAndKeepsTheOldOne()
    {
        var pool = new FakePool(static (_, _, _) => Task.FromResult("nonsense"));
        var (store, _, queue) = Given.Runs(_database, pool);
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(2), "a"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        var result = await queue.RerunAsync(run.Id, "s1", "a", 0, Actor.Owner, CancellationToken.None);
        Assert.Equal("nonsense", result.Answer);
        Assert.Single(await store.HistoryAsync(run.Id, "s1", "a", 0, CancellationToken.None));
        await Assert.ThrowsAsync<InputException>(() => queue.RerunAsync(run.Id, "s9", "a", 0, Actor.Owner, CancellationToken.None));
    }

    [Fact]
    public async Task EnqueueAsync_NothingToRun_IsRefusedWithEverythingWrong()
    {
        var (_, _, queue) = Given.Runs(_database, FakePool.Knowing());
        var refused = await Assert.ThrowsAsync<InputException>(() => queue.EnqueueAsync(Given.Spec(Given.Suite(2), "a", "a") with { Limit = 0 }, Actor.Owner, CancellationToken.None));
        Assert.Equal(2, refused.Problems.Length);
    }

    public void Dispose() => _database.Dispose();
}
