using System.Runtime.InteropServices;

namespace Workbench.Core.Inference.Engine;

/// <summary>Takes off the logits of tokens that were just there.</summary>
internal sealed class TokenPenalties(SamplerSettings settings)
{
    private readonly Dictionary<int, int> _counts = [];

    public void Apply(Span<float> logits, List<int> history)
    {
        _counts.Clear();
        var all = CollectionsMarshal.AsSpan(history);
        foreach (var token in settings.PenaltyLastN < 0 ? all : all[Math.Max(0, all.Length - settings.PenaltyLastN)..])
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, token, out _)++;
        }

        foreach (var (token, count) in _counts)
        {
            ref var logit = ref logits[token];
            logit = logit > 0 ? logit / (float)settings.RepeatPenalty : logit * (float)settings.RepeatPenalty;
            logit -= (float)((count * settings.FrequencyPenalty) + settings.PresencePenalty);
        }
    }
}
