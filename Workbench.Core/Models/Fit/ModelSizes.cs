using System.Globalization;
using Workbench.Core.Models.Gguf;

namespace Workbench.Core.Models.Fit;

/// <summary>
/// Sizes of a model's computation, from the header. Cache widths are taken from the shapes of the projections that write the cache, and from the
/// declared head counts where a projection is fused or absent; llama.cpp's <c>llama-hparams</c> and <c>llama-kv-cache</c> are the reference.
/// </summary>
public sealed class ModelSizes
{
    private readonly GgufFile _facts;
    private readonly string _family;

    private ModelSizes(GgufFile facts, IEnumerable<GgufTensor> tensors)
    {
        _facts = facts;
        _family = facts.Architecture ?? "";
        Width = Number("embedding_length");
        Vocabulary = facts.VocabularySize ?? 0;
        var blocks = (int)Math.Clamp(Number("block_count") - Number("nextn_predict_layers"), 0, 1 << 12);
        Heads = Each("attention.head_count", blocks);
        KeyLength = Number("attention.key_length", Width / Math.Max(1, Heads.DefaultIfEmpty(1).Max()));
        ValueLength = Number("attention.value_length", Width / Math.Max(1, Heads.DefaultIfEmpty(1).Max()));
        var byBlock = tensors.Select(tensor => (Place: Place(tensor.Name), Tensor: tensor)).Where(entry => entry.Place is not null).ToLookup(entry => entry.Place!.Value.Block, entry => (entry.Place!.Value.Name, entry.Tensor));
        var keyHeads = Each("attention.head_count_kv", blocks, Heads);
        var windows = SlidingWindow.Of(facts, blocks);
        var sharing = blocks - (int)Math.Clamp(Number("attention.shared_kv_layers"), 0, blocks);
        var layers = new ModelLayer[blocks];
        for (var block = 0; block < blocks; block++)
        {
            var named = new Dictionary<string, GgufTensor>(StringComparer.Ordinal);
            foreach (var (name, tensor) in byBlock[block])
            {
                named.TryAdd(name, tensor);
            }

            layers[block] = Layer(named, keyHeads[block], windows[block], HasCache && block < sharing);
        }

        Layers = layers;
        var dense = Each("feed_forward_length", blocks).DefaultIfEmpty(0).Max();
        var used = Number("expert_used_count");
        Experts = used;
        ExpertWidth = used == 0 ? 0 : Number("expert_feed_forward_length", dense);
        Inner = used > 0 && Number("leading_dense_block_count") == 0 ? 0 : dense;
    }

    /// <summary>Numbers of the stream between layers.</summary>
    public long Width { get; }

    public long Vocabulary { get; }

    public IReadOnlyList<ModelLayer> Layers { get; }

    /// <summary>Attention heads of each layer.</summary>
    public IReadOnlyList<long> Heads { get; }

    public long KeyLength { get; }

    public long ValueLength { get; }

    /// <summary>Numbers inside the widest dense feed-forward layer; 0 if all are experts.</summary>
    public long Inner { get; }

    /// <summary>Experts asked for each token; 0 for a dense model.</summary>
    public long Experts { get; }

    /// <summary>Numbers inside one expert.</summary>
    public long ExpertWidth { get; }

    // Encoders read the whole text at once and keep nothing of it.
    private bool HasCache => _facts.Value($"{_family}.attention.causal") is not false && !_family.Contains("bert", StringComparison.Ordinal) && _family is not ("t5encoder" or "wavtokenizer-dec");

    /// <param name="tensors">Of all parts of a split model.</param>
    public static ModelSizes Of(GgufFile facts, IEnumerable<GgufTensor> tensors) => new(facts, tensors);

    /// <returns>Block number and name of a layer's tensor: <c>blk.3.attn_k.weight</c> is 3 and <c>attn_k.weight</c>.</returns>
    public static (int Block, string Name)? Place(string tensor)
    {
        if (!tensor.StartsWith("blk.", StringComparison.Ordinal))
        {
            return null;
        }

        var dot = tensor.IndexOf('.', 4);
        return dot > 4 && int.TryParse(tensor.AsSpan(4, dot - 4), NumberStyles.None, CultureInfo.InvariantCulture, out var block) ? (block, tensor[(dot + 1)..]) : null;
    }

    private ModelLayer Layer(Dictionary<string, GgufTensor> named, long keyHeads, long window, bool caches)
    {
        var isRecurrent = named.Keys.Any(name => name.StartsWith("ssm_", StringComparison.Ordinal) || name.StartsWith("time_mix", StringComparison.Ordinal) || name.StartsWith("shortconv", StringComparison.Ordinal));
        var (key, value) = caches ? Attention(named, keyHeads, isRecurrent) : (0, 0);
        return new ModelLayer(key, value, isRecurrent ? State() : 0, window);
    }

    private (long Key, long Value) Attention(Dictionary<string, GgufTensor> named, long keyHeads, bool isRecurrent)
    {
        if (_facts.Whole($"{_family}.attention.key_length_mla") is not null && named.Keys.Any(name => name.StartsWith("attn_kv_a", StringComparison.Ordinal)))
        {
            return (Number("attention.kv_lora_rank") + Number("rope.dimension_count"), 0);
        }

        if (Rows(named, "attn_k.weight") is { } keys)
        {
            return (keys, Rows(named, "attn_v.weight") ?? keys);
        }

        // Linear attention has a fused projection too, and keeps a state instead of tokens.
        var isAttention = !isRecurrent && named.Keys.Any(name => name.StartsWith("attn_qkv", StringComparison.Ordinal) || name.StartsWith("attn_kv", StringComparison.Ordinal));
        return isAttention ? (KeyLength * keyHeads, ValueLength * keyHeads) : (0, 0);
    }

    private long State()
    {
        if (Number("wkv.head_size") is > 0 and var head)
        {
            return (Number("token_shift_count", 2) * Width) + (Width * head);
        }

        if (Number("shortconv.l_cache") is > 0 and var cache)
        {
            return Width * (cache - 1);
        }

        var convolution = Math.Max(0, Number("ssm.conv_kernel") - 1);
        if (Number("kda.head_dim") is > 0 and var delta)
        {
            var wide = Heads.DefaultIfEmpty(0).Max() * delta;
            return (3 * convolution * wide) + (wide * delta);
        }

        var (inner, state) = (Number("ssm.inner_size"), Number("ssm.state_size"));
        return (convolution * (inner + (2 * Number("ssm.group_count") * state))) + (state * inner);
    }

    private static long? Rows(Dictionary<string, GgufTensor> named, string name) => named.TryGetValue(name, out var tensor) && tensor.Shape.Length > 1 ? tensor.Shape[1] : null;

    private long Number(string name, long otherwise = 0) => _facts.Whole($"{_family}.{name}") is >= 0 and < 1L << 32 and var value ? value : otherwise;

    // One number for all blocks, or one for each.
    private long[] Each(string name, int blocks, IReadOnlyList<long>? otherwise = null)
    {
        if (_facts.Array($"{_family}.{name}") is { } list && list.First.Length >= blocks)
        {
            return [.. list.First.Take(blocks).Select(value => value switch { ulong and < 1UL << 32 => (long)(ulong)value, long and >= 0 and < 1L << 32 => (long)value, _ => 0 })];
        }

        return _facts.Whole($"{_family}.{name}") is null && otherwise is not null ? [.. otherwise] : [.. Enumerable.Repeat(Number(name), blocks)];
    }
}
