using System.Numerics.Tensors;

namespace Workbench.Core.Inference.Engine;

/// <summary>Draws the next token of one answer. Its random numbers are its own, so neighbours in a batch don't change them.</summary>
internal sealed class TokenSampler(SamplingSpec spec, Grammar? grammar) : IDisposable
{
    /// <summary>Tokens looked back on for penalties.</summary>
    private const int Window = 64;

    private readonly RandomStream _random = new(spec.Seed);
    private float[] _logits = [];
    private TokenCandidate[] _candidates = [];

    /// <returns>The token drawn, or -1 if the grammar lets none follow.</returns>
    public int Draw(ReadOnlySpan<float> logits, IReadOnlyList<int> history)
    {
        var token = Choose(logits, history);
        if (token >= 0)
        {
            grammar?.Accept(token);
        }

        return token;
    }

    public void Dispose() => grammar?.Dispose();

    private int Choose(ReadOnlySpan<float> logits, IReadOnlyList<int> history)
    {
        if (HasPenalty)
        {
            logits = Penalise(logits, history);
        }

        if (spec.Temperature <= 0)
        {
            var best = TensorPrimitives.IndexOfMax(logits);
            if (grammar is null || grammar.Allows(best))
            {
                return best;
            }
        }

        var candidates = All(logits);
        grammar?.Mask(candidates);
        if (spec.Temperature <= 0)
        {
            var best = Best(candidates);
            return best >= 0 && float.IsNegativeInfinity(candidates[best].Logit) ? -1 : candidates[best].Token;
        }

        return spec.TopK > 0 || spec.TopP < 1 || spec.MinP > 0 ? Truncated(candidates) : Weighted(candidates);
    }

    private bool HasPenalty => spec.RepeatPenalty != 1 || spec.FrequencyPenalty != 0 || spec.PresencePenalty != 0;

    private ReadOnlySpan<float> Penalise(ReadOnlySpan<float> logits, IReadOnlyList<int> history)
    {
        if (_logits.Length < logits.Length)
        {
            _logits = new float[logits.Length];
        }

        logits.CopyTo(_logits);
        var counts = new Dictionary<int, int>();
        for (var i = Math.Max(0, history.Count - Window); i < history.Count; i++)
        {
            counts[history[i]] = counts.GetValueOrDefault(history[i]) + 1;
        }

        foreach (var (token, count) in counts)
        {
            var logit = _logits[token];
            logit = logit > 0 ? logit / (float)spec.RepeatPenalty : logit * (float)spec.RepeatPenalty;
            _logits[token] = logit - (float)((count * spec.FrequencyPenalty) + spec.PresencePenalty);
        }

        return _logits.AsSpan(0, logits.Length);
    }

    private Span<TokenCandidate> All(ReadOnlySpan<float> logits)
    {
        if (_candidates.Length < logits.Length)
        {
            _candidates = new TokenCandidate[logits.Length];
        }

        for (var i = 0; i < logits.Length; i++)
        {
            _candidates[i] = new TokenCandidate { Token = i, Logit = logits[i] };
        }

        return _candidates.AsSpan(0, logits.Length);
    }

    private static int Best(ReadOnlySpan<TokenCandidate> candidates)
    {
        var best = 0;
        for (var i = 1; i < candidates.Length; i++)
        {
            if (candidates[i].Logit > candidates[best].Logit)
            {
                best = i;
            }
        }

        return best;
    }

    private int Truncated(Span<TokenCandidate> candidates)
    {
        candidates.Sort(static (a, b) => b.Logit.CompareTo(a.Logit) is var order and not 0 ? order : a.Token.CompareTo(b.Token));
        var kept = spec.TopK > 0 ? candidates[..Math.Min(spec.TopK, candidates.Length)] : candidates;
        var most = kept[0].Logit;
        double total = 0;
        foreach (ref var candidate in kept)
        {
            candidate.Probability = MathF.Exp(candidate.Logit - most);
            total += candidate.Probability;
        }

        if (spec.TopP < 1)
        {
            double sum = 0;
            var count = 0;
            while (count < kept.Length && sum < spec.TopP * total)
            {
                sum += kept[count++].Probability;
            }

            kept = kept[..Math.Max(1, count)];
        }

        if (spec.MinP > 0)
        {
            var count = 1;
            while (count < kept.Length && kept[count].Probability >= spec.MinP)
            {
                count++;
            }

            kept = kept[..count];
        }

        return Weighted(kept);
    }

    private int Weighted(Span<TokenCandidate> candidates)
    {
        var most = candidates[Best(candidates)].Logit;
        if (float.IsNegativeInfinity(most))
        {
            return -1;
        }

        double total = 0;
        foreach (ref var candidate in candidates)
        {
            candidate.Probability = MathF.Exp((float)((candidate.Logit - most) / spec.Temperature));
            total += candidate.Probability;
        }

        var left = _random.Next() * total;
        foreach (ref readonly var candidate in candidates)
        {
            left -= candidate.Probability;
            if (left < 0)
            {
                return candidate.Token;
            }
        }

        return candidates[Best(candidates)].Token;
    }
}
