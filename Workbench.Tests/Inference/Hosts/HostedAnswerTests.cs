using System.Diagnostics;
using System.Text.Json;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Tests.Inference.Hosts;

[Trait("Category", "Engine")]
public sealed class HostedAnswerTests(LoadedDemo demo) : IClassFixture<LoadedDemo>
{
    private static readonly GenerateRequest Long = new([new ChatMessage("user", "What is the capital of France?")], new GenerateSettings(MaxTokens: 100_000, Temperature: 3));

    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token;

    [Fact]
    public async Task Generate_RealModel_TellsPromptUsageTimesAndLogprobs()
    {
        var client = demo.Client;

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
        var client = demo.Client;
        var settings = new GenerateSettings(MaxTokens: 64, JsonSchema: """{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"],"additionalProperties":false}""");

        var output = await client.AnswerAsync(Long with { Settings = settings }, _limit);

        using var json = JsonDocument.Parse(output.Text);
        Assert.Contains(json.RootElement.GetProperty("ok").ValueKind, (JsonValueKind[])[JsonValueKind.True, JsonValueKind.False]);
    }

    [Fact]
    public async Task Generate_HostKilledInTheMiddle_EachAnswerIsWholeOrAnErrorThatSaysSo()
    {
        await using var hosts = DemoHosts.Start();
        var client = await hosts.LoadAsync("demo-knows", HostSpec.Default, _limit);
        using var process = Process.GetProcessById(hosts.State.Current.Find("demo-knows")!.ProcessId!.Value);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = Enumerable.Range(0, 8).Select(seed => EndAsync(client, Long with { Settings = Long.Settings with { Seed = seed } }, begun)).ToArray();
        await begun.Task.WaitAsync(_limit);

        process.Kill();

        Assert.All(await Task.WhenAll(asking), static end => Assert.Contains(end, (string[])["whole", "Inference.HostKilled"]));
        Assert.NotEmpty((await client.AnswerAsync(Long with { Settings = new GenerateSettings(MaxTokens: 4) }, _limit)).Text);
    }

    [Fact]
    public async Task Generate_Cancelled_LeavesTheHostReadyForOthers()
    {
        var client = demo.Client;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_limit);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.GenerateAsync(Long, stop.Token))
            {
                await stop.CancelAsync();
            }

            stop.Token.ThrowIfCancellationRequested();
        });

        var idle = await demo.Hosts.UntilAsync("demo-knows", static host => host.Phase is HostPhase.Ready, _limit);
        Assert.Equal(0, idle.Requests);
        Assert.Equal(0, idle.Restarts);
    }

    private async Task<string> EndAsync(IModelClient client, GenerateRequest request, TaskCompletionSource begun)
    {
        try
        {
            var end = "short";
            await foreach (var update in client.GenerateAsync(request, _limit))
            {
                begun.TrySetResult();
                end = update.Final is null ? end : "whole";
            }

            return end;
        }
        catch (ModelUnavailableException exception)
        {
            return exception.Reason.Key;
        }
    }
}
