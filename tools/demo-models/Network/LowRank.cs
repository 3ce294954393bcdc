using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DemoModels.Network;

/// <summary>A LoRA adapter: to every matrix of every layer, B·A of a small rank is added, times alpha over rank.</summary>
internal sealed class LowRank
{
    private readonly Dictionary<string, (Parameter Down, Parameter Up)> _pairs = [];
    private readonly List<(string Name, Parameter Tensor)> _ordered = [];

    /// <summary>B begins at zero, so that an adapter that has learnt nothing changes nothing.</summary>
    public LowRank(Shape shape, int rank, float alpha)
    {
        (Rank, Alpha) = (rank, alpha);
        using var _ = no_grad();
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            foreach (var (part, rows, columns) in shape.Matrices)
            {
                var name = Shape.Layer(layer, part);
                var pair = (Down: new Parameter(randn(rank, columns) * (1 / MathF.Sqrt(columns)), true), Up: new Parameter(zeros(rows, rank), true));
                _pairs[name] = pair;
                _ordered.Add((name + ".lora_a", pair.Down));
                _ordered.Add((name + ".lora_b", pair.Up));
            }
        }
    }

    public int Rank { get; }

    public float Alpha { get; }

    public IReadOnlyList<(string Name, Parameter Tensor)> Tensors => _ordered;

    public Tensor Change(string matrix, Tensor input)
    {
        var (down, up) = _pairs[matrix];
        return nn.functional.linear(nn.functional.linear(input, down), up) * (Alpha / Rank);
    }

    /// <summary>Adds the adapter to the matrices themselves.</summary>
    public void MergeInto(LlamaNetwork network)
    {
        using var _ = no_grad();
        foreach (var (name, tensor) in network.Tensors.Where(entry => _pairs.ContainsKey(entry.Name)))
        {
            tensor.add_(_pairs[name].Up.matmul(_pairs[name].Down) * (Alpha / Rank));
        }
    }
}
