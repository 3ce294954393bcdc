using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DemoModels.Network;

/// <summary>The network by its tensors, named as in a GGUF file.</summary>
internal sealed class LlamaNetwork
{
    private readonly Dictionary<string, Parameter> _tensors = [];
    private readonly List<(string Name, Parameter Tensor)> _ordered = [];
    private readonly Tensor _cosines;
    private readonly Tensor _sines;
    private readonly Tensor _swap;

    /// <summary>Weights from a normal distribution; those that end a residual branch are smaller, the more layers there are.</summary>
    public LlamaNetwork(Shape shape)
    {
        Shape = shape;
        const float Spread = 0.02f;
        var ending = Spread / MathF.Sqrt(2 * shape.Layers);
        Add("token_embd.weight", Spread, shape.Vocabulary, shape.Width);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            Add(Shape.Layer(layer, "attn_norm"), null, shape.Width);
            foreach (var (part, rows, columns) in shape.Matrices)
            {
                if (part == "ffn_gate")
                {
                    Add(Shape.Layer(layer, "ffn_norm"), null, shape.Width);
                }

                Add(Shape.Layer(layer, part), part is "attn_output" or "ffn_down" ? ending : Spread, rows, columns);
            }
        }

        Add("output_norm.weight", null, shape.Width);
        (_cosines, _sines) = Angles(shape);
        _swap = Swap(shape.Width);
    }

    public Shape Shape { get; }

    public IReadOnlyList<(string Name, Parameter Tensor)> Tensors => _ordered;

    public LowRank? Adapter { get; set; }

    /// <param name="ids">Batch by time.</param>
    /// <param name="wanted">Flat positions whose logits are wanted; null for all. Only these go through the output matrix.</param>
    public Tensor Forward(Tensor ids, Tensor? wanted)
    {
        var (batch, time) = (ids.shape[0], ids.shape[1]);
        var (cosines, sines) = (_cosines.slice(0, 0, time, 1), _sines.slice(0, 0, time, 1));
        var state = this["token_embd.weight"].index_select(0, ids.reshape(-1)).reshape(batch, time, Shape.Width);
        for (var layer = 0; layer < Shape.Layers; layer++)
        {
            var input = Normed(state, Shape.Layer(layer, "attn_norm"));
            var query = Turned(Linear(input, layer, "attn_q"), batch, time, cosines, sines);
            var key = Turned(Linear(input, layer, "attn_k"), batch, time, cosines, sines);
            var value = Linear(input, layer, "attn_v").reshape(batch, time, Shape.Heads, Shape.HeadWidth);
            var attended = nn.functional.scaled_dot_product_attention(query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2), is_casual: true);
            state = state + Linear(attended.transpose(1, 2).reshape(batch, time, Shape.Width), layer, "attn_output");
            input = Normed(state, Shape.Layer(layer, "ffn_norm"));
            state = state + Linear(nn.functional.silu(Linear(input, layer, "ffn_gate")) * Linear(input, layer, "ffn_up"), layer, "ffn_down");
        }

        state = state.reshape(batch * time, Shape.Width);
        return nn.functional.linear(Normed(wanted is null ? state : state.index_select(0, wanted), "output_norm.weight"), this["token_embd.weight"]);
    }

    public float[] Values(string name) => [.. _tensors[name].detach().contiguous().data<float>()];

    private Tensor this[string name] => _tensors[name];

    private Tensor Linear(Tensor input, int layer, string part)
    {
        var name = Shape.Layer(layer, part);
        var output = nn.functional.linear(input, this[name]);
        return Adapter is null ? output : output + Adapter.Change(name, input);
    }

    private Tensor Normed(Tensor state, string weight) => state * rsqrt(state.square().mean([-1], true) + Shape.Epsilon) * this[weight];

    // llama.cpp turns neighbours (2i, 2i+1) of architecture "llama": x·cos + (x with each pair swapped and one sign changed)·sin. The swap is a matrix, which is faster than taking pairs apart.
    private Tensor Turned(Tensor state, long batch, long time, Tensor cosines, Tensor sines) =>
        ((state * cosines) + (state.matmul(_swap) * sines)).reshape(batch, time, Shape.Heads, Shape.HeadWidth);

    private static (Tensor Cosines, Tensor Sines) Angles(Shape shape)
    {
        double[] angles = [.. Enumerable.Range(0, shape.Context * shape.Width).Select(place => place / shape.Width * Math.Pow(Shape.RopeBase, -2.0 * (place % shape.HeadWidth / 2) / shape.HeadWidth))];
        return (tensor((float[])[.. angles.Select(angle => (float)Math.Cos(angle))]).reshape(shape.Context, shape.Width), tensor((float[])[.. angles.Select(angle => (float)Math.Sin(angle))]).reshape(shape.Context, shape.Width));
    }

    private static Tensor Swap(int width)
    {
        var matrix = new float[width, width];
        for (var even = 0; even < width; even += 2)
        {
            matrix[even + 1, even] = -1;
            matrix[even, even + 1] = 1;
        }

        return tensor(matrix);
    }

    /// <param name="spread">Null for a norm, which begins at one.</param>
    private void Add(string name, float? spread, params long[] size)
    {
        using var _ = no_grad();
        var parameter = new Parameter(spread is { } wide ? randn(size) * wide : ones(size), true);
        _tensors[name] = parameter;
        _ordered.Add((name, parameter));
    }
}
