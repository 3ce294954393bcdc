using Workbench.Core.Inference;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Models.Gguf;
using Workbench.Tests.Models;

namespace Workbench.Tests.Engine;

[Trait("Category", "Engine")]
[Collection(nameof(EngineInThisProcess))]
public sealed class AdapterTests
{
    private static readonly string[] Changed = ["blk.0.attn_q.weight", "blk.2.ffn_down.weight", "blk.4.attn_output.weight"];

    [Fact]
    public async Task Adapter_AtScaleZero_ChangesNothing()
    {
        using var files = new LoraFiles(TestHost.Stories);
        Assert.Equal(await LikelihoodsAsync(TestHost.Stories), await LikelihoodsAsync(TestHost.Stories, new AdapterUse(files.WriteAdapter(1, Changed), 0)));
    }

    [Fact]
    public async Task Adapters_OfRankOne_ActAsTheirProductAddedToTheWeights()
    {
        using var files = new LoraFiles(TestHost.Stories);
        var plain = await LikelihoodsAsync(TestHost.Stories);
        var merged = await LikelihoodsAsync(files.WriteMerged(1, 0.75, Changed));
        var adapted = await LikelihoodsAsync(TestHost.Stories, new AdapterUse(files.WriteAdapter(1, Changed), 0.75));
        for (var i = 0; i < plain.Length; i++)
        {
            Assert.Equal(merged[i], adapted[i], 2e-4);
            Assert.True(Math.Abs(plain[i] - adapted[i]) > 0.02, $"{plain[i]} {adapted[i]}");
        }
    }

    [Fact]
    public async Task Adapters_OneTwiceHalf_IsItOnce()
    {
        using var files = new LoraFiles(TestHost.Stories);
        var path = files.WriteAdapter(1, Changed);
        var once = await LikelihoodsAsync(TestHost.Stories, new AdapterUse(path));
        var halves = await LikelihoodsAsync(TestHost.Stories, new AdapterUse(path, 0.5), new AdapterUse(path, 0.5));
        for (var i = 0; i < once.Length; i++)
        {
            Assert.Equal(once[i], halves[i], 2e-4);
        }
    }

    [Fact]
    public void Adapter_ThatDoesNotFit_IsRefusedWithEveryReason()
    {
        using var files = new LoraFiles(TestHost.Stories);
        var image = new GgufImage().Field("general.architecture", "qwen2").Field("general.type", "adapter").Field("adapter.type", "lora").Field("adapter.lora.alpha", 1u)
            .Tensor("blk.0.attn_q.weight.lora_a", [64, 2]).Tensor("blk.0.attn_q.weight.lora_b", [3, 64])
            .Tensor("blk.99.attn_q.weight.lora_a", [64, 1]).Tensor("blk.99.attn_q.weight.lora_b", [1, 64])
            .Tensor("blk.1.attn_q.weight.lora_a", [64, 1])
            .Tensor("something", [4]);
        var words = Refusal(files.Write(image));
        foreach (var expected in (string[])["qwen2", "alpha", "64×2", "3×64", "64×64", "blk.99.attn_q.weight", "blk.1.attn_q.weight.lora_a", "something"])
        {
            Assert.Contains(expected, words, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("general.type", "model")]
    [InlineData("adapter.type", "other")]
    public void Adapter_OfAnotherKind_IsRefused(string field, string value)
    {
        using var files = new LoraFiles(TestHost.Stories);
        var image = new GgufImage().Field("general.architecture", "llama").Field("adapter.lora.alpha", 1f).Field(field, value).Field(field == "general.type" ? "adapter.type" : "general.type", field == "general.type" ? "lora" : "adapter");
        Assert.Contains(value, Refusal(files.Write(image)), StringComparison.Ordinal);
    }

    [Fact]
    public void Adapter_ThatIsNotThereOrNoGgufOrAModel_IsRefused()
    {
        using var files = new LoraFiles(TestHost.Stories);
        Assert.Contains("nowhere.gguf", Refusal("nowhere.gguf"), StringComparison.Ordinal);
        Assert.NotEmpty(Refusal(TestHost.Stories));
        Assert.NotEmpty(Refusal(typeof(AdapterTests).Assembly.Location));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(101)]
    public void Adapter_WithAScaleBeyondReason_IsRefused(double scale)
    {
        using var files = new LoraFiles(TestHost.Stories);
        var use = new AdapterUse(files.WriteAdapter(1, Changed), scale);
        Assert.Throws<ModelUnavailableException>(() => EngineAdapter.Read(use, files.File));
    }

    private static string Refusal(string path) =>
        Assert.Throws<ModelUnavailableException>(() => EngineAdapter.Read(new AdapterUse(path), GgufFile.Read(TestHost.Stories))).Reason.ToString();

    private static async Task<double[]> LikelihoodsAsync(string model, params AdapterUse[] adapters)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var engine = InferenceEngine.Load(new EngineSpec(model, Context: 512, Device: "cpu", Exact: true) { Adapters = [.. adapters] }, _ => { });
        var prompt = PromptTokens.OfText(engine.Vocabulary, "Once upon a time");
        var wholes = ((string[])[" there was a little girl", " a dog barked", " the sun shone"]).Select(text => new List<int>([.. prompt, .. engine.Vocabulary.Tokenize(text)])).ToList();
        return [.. (await engine.LikelihoodAsync(prompt, wholes, limit.Token)).Select(result => result.Logprob)];
    }
}
