using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DemoModels.Training;

/// <summary>AdamW with its moments in the open, so that a checkpoint can hold them. Gradients are clipped to length 1 together.</summary>
/// <remarks>Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019. Worked on plain arrays: one pass over memory, and no short-lived native scalars.</remarks>
internal sealed class AdamWeights(IReadOnlyList<(string Name, Parameter Tensor)> parameters, double decay)
{
    private const float First = 0.9f;
    private const float Second = 0.98f;
    private const float Epsilon = 1e-8f;
    private readonly Tensor[] _first = [.. parameters.Select(entry => zeros(entry.Tensor.shape))];
    private readonly Tensor[] _second = [.. parameters.Select(entry => zeros(entry.Tensor.shape))];

    /// <summary>The moments, to be saved and restored.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State => parameters.SelectMany((entry, place) => ((string, Tensor)[])[(entry.Name + ".first", _first[place]), (entry.Name + ".second", _second[place])]);

    /// <param name="step">Counts from 1.</param>
    public void Step(int step, double rate)
    {
        var length = 0.0;
        foreach (var (_, tensor) in parameters)
        {
            length += SumOfSquares(Values(tensor.grad!));
        }

        var clip = (float)Math.Min(1, 1 / (Math.Sqrt(length) + 1e-6));
        var rateFirst = (float)(rate / (1 - Math.Pow(First, step)));
        var rootSecond = (float)Math.Sqrt(1 - Math.Pow(Second, step));
        for (var place = 0; place < parameters.Count; place++)
        {
            Update(Values(parameters[place].Tensor), Values(parameters[place].Tensor.grad!), Values(_first[place]), Values(_second[place]), clip, rateFirst, rootSecond, (float)(1 - (rate * decay)));
            parameters[place].Tensor.grad!.zero_();
        }
    }

    private static Span<float> Values(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += (double)value * value;
        }

        return sum;
    }

    private static void Update(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float clip, float rate, float rootSecond, float keep)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            var slope = gradient[i] * clip;
            var m = first[i] = (First * first[i]) + ((1 - First) * slope);
            var v = second[i] = (Second * second[i]) + ((1 - Second) * slope * slope);
            weights[i] = (weights[i] * keep) - (rate * m / ((MathF.Sqrt(v) / rootSecond) + Epsilon));
        }
    }
}
