using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs;

public sealed class EndpointAwayRunTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly RunStore _store;

    public EndpointAwayRunTests() => _store = new RunStore(_database.Factory, TimeProvider.System);

    public void Dispose()
    {
        _store.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task ExecuteAsync_EndpointGoesAwayAndComesBack_StateSaysSoWithoutAnAnswerInBetween()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
        var cancellation = TestContext.Current.CancellationToken;
        var far = new Far();
        using var queue = new RunQueue(_store, new Runner(_store, far, ScorerRegistry.Standard, time), time);
        var run = await queue.EnqueueAsync(Given.Spec(Given.Suite(4), "far"), Actor.Owner, cancellation);
        var work = queue.ExecuteAsync(run.Id, Actor.Owner, null, cancellation);
        await far.Asked.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellation);
        var live = queue.Watch(run.Id)!;

        far.AwaySince = time.GetUtcNow();
        await ShownAsync("away", () => live.Current.Away.FirstOrDefault()?.AwaySince == far.AwaySince);
        far.AwaySince = null;
        await ShownAsync("back", () => !live.Current.Away.Any());
        far.Answer.SetResult();
        await work.WaitAsync(TimeSpan.FromMinutes(1), cancellation);

        Assert.Equal((RunStatus.Finished, 4), (live.Current.Status, live.Current.Answered));

        Task ShownAsync(string what, Func<bool> holds) => Eventually.HoldsAsync(what, () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return holds();
        }, cancellation);
    }

    /// <summary>An endpoint whose answers wait for the test.</summary>
    private sealed class Far : IModelPool, IModelClient
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ModelFacts Facts { get; } = new("far");

        public int? RemoteConcurrency => 2;

        public DateTimeOffset? AwaySince { get; set; }

        public Task<ModelLease> AcquireAsync(string model, CancellationToken cancellation) => Task.FromResult(new ModelLease(this, static () => { }));

        public async IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellation)
        {
            Asked.TrySetResult();
            await Answer.Task.WaitAsync(cancellation);
            yield return new GenerateUpdate("", new ModelOutput("answer", StopReason.Stop, new ModelUsage(5, 0, 3), TimeSpan.FromMilliseconds(10)));
        }

        public Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
