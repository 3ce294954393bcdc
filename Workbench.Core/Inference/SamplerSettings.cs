using System.Collections.Immutable;

namespace Workbench.Core.Inference;

/// <summary>Samplers beyond temperature, top-k, top-p and min-p. Each default changes nothing. Names and meaning as in llama.cpp.</summary>
/// <param name="TypicalP">Locally typical share in (0, 1]; 1 keeps all.</param>
/// <param name="TopNSigma">Keeps tokens within this many standard deviations of the largest logit; 0 keeps all.</param>
/// <param name="XtcProbability">Chance in [0, 1] that the likeliest tokens above <paramref name="XtcThreshold"/> but the last of them are left out.</param>
/// <param name="DryMultiplier">Strength of the penalty on repeating sequences; 0 is none.</param>
/// <param name="DryLastN">Tokens looked back; -1 takes the whole context.</param>
/// <param name="Mirostat">0, 1 or 2; replaces top-k, top-p, min-p, typical and XTC.</param>
/// <param name="RepeatPenalty">Divides positive and multiplies negative logits of tokens seen in the last <paramref name="PenaltyLastN"/>; 1 changes nothing.</param>
/// <param name="FrequencyPenalty">Taken off a logit for each time its token was seen, -2 to 2.</param>
/// <param name="PresencePenalty">Taken off a logit once its token was seen, -2 to 2.</param>
/// <param name="PenaltyLastN">Tokens the penalties look back; -1 takes the whole context.</param>
/// <param name="LogitBias">Added to logits by token id, -100 to 100; -100 and less bans.</param>
public sealed record SamplerSettings(
    double TypicalP = 1,
    double TopNSigma = 0,
    double XtcProbability = 0,
    double XtcThreshold = 0.1,
    double DryMultiplier = 0,
    double DryBase = 1.75,
    int DryAllowedLength = 2,
    int DryLastN = -1,
    int Mirostat = 0,
    double MirostatTau = 5,
    double MirostatEta = 0.1,
    double RepeatPenalty = 1,
    double FrequencyPenalty = 0,
    double PresencePenalty = 0,
    int PenaltyLastN = 64,
    ImmutableSortedDictionary<int, double>? LogitBias = null)
{
    public bool Equals(SamplerSettings? other) => other is not null
        && Numbers() == other.Numbers()
        && (LogitBias ?? Nothing).SequenceEqual(other.LogitBias ?? Nothing);

    public override int GetHashCode() => HashCode.Combine(Numbers(), LogitBias?.Count);

    private static ImmutableSortedDictionary<int, double> Nothing => ImmutableSortedDictionary<int, double>.Empty;

    private (double, double, double, double, double, double, int, int, (int, double, double, double, double, double, int)) Numbers() =>
        (TypicalP, TopNSigma, XtcProbability, XtcThreshold, DryMultiplier, DryBase, DryAllowedLength, DryLastN,
            (Mirostat, MirostatTau, MirostatEta, RepeatPenalty, FrequencyPenalty, PresencePenalty, PenaltyLastN));
}
