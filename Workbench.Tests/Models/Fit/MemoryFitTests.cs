using System.Collections.Immutable;
using Workbench.Core.Models.Fit;
using Workbench.Core.Models.Gguf;

namespace Workbench.Tests.Models.Fit;

public sealed class MemoryFitTests
{
    private const int Cells = 1024;
    private static readonly FitShape Shape = new(Cells, 4);

    [Fact]
    public void Estimate_OfGroupedHeads_CountsKeysAndValuesOfTheKeyHeadsOnly()
    {
        var facts = Facts("llama", [("block_count", 2ul), ("embedding_length", 64ul), ("attention.head_count", 8ul), ("attention.head_count_kv", 2ul), ("feed_forward_length", 128ul)], [.. Attention(0, 64, 16), .. Attention(1, 64, 16)]);

        Assert.Equal(2 * Cells * (16 + 16) * 2, Estimate(facts, Shape).Cache);
        Assert.Equal(2 * Cells * (16 + 16) * 4, Estimate(facts, Shape with { Cache = CacheType.F32 }).Cache);
        Assert.Equal(2 * Cells * (34 + 34), Estimate(facts, Shape with { Cache = CacheType.Q8 }).Cache);
    }

    [Fact]
    public void Estimate_OfHeadCountsPerLayer_TakesEachLayersOwn()
    {
        GgufTensor[] fused = [Tensor("blk.0.attn_qkv.weight", 64, 96), Tensor("blk.1.attn_qkv.weight", 64, 128), Tensor("blk.2.ffn_up.weight", 64, 128)];
        var facts = Facts("custom", [("block_count", 3ul), ("embedding_length", 64ul), ("attention.head_count", List(8, 8, 8)), ("attention.head_count_kv", List(2, 4, 0)), ("feed_forward_length", List(128, 256, 512))], fused);
        var sizes = ModelSizes.Of(facts, facts.Tensors);

        Assert.Equal([16, 32, 0], sizes.Layers.Select(layer => layer.Key));
        Assert.Equal((512L, 8L), (sizes.Inner, sizes.KeyLength));
    }

    [Fact]
    public void Estimate_OfASlidingWindow_KeepsTheWindowOnlyWhenAsked()
    {
        var facts = Facts("gemma3", [("block_count", 6ul), ("embedding_length", 64ul), ("attention.head_count", 4ul), ("attention.head_count_kv", 1ul), ("attention.sliding_window", 32ul), ("feed_forward_length", 128ul)], [.. Enumerable.Range(0, 6).SelectMany(block => Attention(block, 64, 16))]);

        Assert.Equal(6 * Cells * 32 * 2, Estimate(facts, Shape).Cache);
        Assert.Equal((Cells + (5 * 768)) * 32 * 2, Estimate(facts, Shape with { FullWindow = false }).Cache);
    }

    [Fact]
    public void Estimate_OfLatentAttention_KeepsOneCompressedKey()
    {
        GgufTensor[] latent = [Tensor("blk.0.attn_kv_a_mqa.weight", 64, 40), Tensor("blk.0.attn_k_b.weight", 32, 64)];
        var facts = Facts("deepseek2", [("block_count", 1ul), ("embedding_length", 64ul), ("attention.head_count", 16ul), ("attention.head_count_kv", 1ul), ("attention.kv_lora_rank", 32ul), ("rope.dimension_count", 8ul), ("attention.key_length", 40ul), ("attention.value_length", 32ul), ("attention.key_length_mla", 24ul)], latent);

        Assert.Equal(Cells * 40 * 2, Estimate(facts, Shape).Cache);
    }

    [Fact]
    public void Estimate_OfARecurrentModel_CountsStatesBySequenceAndNoCells()
    {
        var facts = Facts("mamba", [("block_count", 2ul), ("embedding_length", 64ul), ("ssm.conv_kernel", 4ul), ("ssm.inner_size", 128ul), ("ssm.state_size", 16ul)], [Tensor("blk.0.ssm_in.weight", 64, 256), Tensor("blk.1.ssm_in.weight", 64, 256)]);
        var estimate = Estimate(facts, Shape);

        Assert.Equal((0L, 2L * 4 * 4 * ((3 * 128) + (16 * 128))), (estimate.Cache, estimate.State));
        Assert.Equal(estimate.State, Estimate(facts, Shape with { Cells = 64 * Cells }).State);
    }

    [Fact]
    public void Estimate_OfAHybrid_AddsBothKinds()
    {
        GgufTensor[] tensors = [Tensor("blk.0.ssm_in.weight", 64, 256), Tensor("blk.0.attn_qkv.weight", 64, 256), .. Attention(1, 64, 16)];
        var facts = Facts("qwen3next", [("block_count", 2ul), ("embedding_length", 64ul), ("attention.head_count", 4ul), ("attention.head_count_kv", 1ul), ("ssm.conv_kernel", 4ul), ("ssm.inner_size", 128ul), ("ssm.state_size", 16ul), ("ssm.group_count", 2ul)], tensors);

        Assert.Equal([(0L, (3 * (128 + (2 * 2 * 16))) + (16 * 128L)), (16L, 0L)], ModelSizes.Of(facts, facts.Tensors).Layers.Select(layer => (layer.Key, layer.State)));
    }

