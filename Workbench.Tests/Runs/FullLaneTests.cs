using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs;

/// <summary>Five hundred questions in flight at an endpoint, when something comes between.</summary>
public sealed class FullLaneTests : IDisposable
{
    private const int Seats = 500;
    private const int Samples = 2000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private readonly TestDatabase _database = new();
    private readonly RunStore _store;

    public FullLaneTests() => _store = new RunStore(_database.Factory, TimeProvider.System);

    public void Dispose()
    {
        _store.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task ExecuteAsync_EndpointAwayForAMinute_AsksEverySampleOnceAndWhatFailedOnRequest()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
        var (began, refused, most, now) = (long.MaxValue, 0, 0, 0);
        var answered = new ConcurrentDictionary<string, int>();
        using var far = new FarPool(time, async (question, cancellation) =>
        {
            var here = Interlocked.Increment(ref now);
            try
            {
                InterlockedMost(ref most, here);
                if (answered.Count >= 600)
                {
                    Interlocked.CompareExchange(ref began, time.GetTimestamp(), long.MaxValue);
                }

                if (Interlocked.Read(ref began) is var left && left != long.MaxValue && time.GetElapsedTime(left) < TimeSpan.FromMinutes(1))
                {
                    Interlocked.Increment(ref refused);
                    throw new ModelUnavailableException(new Phrase("Inference.EndpointRefused", "far", "503", "")) { Fault = EndpointFault.Passing };
                }

                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(50, 500)), time, cancellation);
                answered.AddOrUpdate(question, 1, static (_, count) => count + 1);
                return "answer";
            }
            finally
            {
                Interlocked.Decrement(ref now);
            }
        });
        using var queue = Queue(far);
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(Samples), "far"), Actor.Owner, CancellationToken.None);
        await AdvanceAsync(time, queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None));

        var ended = (await _store.FindAsync(run.Id, CancellationToken.None))!;
        Assert.Equal((RunStatus.Finished, Samples, Seats), (ended.Status, ended.Answered + ended.Errors, most));
        Assert.Equal((ended.Answered, Samples), (answered.Count, (await _store.DoneAsync(run.Id, CancellationToken.None)).Count));

        // Each that was begun, some of them twice before it was clear; then only a try now and then, where every sample has six.
        Assert.InRange(refused, 20, 2 * Samples);

        // Longer than a question waits, or, for those that were the tries, as often as one is tried: an error then, with the reason, and asked again when a person says so.
        Assert.Equal(ended.Errors, (await _store.ProblemsAsync(run.Id, CancellationToken.None)).Sum(static problem => problem.Cells));
        Assert.Equal(ended.Errors, await queue.RetryErrorsAsync(run.Id, Actor.Owner, CancellationToken.None));
        await AdvanceAsync(time, queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None));
        ended = (await _store.FindAsync(run.Id, CancellationToken.None))!;
        Assert.Equal((RunStatus.Finished, Samples, 0), (ended.Status, ended.Answered, ended.Errors));
        Assert.Equal(Samples, answered.Count);
        Assert.All(answered.Values, static count => Assert.Equal(1, count));
    }

    [Theory]
    [InlineData(RunStatus.Paused)]
    [InlineData(RunStatus.Cancelled)]
    public async Task PauseAsync_AndCancel_EverySeatTaken_EndAtOnceAndGoOnWithTheRest(RunStatus status)
    {
        var blocking = true;
        var (asked, now) = (0, 0);
        using var full = new SemaphoreSlim(0);
        using var far = new FarPool(TimeProvider.System, async (_, cancellation) =>
        {
            Interlocked.Increment(ref asked);
            try
            {
                if (Interlocked.Increment(ref now) == Seats && Volatile.Read(ref blocking))
                {
                    full.Release();
                }

                // The first answer at once, so that there may be something to keep; the others never, as an endpoint that hangs.
                if (Volatile.Read(ref blocking) && Volatile.Read(ref asked) > 700)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
                }

                return "answer";
            }
            finally
            {
                Interlocked.Decrement(ref now);
            }
        });
        using var queue = Queue(far);
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(Samples), "far"), Actor.Owner, CancellationToken.None);
        var work = queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None);
        Assert.True(await full.WaitAsync(Limit));
        await (status == RunStatus.Paused ? queue.PauseAsync(run.Id, Actor.Owner, CancellationToken.None) : queue.CancelAsync(run.Id, Actor.Owner, CancellationToken.None));
        Assert.True(await work.WaitAsync(Limit));

        var stopped = (await _store.FindAsync(run.Id, CancellationToken.None))!;
        Assert.Equal((status, 0, 0), (stopped.Status, stopped.Errors, now));
        Assert.Equal(stopped.Answered, (await _store.DoneAsync(run.Id, CancellationToken.None)).Count);

        // Only what was in flight: who waited for a seat asks no more.
        Assert.InRange(asked - stopped.Answered, 0, Seats);
        Volatile.Write(ref blocking, false);
        await queue.ResumeAsync(run.Id, Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);

        var ended = (await _store.FindAsync(run.Id, CancellationToken.None))!;
        Assert.Equal((RunStatus.Finished, Samples, 0), (ended.Status, ended.Answered, ended.Errors));
        Assert.InRange(asked, Samples, Samples + Seats);
    }

    private static void InterlockedMost(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private static async Task AdvanceAsync(FakeTimeProvider time, Task work)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!work.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.WhenAny(work, Task.Run(static () => Thread.Yield(), limit.Token));
        }

        await work;
    }

    private RunQueue Queue(FarPool pool) => new(_store, new Runner(_store, pool, ScorerRegistry.Standard, TimeProvider.System), TimeProvider.System);

    /// <summary>One model elsewhere, asked within the limits of an endpoint.</summary>
    private sealed class FarPool(TimeProvider time, Func<string, CancellationToken, Task<string>> answer) : IModelPool, IModelClient, IDisposable
    {
        private readonly EndpointTraffic _traffic = new("far", new EndpointLimits(Seats) { Timeout = Timeout.InfiniteTimeSpan }, time);

        public ModelFacts Facts { get; } = new("far");

        public int? RemoteConcurrency => Seats;

        public Task<ModelLease> AcquireAsync(string model, CancellationToken cancellation) => Task.FromResult(new ModelLease(this, static () => { }));

        public async IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellation)
        {
            var text = await _traffic.AskAsync(1, token => answer(request.Messages[^1].Content, token), static _ => null, cancellation);
            yield return new GenerateUpdate("", new ModelOutput(text, StopReason.Stop, new ModelUsage(5, 0, 3), TimeSpan.FromMilliseconds(10)));
        }

        public Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation) => throw new NotSupportedException();

        public void Dispose() => _traffic.Dispose();
    }
}
