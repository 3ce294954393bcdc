using System.Numerics.Tensors;

namespace Workbench.Core.Inference.Engine;

/// <summary>
/// Draws the next token of one answer. Its random numbers are its own, so neighbours in a batch don't change them. Logit bias, penalties and DRY work
/// on all logits, in this order of their own; the grammar then leaves out what can't follow, and the other steps come in the order asked for.
/// </summary>
internal sealed class TokenSampler(SamplingSpec spec, Grammar? grammar, DryBreakers? breakers = null)
{
    private readonly RandomStream _random = new(spec.Seed);
    private readonly CandidateSet _set = new();
    private readonly TokenPenalties? _penalties = spec.More is { PenaltyLastN: not 0 } && (spec.More.RepeatPenalty != 1 || spec.More.FrequencyPenalty != 0 || spec.More.PresencePenalty != 0) && spec.Order.Contains(SamplerStep.Penalties) ? new TokenPenalties(spec.More) : null;
    private readonly DryPenalty? _dry = spec.More is { DryMultiplier: > 0, DryBase: >= 1, DryLastN: not 0 } && spec.Order.Contains(SamplerStep.Dry) ? new DryPenalty(spec.More, breakers ?? DryBreakers.None) : null;
    private readonly bool _greedy = spec.Temperature <= 0 && spec.DynamicTemperatureRange <= 0 && spec.Order.Contains(SamplerStep.Temperature);
    private readonly bool _canDropBest = (spec.More.TypicalP < 1 && spec.Order.Contains(SamplerStep.Typical)) || (spec.More is { XtcProbability: > 0, XtcThreshold: <= 0.5 } && spec.Order.Contains(SamplerStep.Xtc));
    private float[] _logits = [];
    private MirostatState? _mirostat;

    /// <summary>Natural logarithm of the probability with which the last token was drawn.</summary>
    public double Logprob { get; private set; }

    /// <returns>The token drawn, or -1 if none can follow.</returns>
    /// <exception cref="InvalidDataException">The logits are no numbers: the weights are damaged.</exception>
    /// <exception cref="GrammarFailure">The grammar can be read in too many ways.</exception>
    public int Draw(ReadOnlySpan<float> logits, List<int> history)
    {
        var token = Choose(Adjust(logits, history));
        if (token >= 0)
        {
            grammar?.Accept(token);
        }

        return token;
    }

    private int Choose(ReadOnlySpan<float> logits)
    {
        Logprob = 0;
        if (_greedy && !_canDropBest)
        {
            var best = TensorPrimitives.IndexOfMax(logits);
            if (best >= 0 && float.IsNaN(logits[best]))
            {
                throw new InvalidDataException();
            }

            if (best >= 0 && !float.IsNegativeInfinity(logits[best]) && (grammar is null || grammar.Allows(best)))
            {
                return best;
            }
        }

        _set.Fill(logits);
        grammar?.Mask(_set.Items);
        if (grammar is not null || !spec.LogitBias.IsEmpty)
        {
            _set.DropImpossible();
        }

        if (_set.Count == 0 || float.IsNegativeInfinity(_set.Largest()))
        {
            return -1;
        }

        return spec.More.Mirostat > 0 && !_greedy ? DrawMirostat(logits.Length) : DrawInOrder();
    }

    private Span<float> Writable(int length)
    {
        if (_logits.Length < length)
        {
            _logits = new float[length];
        }

        return _logits.AsSpan(0, length);
    }

    private ReadOnlySpan<float> Adjust(ReadOnlySpan<float> logits, List<int> history)
    {
        if (_penalties is null && _dry is null && spec.LogitBias.IsEmpty)
        {
            return logits;
        }

        var own = Writable(logits.Length);
        logits.CopyTo(own);
        foreach (var (token, bias) in spec.LogitBias)
        {
            own[token] = bias <= -100 ? float.NegativeInfinity : own[token] + (float)bias;
        }

        _penalties?.Apply(own, history);
        _dry?.Apply(own, history);
        return own;
    }

    private int DrawInOrder()
    {
        foreach (var step in spec.Order)
        {
            switch (step)
            {
                case SamplerStep.TopNSigma:
                    SamplerSteps.TopNSigma(_set, spec.More.TopNSigma);
                    break;
                case SamplerStep.TopK:
                    SamplerSteps.TopK(_set, spec.TopK);
                    break;
                case SamplerStep.Typical:
                    SamplerSteps.Typical(_set, spec.More.TypicalP);
                    break;
                case SamplerStep.TopP:
                    SamplerSteps.TopP(_set, spec.TopP);
                    break;
                case SamplerStep.MinP:
                    SamplerSteps.MinP(_set, spec.MinP);
                    break;
                case SamplerStep.Xtc when spec.More is { XtcProbability: > 0, XtcThreshold: <= 0.5 } && _set.Count > 1 && _random.Next() <= spec.More.XtcProbability:
                    SamplerSteps.Xtc(_set, spec.More.XtcThreshold);
                    break;
                case SamplerStep.Temperature when _greedy:
                    var best = _set.Best();
                    _set.SkipFirst(best);
                    _set.KeepFirst(1);
                    break;
                case SamplerStep.Temperature:
                    SamplerSteps.Temperature(_set, spec.Temperature, spec.DynamicTemperatureRange, spec.DynamicTemperatureExponent);
                    break;
                default:
                    break;
            }
        }

        return Pick();
    }

    private int DrawMirostat(int vocabulary)
    {
        _mirostat ??= new MirostatState(spec.More.Mirostat, spec.More.MirostatTau, spec.More.MirostatEta, vocabulary);
        SamplerSteps.Temperature(_set, spec.Temperature, spec.DynamicTemperatureRange, spec.DynamicTemperatureExponent);
        _mirostat.Cut(_set);
        var token = Pick();
        _mirostat.Drawn(Math.Exp(Logprob));
        return token;
    }

    private int Pick()
    {
        _set.Softmax();
        var items = _set.Items;
        var left = _random.Next();
        foreach (ref readonly var item in items)
        {
            left -= item.Probability;
            if (left < 0)
            {
                Logprob = Math.Log(item.Probability);
                return item.Token;
            }
        }

        // What rounding left over goes to the likeliest.
        var best = items[_set.Best()];
        if (float.IsNaN(best.Probability))
        {
            throw new InvalidDataException();
        }

        Logprob = Math.Log(best.Probability);
        return best.Token;
    }
}