    [Fact]
    public void Estimate_OnAGraphicsDevice_LeavesTheEmbeddingInMainMemory()
    {
        GgufTensor[] tensors = [Tensor("token_embd.weight", 64, 1000), .. Attention(0, 64, 16), .. Attention(1, 64, 16), Tensor("output.weight", 64, 1000)];
        var facts = Facts("llama", [("block_count", 2ul), ("embedding_length", 64ul), ("attention.head_count", 8ul), ("attention.head_count_kv", 2ul)], tensors);
        var all = Estimate(facts, Shape with { GraphicsLayers = FitShape.AllLayers });
        var one = Estimate(facts, Shape with { GraphicsLayers = 2 });

        // The weights of the layer that stays are copied to the device for prompts: they take as much there.
        Assert.Equal(all.Cache / 2, all.OnGraphics - one.OnGraphics);
        Assert.True(all.InMemory > tensors[0].Bytes && all.OnGraphics > tensors[^1].Bytes + all.Cache, all.ToString());
        Assert.Equal(all.Weights, tensors.Sum(tensor => tensor.Bytes));
    }

    [Fact]
    public void Estimate_InPartOnAGraphicsDevice_CountsCopiesOfAsManyWeightsAsOneSplitTakes()
    {
        GgufTensor[] tensors = [Tensor("token_embd.weight", 64, 1000), .. Enumerable.Range(0, 24).SelectMany(block => Attention(block, 64, 16)), Tensor("output.weight", 64, 1000)];
        var facts = Facts("llama", [("block_count", 24ul), ("embedding_length", 64ul), ("attention.head_count", 8ul), ("attention.head_count_kv", 2ul)], tensors);
        long On(int layers) => Estimate(facts, Shape with { GraphicsLayers = layers }).Compute - Estimate(facts, Shape with { GraphicsLayers = FitShape.AllLayers }).Compute;
        var layer = Attention(0, 64, 16).Sum(static tensor => tensor.Bytes);

        Assert.Equal([0, 4 * layer, MemoryFit.CopiedWeights / 3 * layer], [On(25), On(21), On(5)]);
    }

    [Fact]
    public void Estimate_OfATiedOutputOnAGraphicsDevice_CountsItTwice()
    {
        GgufTensor[] tensors = [Tensor("token_embd.weight", 64, 1000), .. Attention(0, 64, 16)];
        var facts = Facts("llama", [("block_count", 1ul), ("embedding_length", 64ul), ("attention.head_count", 8ul), ("attention.head_count_kv", 2ul)], tensors);

        Assert.Equal(tensors[0].Bytes, Estimate(facts, Shape with { GraphicsLayers = FitShape.AllLayers }).Weights - Estimate(facts, Shape).Weights);
    }

    [Fact]
    public void Estimate_OfDraftLayers_LeavesThemOut()
    {
        var facts = Facts("glm4moe", [("block_count", 2ul), ("nextn_predict_layers", 1ul), ("embedding_length", 64ul), ("attention.head_count", 8ul), ("attention.head_count_kv", 2ul)], [.. Attention(0, 64, 16), .. Attention(1, 64, 16)]);
        var estimate = Estimate(facts, Shape);

        Assert.Equal((Cells * 32 * 2L, Attention(0, 64, 16).Sum(tensor => tensor.Bytes)), (estimate.Cache, estimate.Weights));
    }

    [Fact]
    public void Estimate_WithoutFlashAttention_NeedsRoomForAllScores()
    {
        var facts = Facts("llama", [("block_count", 1ul), ("embedding_length", 64ul), ("attention.head_count", 8ul), ("attention.head_count_kv", 2ul), ("feed_forward_length", 128ul)], Attention(0, 64, 16));

        Assert.True(Estimate(facts, Shape with { FlashAttention = false }).Compute - Estimate(facts, Shape).Compute > (long)Cells * 512 * 8 * 4);
    }

    private static MemoryEstimate Estimate(GgufFile facts, FitShape shape) => MemoryFit.Estimate(facts, facts.Tensors, shape);

    private static GgufTensor[] Attention(int block, long width, long keys) => [Tensor($"blk.{block}.attn_q.weight", width, width), Tensor($"blk.{block}.attn_k.weight", width, keys), Tensor($"blk.{block}.attn_v.weight", width, keys)];

    private static GgufTensor Tensor(string name, long columns, long rows) => new(name, [columns, rows], GgufTensorType.Known[0], 0, columns * rows * 4);

    private static GgufArray List(params ulong[] values) => new(GgufValueType.U32, values.Length, [.. values.Select(value => (object)value)]);

    private static GgufFile Facts(string family, (string Name, object Value)[] sizes, GgufTensor[] tensors) =>
        new("x.gguf", 3, false, 32, 0, 0, [new GgufEntry("general.architecture", GgufValueType.Text, family), .. sizes.Select(size => new GgufEntry($"{family}.{size.Name}", size.Value is GgufArray ? GgufValueType.Array : GgufValueType.U32, size.Value))], [.. tensors]);
}
