using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Tests.Inference.Hosts;

[Trait("Category", "Engine")]
public sealed class RestartTests
{
    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromMinutes(10)).Token;

    [Fact]
    public async Task HostThatKeepsDying_WaitsLongerEachTimeAndIsGivenUp()
    {
        var time = new FakeTimeProvider();
        await using var hosts = DemoHosts.Start(HostLimits.Default with { Restarts = 3 }, time);
        var client = await hosts.LoadAsync("demo-knows", HostSpec.Default, _limit);

        await DieAsync(hosts, time, attempt: 1, pause: TimeSpan.FromSeconds(0.5));
        await DieAsync(hosts, time, attempt: 2, pause: TimeSpan.FromSeconds(1));
        Kill(hosts);
        var failed = (HostPhase.Failed)(await PollAsync(hosts, static host => host.Phase is HostPhase.Failed)).Phase;

        Assert.Equal("Inference.HostGaveUp", failed.Reason.Key);
        var refused = await Assert.ThrowsAsync<ModelUnavailableException>(() => client.AnswerAsync(new GenerateRequest([new ChatMessage("user", "hi")], new GenerateSettings()), _limit));
        Assert.Equal(failed.Reason, refused.Reason);

        // Loading again by hand works, and what happened before is not forgotten.
        var crashes = hosts.State.Current.Hosts.Single().Crashes;
        Assert.Equal(3, crashes.Length);
        Assert.All(crashes, static crash => Assert.True(crash is { ExitCode: 137, IsHang: false, Served: not null, Reason.Key: "Inference.HostKilled" }));
        await hosts.LoadAsync("demo-knows", HostSpec.Default, _limit);
        Assert.Equal(3, hosts.State.Current.Hosts.Single().Crashes.Length);
    }

    [Fact, Trait("Category", "Slow")]
    public async Task TwentyDeaths_AreAllRememberedAndItAnswersAfterwards()
    {
        await using var hosts = DemoHosts.Start(HostLimits.Default with { Window = TimeSpan.Zero, Pause = TimeSpan.FromMilliseconds(1) });
        var client = await hosts.LoadAsync("demo-knows", HostSpec.Default, _limit);
        for (var death = 1; death <= HostCrash.Kept + 1; death++)
        {
            Kill(hosts);
            await hosts.UntilAsync("demo-knows", host => host.Restarts == death && host.Phase is HostPhase.Ready, _limit);
        }

        var state = hosts.State.Current.Hosts.Single();
        Assert.Equal(HostCrash.Kept, state.Crashes.Length);
        Assert.NotEmpty((await client.AnswerAsync(new GenerateRequest([new ChatMessage("user", "hi")], new GenerateSettings(MaxTokens: 4)), _limit)).Text);
    }

    private async Task DieAsync(ModelHosts hosts, FakeTimeProvider time, int attempt, TimeSpan pause)
    {
        Kill(hosts);
        var restarting = (HostPhase.Restarting)(await PollAsync(hosts, static host => host.Phase is HostPhase.Restarting)).Phase;
        Assert.Equal(attempt, restarting.Attempt);
        Assert.Equal(pause, restarting.NextTry - time.GetUtcNow());
        await PollAsync(hosts, host =>
        {
            // The pause may start a moment after it was announced, so the clock is moved until it is over.
            if (host.Phase is HostPhase.Restarting)
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
            }

            return host.Phase is HostPhase.Ready;
        });
    }

    private static void Kill(ModelHosts hosts)
    {
        using var process = Process.GetProcessById(hosts.State.Current.Hosts.Single().ProcessId!.Value);
        process.Kill();
    }

    // Not by watching: frames of the state would wait for the clock that stands still.
    private async Task<HostState> PollAsync(ModelHosts hosts, Func<HostState, bool> holds)
    {
        await Eventually.HoldsAsync("the host's state", () => holds(hosts.State.Current.Hosts.Single()), _limit);
        return hosts.State.Current.Hosts.Single();
    }
}
