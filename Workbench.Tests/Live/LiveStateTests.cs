using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Live;

namespace Workbench.Tests.Live;

public sealed class LiveStateTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task WatchAsync_ManyUpdatesInOneFrame_DeliversOnlyTheNewest()
    {
        var time = new FakeTimeProvider();
        var live = new LiveState<string>("0", time);
        using var timeout = new CancellationTokenSource(Limit);
        await using var watch = live.WatchAsync(timeout.Token).GetAsyncEnumerator(timeout.Token);
        Assert.True(await watch.MoveNextAsync());
        var next = watch.MoveNextAsync().AsTask();
        for (var i = 1; i <= 50; i++)
        {
            live.Update(_ => i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        time.Advance(LiveState<string>.FrameInterval);
        Assert.True(await next.WaitAsync(Limit));
        Assert.Equal("50", watch.Current);
    }

    [Fact]
    public async Task WatchAsync_FinishedState_DeliversItAndEnds()
    {
        var live = new LiveState<string>("end", TimeProvider.System);
        live.Complete();
        using var timeout = new CancellationTokenSource(Limit);
        var seen = await live.WatchAsync(timeout.Token).ToListAsync(timeout.Token);
        Assert.Equal(["end"], seen);
    }

    [Fact]
    public void Update_FromManyThreads_LosesNothing()
    {
        var live = new LiveState<StrongBox>(new StrongBox(0), TimeProvider.System);
        Parallel.For(0, 10_000, _ => live.Update(static box => new StrongBox(box.Value + 1)));
        Assert.Equal(10_000, live.Current.Value);
    }

    private sealed record StrongBox(int Value);
}
