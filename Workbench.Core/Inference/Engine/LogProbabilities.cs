using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace Workbench.Core.Inference.Engine;

/// <summary>A token and its natural-logarithm probability before any sampling setting.</summary>
internal readonly record struct TokenChance(int Token, double Logprob);

/// <summary>Log-softmax over the vocabulary, where it is needed.</summary>
internal sealed class LogProbabilities
{
    private float[] _scratch = [];

    /// <summary>The logarithm of the sum of exponentials, the largest taken out first.</summary>
    public double Normaliser(ReadOnlySpan<float> logits)
    {
        if (_scratch.Length < logits.Length)
        {
            _scratch = new float[logits.Length];
        }

        var most = TensorPrimitives.Max(logits);
        var scratch = _scratch.AsSpan(0, logits.Length);
        TensorPrimitives.Subtract(logits, most, scratch);
        TensorPrimitives.Exp(scratch, scratch);
        return most + Math.Log(TensorPrimitives.Sum(scratch));
    }

    /// <summary>The likeliest tokens, the likeliest first.</summary>
    public static ImmutableArray<TokenChance> Top(ReadOnlySpan<float> logits, double normaliser, int count)
    {
        var queue = new PriorityQueue<int, float>();
        for (var token = 0; token < logits.Length; token++)
        {
            if (queue.Count < count)
            {
                queue.Enqueue(token, logits[token]);
            }
            else if (count > 0 && queue.TryPeek(out _, out var least) && logits[token] > least)
            {
                queue.EnqueueDequeue(token, logits[token]);
            }
        }

        var top = new TokenChance[queue.Count];
        for (var i = top.Length - 1; i >= 0; i--)
        {
            var token = queue.Dequeue();
            top[i] = new TokenChance(token, logits[token] - normaliser);
        }

        return [.. top];
    }
}
