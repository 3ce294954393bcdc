using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Tests.Inference.Hosts;

public sealed class ThreadBudgetTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentDictionary<string, int> _threads = new();
    private readonly ConcurrentQueue<string> _told = new();

    [Fact]
    public async Task TwoHosts_ShareWhileBothAnswer_AndTheOneThatGoesOnGetsAll()
    {
        var budget = new ThreadBudget(8, _time, Idle);
        var (a, b) = (Serving(budget, "a"), Serving(budget, "b"));
        await a.EnteredAsync();
        Assert.Equal((8, 1), (_threads["a"], _threads["b"]));

        await b.EnteredAsync();
        Assert.Equal((4, 4), (_threads["a"], _threads["b"]));

        a.Left();
        Assert.Equal((4, 4), (_threads["a"], _threads["b"]));
        _time.Advance(Idle);
        await budget.DivideAsync();
        Assert.Equal((1, 8), (_threads["a"], _threads["b"]));
    }

    [Fact]
    public async Task RequestsWithShortPauses_ChangeNothing()
    {
        var budget = new ThreadBudget(8, _time, Idle);
        var (a, b) = (Serving(budget, "a"), Serving(budget, "b"));
        await a.EnteredAsync();
        await b.EnteredAsync();
        _told.Clear();

        for (var request = 0; request < 20; request++)
        {
            a.Left();
            _time.Advance(Idle / 2);
            await a.EnteredAsync();
        }

        Assert.Empty(_told);
    }

    [Fact]
    public async Task WhoGives_IsToldBeforeWhoGets()
    {
        var budget = new ThreadBudget(8, _time, Idle);
        var (a, b) = (Serving(budget, "a"), Serving(budget, "b"));
        await a.EnteredAsync();
        _told.Clear();

        await b.EnteredAsync();

        Assert.Equal(["a 4", "b 4"], _told);
    }

    [Fact]
    public async Task HostThatIsUnloaded_LeavesItsThreadsToTheOthers()
    {
        var budget = new ThreadBudget(8, _time, Idle);
        var (a, b) = (Serving(budget, "a"), Serving(budget, "b"));
        await a.EnteredAsync();
        await b.EnteredAsync();

        b.Dispose();
        await budget.DivideAsync();

        Assert.Equal(8, _threads["a"]);
    }

    [Fact]
    public async Task HostThatDoesNotAnswer_HoldsNobodyUp()
    {
        var budget = new ThreadBudget(8, _time, Idle);
        var a = budget.Join(null);
        a.Serve(8, static async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return true;
        });
        await a.EnteredAsync();
        var b = Serving(budget, "b");

        var entered = b.EnteredAsync();
        while (!entered.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Equal(4, _threads["b"]);
        Assert.Equal(8, a.Threads);
    }

    [Fact]
    public async Task HostThatWasTooSlowToAnswer_IsAskedAgainWhileNothingElseChanges()
    {
        var budget = new ThreadBudget(8, _time, Idle);
        var a = budget.Join(null);
        var asked = 0;
        var again = new TaskCompletionSource<int>();
        a.Serve(8, async (threads, cancellation) =>
        {
            if (Interlocked.Increment(ref asked) == 1)
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            again.TrySetResult(threads);
            return true;
        });
        await a.EnteredAsync();
        var b = Serving(budget, "b");
        await budget.DivideAsync();

        var entered = b.EnteredAsync();
        while (!entered.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        var limit = TimeSpan.FromSeconds(30);
        for (var since = TimeProvider.System.GetTimestamp(); !again.Task.IsCompleted && TimeProvider.System.GetElapsedTime(since) < limit; await Task.Yield())
        {
            _time.Advance(Idle);
        }

        Assert.Equal(4, await again.Task.WaitAsync(limit));
    }

    [Fact]
    public void NewHost_IsStartedWithWhatOthersThatAnswerLeave()
    {
        var budget = new ThreadBudget(8, _time, Idle);
        Assert.Equal(8, budget.Join(null).Threads);
        Assert.Equal(2, budget.Join(2).Threads);

        var busy = Serving(budget, "a");
        _ = busy.EnteredAsync();

        Assert.Equal(4, budget.Join(null).Threads);
    }

    private ThreadShare Serving(ThreadBudget budget, string name)
    {
        var share = budget.Join(null);
        share.Serve(_threads[name] = 1, (threads, _) =>
        {
            _threads[name] = threads;
            _told.Enqueue($"{name} {threads}");
            return Task.FromResult(true);
        });
        return share;
    }
}
