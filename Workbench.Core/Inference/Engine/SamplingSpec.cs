using System.Collections.Immutable;

namespace Workbench.Core.Inference.Engine;

/// <summary>One step between the model's logits and the drawn token.</summary>
internal enum SamplerStep
{
    Penalties,
    Dry,
    TopNSigma,
    TopK,
    Typical,
    TopP,
    MinP,
    Xtc,
    Temperature,
}

/// <summary>How tokens are drawn. Each default changes nothing. Logit bias and grammar come first, then the steps in their order; names and meaning as in llama.cpp.</summary>
/// <param name="Temperature">0 takes the likeliest token.</param>
/// <param name="TopK">Most candidates considered; 0 keeps all.</param>
/// <param name="RepeatPenalty">Divides positive logits of the last <see cref="PenaltyLastN"/> tokens and multiplies negative ones; 1 changes nothing.</param>
/// <param name="Grammar">GBNF; the rule <c>root</c> is the whole answer.</param>
internal sealed record SamplingSpec(
    double Temperature = 1,
    int TopK = 0,
    double TopP = 1,
    double MinP = 0,
    double RepeatPenalty = 1,
    double FrequencyPenalty = 0,
    double PresencePenalty = 0,
    ulong Seed = 1,
    string? Grammar = null)
{
    public static readonly ImmutableArray<SamplerStep> UsualOrder =
        [SamplerStep.Penalties, SamplerStep.Dry, SamplerStep.TopNSigma, SamplerStep.TopK, SamplerStep.Typical, SamplerStep.TopP, SamplerStep.MinP, SamplerStep.Xtc, SamplerStep.Temperature];

    public static readonly ImmutableArray<string> UsualBreakers = ["\n", ":", "\"", "*"];

    /// <summary>Steps that are not in it are left out; penalties and DRY come first wherever they stand. Mirostat replaces all but these and temperature.</summary>
    public ImmutableArray<SamplerStep> Order { get; init; } = UsualOrder;

    /// <summary>Tokens the penalties look back; 0 none, -1 the whole context.</summary>
    public int PenaltyLastN { get; init; } = 64;

    /// <summary>Locally typical share in (0, 1]; 1 keeps all.</summary>
    public double TypicalP { get; init; } = 1;

    /// <summary>Keeps tokens within this many standard deviations of the largest logit; 0 or less keeps all.</summary>
    public double TopNSigma { get; init; }

    /// <summary>Chance in [0, 1] that of the tokens above <see cref="XtcThreshold"/> only the least likely is kept.</summary>
    public double XtcProbability { get; init; }

    /// <summary>Above 0.5 no two tokens can reach it, and nothing is left out.</summary>
    public double XtcThreshold { get; init; } = 0.1;

    /// <summary>Strength of the penalty on going on with a sequence that was there before; 0 is none.</summary>
    public double DryMultiplier { get; init; }

    public double DryBase { get; init; } = 1.75;

    /// <summary>A sequence of this many tokens is the shortest whose repetition costs something.</summary>
    public int DryAllowedLength { get; init; } = 2;

    /// <summary>Tokens looked back; 0 none, -1 the whole context.</summary>
    public int DryLastN { get; init; } = -1;

    /// <summary>Texts over which no repetition reaches.</summary>
    public ImmutableArray<string> DryBreakers { get; init; } = UsualBreakers;

    /// <summary>0, 1 or 2.</summary>
    public int Mirostat { get; init; }

    /// <summary>Surprise aimed at, in bits.</summary>
    public double MirostatTau { get; init; } = 5;

    /// <summary>How fast it is followed.</summary>
    public double MirostatEta { get; init; } = 0.1;

    /// <summary>Temperature moves by up to this with the entropy of the candidates; 0 leaves it fixed.</summary>
    public double DynamicTemperatureRange { get; init; }

    public double DynamicTemperatureExponent { get; init; } = 1;

    /// <summary>Added to logits by token id; -100 and less bans.</summary>
    public ImmutableSortedDictionary<int, double> LogitBias { get; init; } = ImmutableSortedDictionary<int, double>.Empty;

    /// <summary>The field that problems with <see cref="Grammar"/> are told for.</summary>
    public string GrammarField { get; init; } = "grammar";

    public static SamplingSpec Of(GenerateSettings settings, ulong seed)
    {
        var more = settings.Samplers ?? new SamplerSettings();
        return new SamplingSpec(settings.Temperature, settings.TopK, settings.TopP, settings.MinP, more.RepeatPenalty, more.FrequencyPenalty, more.PresencePenalty, seed, settings.Grammar)
        {
            PenaltyLastN = more.PenaltyLastN,
            TypicalP = more.TypicalP,
            TopNSigma = more.TopNSigma,
            XtcProbability = more.XtcProbability,
            XtcThreshold = more.XtcThreshold,
            DryMultiplier = more.DryMultiplier,
            DryBase = more.DryBase,
            DryAllowedLength = more.DryAllowedLength,
            DryLastN = more.DryLastN,
            Mirostat = more.Mirostat,
            MirostatTau = more.MirostatTau,
            MirostatEta = more.MirostatEta,
            LogitBias = more.LogitBias ?? ImmutableSortedDictionary<int, double>.Empty,
        };
    }
}
