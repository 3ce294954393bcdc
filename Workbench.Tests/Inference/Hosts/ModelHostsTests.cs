using System.Diagnostics;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Inference.Hosts;

[Trait("Category", "Engine")]
public sealed class ModelHostsTests
{
    private static readonly GenerateRequest Hello = new([new ChatMessage("user", "What is the capital of France?")], new GenerateSettings(MaxTokens: 16));

    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromMinutes(5)).Token;

    [Fact]
    public async Task ThreeHosts_OneKilled_OthersAnswerAndItComesBack()
    {
        await using var hosts = DemoHosts.Start();
        string[] names = ["demo-knows", "demo-invents", "demo-refuses"];
        var clients = await Task.WhenAll(names.Select(name => hosts.LoadAsync(name, HostSpec.Default, _limit)));
        var before = hosts.State.Current;
        Assert.Equal(3, before.Hosts.Select(static host => host.ProcessId).Distinct().Count());
        Assert.All(before.Hosts, static host => Assert.True(host.MemoryBytes > 0 && host.Threads >= 1 && host.Facts!.Sha256 is not null));

        using (var victim = Process.GetProcessById(before.Find("demo-knows")!.ProcessId!.Value))
        {
            victim.Kill();
        }

        var restarting = await hosts.UntilAsync("demo-knows", static host => host.Phase is HostPhase.Restarting, _limit);
        Assert.Equal("Inference.HostKilled", ((HostPhase.Restarting)restarting.Phase).Reason.Key);
        Assert.Equal("9", ((HostPhase.Restarting)restarting.Phase).Reason.Arguments[1]);

        var others = await Task.WhenAll(clients[1..].Select(client => client.AnswerAsync(Hello, _limit)));
        Assert.All(others, static output => Assert.NotEmpty(output.Text));

        // The same client waits for the new process.
        Assert.NotEmpty((await clients[0].AnswerAsync(Hello, _limit)).Text);
        var back = await hosts.UntilAsync("demo-knows", static host => host.Phase is HostPhase.Ready, _limit);
        Assert.Equal(1, back.Restarts);
        Assert.NotEqual(before.Find("demo-knows")!.ProcessId, back.ProcessId);
    }

    [Fact]
    public async Task Load_DamagedFile_FailsWithLastWords()
    {
        var folder = Directory.CreateTempSubdirectory("damaged-").FullName;
        try
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(DemoHosts.Folder, "demo-knows.gguf"), _limit);
            await File.WriteAllBytesAsync(Path.Combine(folder, "cut.gguf"), bytes[..(bytes.Length / 2)], _limit);
            await using var hosts = DemoHosts.Start(folder: folder);

            var exception = await Assert.ThrowsAsync<ModelUnavailableException>(() => hosts.LoadAsync("cut", HostSpec.Default, _limit));

            Assert.Equal("Inference.HostExited", exception.Reason.Key);
            Assert.Equal("3", exception.Reason.Arguments[1]);
            var host = hosts.State.Current.Find("cut")!;
            Assert.IsType<HostPhase.Failed>(host.Phase);
            Assert.NotEmpty(host.LastWords);
            Assert.Null(host.ProcessId);
        }
        finally
        {
            TestFolder.Delete(folder);
        }
    }

    [Fact]
    public async Task Load_UnknownName_SaysSo()
    {
        await using var hosts = DemoHosts.Start();

        var exception = await Assert.ThrowsAsync<ModelUnavailableException>(() => hosts.LoadAsync("no-such", HostSpec.Default, _limit));

        Assert.Equal("Inference.ModelUnknown", exception.Reason.Key);
    }

    [Fact]
    public async Task Unload_InTheMiddleOfAnAnswer_IsAnErrorAndLeavesNoProcess()
    {
        await using var hosts = DemoHosts.Start();
        var client = await hosts.LoadAsync("demo-knows", HostSpec.Default, _limit);
        var process = hosts.State.Current.Find("demo-knows")!.ProcessId!.Value;
        await hosts.UnloadAsync("demo-knows");

        Assert.False(DemoHosts.IsRunning(process));
        Assert.IsType<HostPhase.Unloaded>(hosts.State.Current.Find("demo-knows")!.Phase);
        var exception = await Assert.ThrowsAsync<ModelUnavailableException>(() => client.AnswerAsync(Hello, _limit));
        Assert.Equal("Inference.HostUnloaded", exception.Reason.Key);
    }

    [Fact]
    public async Task Dispose_LeavesNoProcess()
    {
        var hosts = DemoHosts.Start();
        await hosts.LoadAsync("demo-knows", HostSpec.Default, _limit);
        await hosts.LoadAsync("demo-knows", HostSpec.Default with { Exact = true }, _limit);
        var processes = hosts.State.Current.Hosts.Select(static host => host.ProcessId!.Value).ToArray();
        Assert.Equal(2, processes.Length);

        await hosts.DisposeAsync();

        Assert.DoesNotContain(processes, DemoHosts.IsRunning);
    }

    [Fact]
    public async Task Threads_GoToThoseThatAnswer_AndNeverExceedTheCores()
    {
        await using var hosts = DemoHosts.Start(HostLimits.Default with { Cores = 4 });
        string[] names = ["demo-knows", "demo-invents"];
        var clients = await Task.WhenAll(names.Select(name => hosts.LoadAsync(name, HostSpec.Default, _limit)));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_limit);
        var endless = new GenerateRequest(Hello.Messages, new GenerateSettings(MaxTokens: 100_000, Temperature: 3));

        await clients[0].AnswerAsync(Hello, _limit);
        Assert.Equal(4, hosts.State.Current.Find("demo-knows")!.Threads);
        var both = clients.Select(client => KeepBusyAsync(client, endless, stop.Token)).ToArray();
        await hosts.UntilAsync("demo-knows", host => host.Threads == 2 && hosts.State.Current.Find("demo-invents")!.Threads == 2, _limit);

        await stop.CancelAsync();
        await Task.WhenAll(both);

        // Kept busy: two that are idle keep what they have.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_limit);
        var alone = KeepBusyAsync(clients[1], endless, end.Token);
        await hosts.UntilAsync("demo-invents", host => host.Threads == 4 && hosts.State.Current.Find("demo-knows")!.Threads == 1, _limit);
        await end.CancelAsync();
        await alone;
    }

    [Fact]
    public async Task Exact_WithOtherThreads_AnswersTheSameBytes()
    {
        await using var hosts = DemoHosts.Start(HostLimits.Default with { Cores = 2 });
        var ask = Hello with { Logprobs = true };
        var exact = await hosts.LoadAsync("demo-knows", HostSpec.Default with { Exact = true, Threads = 1 }, _limit);
        var alone = await exact.AnswerAsync(ask, _limit);
        Assert.Equal(1, hosts.State.Current.Hosts.Single().Threads);
        exact = await hosts.LoadAsync("demo-knows", HostSpec.Default with { Exact = true }, _limit);
        var together = await exact.AnswerAsync(ask, _limit);

        Assert.Equal(2, hosts.State.Current.Find("demo-knows (exact)")!.Threads);
        Assert.Equal(alone.Logprobs.Select(static token => (token.Text, token.Logprob)), together.Logprobs.Select(static token => (token.Text, token.Logprob)));
    }

    private static async Task KeepBusyAsync(IModelClient client, GenerateRequest request, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await client.AnswerAsync(request, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
