using System.Diagnostics;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Tests.Inference.Hosts;

[Trait("Category", "Engine")]
public sealed class HangTests
{
    private static readonly GenerateRequest Hello = new([new ChatMessage("user", "What is the capital of France?")], new GenerateSettings(MaxTokens: 16));
    private static readonly GenerateRequest Long = Hello with { Settings = new GenerateSettings(MaxTokens: 100_000, Temperature: 3) };

    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token;

    [Fact]
    public async Task HostFrozenInTheMiddleOfAnAnswer_IsNoticedEndedAndStartedAgain_OthersLoseNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "stopping a process is Unix's");
        await using var hosts = DemoHosts.Start(HostLimits.Default with { Silence = TimeSpan.FromSeconds(8) });
        var clients = await Task.WhenAll(((string[])["demo-knows", "demo-invents"]).Select(name => hosts.LoadAsync(name, HostSpec.Default, _limit)));
        var process = hosts.State.Current.Find("demo-knows")!.ProcessId!.Value;
        var (asking, begun) = Asking(clients[0]);
        await begun;

        DemoHosts.Freeze(process);
        var frozen = Stopwatch.GetTimestamp();
        var other = await clients[1].AnswerAsync(Hello, _limit);
        var end = await asking;

        Assert.Equal("Inference.HostSilent", end);
        // Counted from its last answer, at most a look before it was frozen.
        Assert.InRange(Stopwatch.GetElapsedTime(frozen).TotalSeconds, 6.5, 40);
        Assert.NotEmpty(other.Text);
        Assert.False(DemoHosts.IsRunning(process));
        Assert.NotEmpty((await clients[0].AnswerAsync(Hello, _limit)).Text);
        var back = await hosts.UntilAsync("demo-knows", static host => host.Phase is HostPhase.Ready, _limit);
        var crash = Assert.Single(back.Crashes);
        Assert.True(crash.IsHang);
        Assert.Equal("Inference.HostSilent", crash.Reason.Key);
        Assert.Equal(0, hosts.State.Current.Find("demo-invents")!.Restarts);
    }

    [Fact]
    public async Task HostFrozenWhileIdle_IsNoticedToo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "stopping a process is Unix's");
        await using var hosts = DemoHosts.Start(HostLimits.Default with { Silence = TimeSpan.FromSeconds(8) });
        await hosts.LoadAsync("demo-knows", HostSpec.Default, _limit);

        DemoHosts.Freeze(hosts.State.Current.Hosts.Single().ProcessId!.Value);

        var back = await hosts.UntilAsync("demo-knows", static host => host.Restarts == 1 && host.Phase is HostPhase.Ready, _limit);
        Assert.True(Assert.Single(back.Crashes).IsHang);
    }

    [Fact]
    public async Task HostFrozenWhileItLoads_IsGivenUpWithTheReason()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "stopping a process is Unix's");
        await using var hosts = DemoHosts.Start(HostLimits.Default with { Load = TimeSpan.FromSeconds(10) });
        var loading = hosts.LoadAsync("demo-knows", HostSpec.Default, _limit);
        var begun = await hosts.UntilAsync("demo-knows", static host => host.ProcessId is not null, _limit);

        DemoHosts.Freeze(begun.ProcessId!.Value);

        var refused = await Assert.ThrowsAsync<ModelUnavailableException>(() => loading);
        Assert.Equal("Inference.HostSlowToLoad", refused.Reason.Key);
        Assert.False(DemoHosts.IsRunning(begun.ProcessId!.Value));
        Assert.IsType<HostPhase.Failed>(hosts.State.Current.Hosts.Single().Phase);
    }

    private (Task<string> End, Task Begun) Asking(IModelClient client)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (EndAsync(), begun.Task.WaitAsync(_limit));

        async Task<string> EndAsync()
        {
            try
            {
                await foreach (var _ in client.GenerateAsync(Long, _limit))
                {
                    begun.TrySetResult();
                }

                return "whole";
            }
            catch (ModelUnavailableException exception)
            {
                return exception.Reason.Key;
            }
        }
    }
}
