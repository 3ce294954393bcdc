using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Language;

namespace Workbench.Tests.Inference.Hosts;

public sealed class HostWatchTests
{
    private static readonly HostLimits Limits = HostLimits.Default with { Silence = TimeSpan.FromSeconds(10), Stall = TimeSpan.FromSeconds(60) };

    private readonly FakeTimeProvider _time = new();
    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;
    private HostLoad? _load = new(0, null, null);
    private bool _answers = true;

    [Fact]
    public async Task Idle_ForHours_IsWell()
    {
        var watch = Watch();
        for (var look = 0; look < 5; look++)
        {
            _time.Advance(TimeSpan.FromHours(1));
            var seen = await watch.LookAsync(_limit);
            Assert.Null(seen.Hung);
            Assert.Equal(TimeSpan.Zero, seen.Stalled);
        }
    }

    [Fact]
    public async Task Work_WithoutADecode_IsAHangAfterTheStallTime()
    {
        var watch = Watch();
        _load = new HostLoad(1, null, null, Pending: 2, Decodes: 7);
        Assert.Null((await watch.LookAsync(_limit)).Hung);

        _time.Advance(TimeSpan.FromSeconds(59));
        var before = await watch.LookAsync(_limit);
        _time.Advance(TimeSpan.FromSeconds(1));
        var after = await watch.LookAsync(_limit);

        Assert.Null(before.Hung);
        Assert.Equal(TimeSpan.FromSeconds(59), before.Stalled);
        Assert.Equal(("Inference.HostStalled", "m", "60", "2"), (after.Hung!.Key, after.Hung.Arguments[0], after.Hung.Arguments[1], after.Hung.Arguments[2]));
    }

    [Fact]
    public async Task Work_WithDecodes_IsWellHoweverLongItTakes()
    {
        var watch = Watch();
        for (var step = 0; step < 10; step++)
        {
            _load = new HostLoad(1, null, null, Pending: 1, Decodes: step);
            Assert.Null((await watch.LookAsync(_limit)).Hung);
            _time.Advance(TimeSpan.FromSeconds(50));
        }
    }

    [Fact]
    public async Task HostsOwnClock_GoesBeforeOurs()
    {
        var watch = Watch();
        _load = new HostLoad(1, null, null, Pending: 1, Decodes: 7, StalledFor: TimeSpan.FromSeconds(61));

        Assert.Equal("Inference.HostStalled", (await watch.LookAsync(_limit)).Hung?.Key);
    }

    [Fact]
    public async Task Silence_IsAHangOnlyAfterTwoQuestionsAndTheWholeTime()
    {
        var watch = Watch();
        _answers = false;

        var first = await UnansweredAsync(watch);
        var second = await UnansweredAsync(watch);

        Assert.Null(first.Hung);
        Assert.Equal("Inference.HostSilent", second.Hung?.Key);
    }

    [Fact]
    public async Task Silence_OfOneQuestionAfterALongPause_IsForgiven()
    {
        var watch = Watch();
        _answers = false;
        _time.Advance(TimeSpan.FromHours(8));
        Assert.Null((await UnansweredAsync(watch)).Hung);

        _answers = true;
        Assert.Null((await watch.LookAsync(_limit)).Hung);
    }

    [Fact]
    public async Task Refusal_CountsAsSilence()
    {
        var watch = new HostWatch("m", static _ => throw new ModelUnavailableException(new Phrase("Inference.EndpointUnreachable", "m", "a", "b")), Limits, _time);
        Assert.Null((await watch.LookAsync(_limit)).Hung);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("Inference.HostSilent", (await watch.LookAsync(_limit)).Hung?.Key);
    }

    private HostWatch Watch() => new("m", async cancellation =>
    {
        await (_answers ? Task.CompletedTask : Task.Delay(Timeout.Infinite, cancellation));
        return _load;
    }, Limits, _time);

    private async Task<HostLook> UnansweredAsync(HostWatch watch)
    {
        var looking = watch.LookAsync(_limit);
        _time.Advance(Limits.Silence / 2);
        return await looking;
    }
}
