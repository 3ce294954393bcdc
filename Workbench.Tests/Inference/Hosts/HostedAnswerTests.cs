using System.Diagnostics;
using System.Text.Json;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Tests.Inference.Hosts;

[Trait("Category", "Engine")]
public sealed class HostedAnswerTests
{
    private static readonly GenerateRequest Long = new([new ChatMessage("user", "What is the capital of France?")], new GenerateSettings(MaxTokens: 100_000, Temperature: 3));

    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token;

    [Fact]
    public async Task Generate_RealModel_TellsPromptUsageTimesAndLogprobs()
    {
        await using var hosts = DemoHosts.Start();
        var client = await hosts.LoadAsync("demo-knows", HostSpec.Default, _limit);

        var output = await client.AnswerAsync(Long with { Settings = new GenerateSettings(MaxTokens: 8), Logprobs = true }, _limit);

        Assert.Contains("capital of France", output.PromptSent, StringComparison.Ordinal);
        Assert.True(output.Usage is { Prompt: > 0, Completion: > 0 });
        Assert.True(output.TimeToFirstToken > TimeSpan.Zero && output.TimeToFirstToken <= output.Duration);
        Assert.NotEmpty(output.Logprobs);
        Assert.All(output.Logprobs, static token => Assert.True(token.Logprob <= 0));
        Assert.Equal(64, client.Facts.Sha256!.Length);
    }

    [Fact]
    public async Task Generate_WithSchema_FollowsIt()
    {
        await using var hosts = DemoHosts.Start();
        var client = await hosts.LoadAsync("demo-knows", HostSpec.Default, _limit);
        var settings = new GenerateSettings(MaxTokens: 64, JsonSchema: """{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"],"additionalProperties":false}""");

        var output = await client.AnswerAsync(Long with { Settings = settings }, _limit);

        using var json = JsonDocument.Parse(output.Text);
        Assert.Contains(json.RootElement.GetProperty("ok").ValueKind, (JsonValueKind[])[JsonValueKind.True, JsonValueKind.False]);
    }

    [Fact]
    public async Task Generate_HostKilledBetweenTwoAnswers_EachIsWholeOrAnError()
    {
        await using var hosts = DemoHosts.Start();
        var client = await hosts.LoadAsync("demo-knows", HostSpec.Default, _limit);
        using var process = Process.GetProcessById(hosts.State.Current.Find("demo-knows")!.ProcessId!.Value);
        using var stopped = new CancellationTokenSource();
        var asking = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var whole = 0;
            while (!stopped.IsCancellationRequested)
            {
                try
                {
                    await client.AnswerAsync(Long with { Settings = new GenerateSettings(MaxTokens: 24, Temperature: 1, Seed: null) }, _limit);
                    whole++;
                }
                catch (ModelUnavailableException exception)
                {
                    return (Whole: whole, Reason: exception.Reason.Key);
                }
            }

            return (Whole: whole, Reason: "");
        })).ToArray();
        await hosts.UntilAsync("demo-knows", static host => host.Phase is HostPhase.Busy, _limit);

        process.Kill();

        var broken = await Task.WhenAny(asking).WaitAsync(_limit);
        await stopped.CancelAsync();
        Assert.Equal("Inference.HostKilled", (await broken).Reason);
        await Task.WhenAll(asking).WaitAsync(_limit);
        Assert.NotEmpty((await client.AnswerAsync(Long with { Settings = new GenerateSettings(MaxTokens: 4) }, _limit)).Text);
    }

    [Fact]
    public async Task Generate_Cancelled_LeavesTheHostReadyForOthers()
    {
        await using var hosts = DemoHosts.Start();
        var client = await hosts.LoadAsync("demo-knows", HostSpec.Default, _limit);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_limit);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.GenerateAsync(Long, stop.Token))
            {
                await stop.CancelAsync();
            }

            stop.Token.ThrowIfCancellationRequested();
        });

        var idle = await hosts.UntilAsync("demo-knows", static host => host.Phase is HostPhase.Ready, _limit);
        Assert.Equal(0, idle.Requests);
        Assert.Equal(0, idle.Restarts);
    }
}
