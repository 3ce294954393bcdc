using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Tests.Inference.Hosts;

[Trait("Category", "Engine")]
public sealed class RestartTests
{
    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token;

    [Fact]
    public async Task HostThatKeepsDying_WaitsLongerEachTimeAndIsGivenUp()
    {
        var time = new FakeTimeProvider();
        await using var hosts = DemoHosts.Start(HostLimits.Default with { Restarts = 3 }, time);
        var client = await hosts.LoadAsync("demo-knows", HostSpec.Default, _limit);

        await DieAsync(hosts, time, attempt: 1, pause: TimeSpan.FromSeconds(1));
        await DieAsync(hosts, time, attempt: 2, pause: TimeSpan.FromSeconds(2));
        Kill(hosts);
        var failed = (HostPhase.Failed)(await PollAsync(hosts, static host => host.Phase is HostPhase.Failed)).Phase;

        Assert.Equal("Inference.HostGaveUp", failed.Reason.Key);
        var refused = await Assert.ThrowsAsync<ModelUnavailableException>(() => client.AnswerAsync(new GenerateRequest([new ChatMessage("user", "hi")], new GenerateSettings()), _limit));
        Assert.Equal(failed.Reason, refused.Reason);
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
        while (!holds(hosts.State.Current.Hosts.Single()))
        {
            await Task.Delay(10, _limit);
        }

        return hosts.State.Current.Hosts.Single();
    }
}
