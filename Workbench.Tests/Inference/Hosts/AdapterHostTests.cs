using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;
using Workbench.Tests.Engine;
using Workbench.Tests.Models;

namespace Workbench.Tests.Inference.Hosts;

[Trait("Category", "Engine")]
public sealed class AdapterHostTests : IDisposable
{
    private readonly LoraFiles _files = new(Path.Combine(DemoHosts.Folder, "demo-knows.gguf"));
    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromSeconds(300)).Token;

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Acquire_ModelWithAdapter_IsAHostOfItsOwnPerScale()
    {
        var adapter = Adapter();
        await using var hosts = DemoHosts.Start(HostLimits.Default with { Hosts = 4 });
        using var pool = new ModelPool(hosts, [], TimeProvider.System);
        using var plain = await pool.AcquireAsync("demo-knows", _limit);
        using var whole = await pool.AcquireAsync(new Candidate("a", "demo-knows", Adapters: [new AdapterUse(adapter, 40)]), exact: false, _limit);
        using var half = await pool.AcquireAsync(new Candidate("b", "demo-knows", Adapters: [new AdapterUse(adapter, 1)]), exact: false, _limit);
        using var again = await pool.AcquireAsync(new Candidate("c", "demo-knows", Adapters: [new AdapterUse(adapter, 40)]), exact: false, _limit);

        Assert.Equal(["demo-knows", "demo-knows + a1 × 40", "demo-knows + a1"], hosts.State.Current.Hosts.Select(static host => host.Name));
        var ask = new GenerateRequest([new ChatMessage("user", "What is the capital of France?")], new GenerateSettings(MaxTokens: 8));
        var answers = await Task.WhenAll(((ModelLease[])[plain, whole, again]).Select(lease => lease.Client.AnswerAsync(ask, _limit)));
        Assert.NotEqual(answers[0].Text, answers[1].Text);
        Assert.Equal(answers[1].Text, answers[2].Text);
    }

    [Theory]
    [InlineData("no-such", 1, "Inference.AdapterUnknown")]
    [InlineData("demo-invents", 1, "Inference.NotAnAdapter")]
    [InlineData("strange", double.NaN, "Inference.AdapterScaleUnusable")]
    [InlineData("other", 1, "Inference.AdapterOfOtherModel")]
    public async Task Acquire_WithWhatIsNoAdapterForIt_SaysSoBeforeLoading(string name, double scale, string key)
    {
        var adapter = name switch
        {
            "strange" => Adapter(),
            "other" => _files.Write(new GgufImage().Field("general.architecture", "gpt2").Field("general.type", "adapter").Field("adapter.type", "lora").Tensor("t.lora_a", [4, 1])),
            _ => name,
        };
        await using var hosts = DemoHosts.Start();
        using var pool = new ModelPool(hosts, [], TimeProvider.System);

        var refused = await Assert.ThrowsAsync<ModelUnavailableException>(() => pool.AcquireAsync(new Candidate("a", "demo-knows", Adapters: [new AdapterUse(adapter, scale)]), exact: false, _limit));

        Assert.Equal(key, refused.Reason.Key);
        Assert.Empty(hosts.State.Current.Hosts);
    }

    [Fact]
    public async Task Acquire_NullRunnerWithAdapter_IsRefused()
    {
        await using var hosts = DemoHosts.Start();
        using var pool = new ModelPool(hosts, [], TimeProvider.System);

        var refused = await Assert.ThrowsAsync<ModelUnavailableException>(() => pool.AcquireAsync(new Candidate("a", "null:echo", Adapters: [new AdapterUse("x")]), exact: false, _limit));

        Assert.Equal("Inference.AdaptersNotAvailable", refused.Reason.Key);
    }

    private string Adapter() => _files.WriteAdapter(1, [.. _files.File.Tensors.Select(static tensor => tensor.Name).Where(static name => name.EndsWith("attn_q.weight", StringComparison.Ordinal) || name.EndsWith("ffn_down.weight", StringComparison.Ordinal))]);
}
