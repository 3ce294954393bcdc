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
/// <param name="Grammar">GBNF; the rule <c>root</c> is the whole answer.</param>
internal sealed record SamplingSpec(
    double Temperature = 1,
    int TopK = 0,
    double TopP = 1,
    double MinP = 0,
    ulong Seed = 1,
    string? Grammar = null)
{
    public static readonly ImmutableArray<SamplerStep> UsualOrder =
        [SamplerStep.Penalties, SamplerStep.Dry, SamplerStep.TopNSigma, SamplerStep.TopK, SamplerStep.Typical, SamplerStep.TopP, SamplerStep.MinP, SamplerStep.Xtc, SamplerStep.Temperature];

    public static readonly ImmutableArray<string> UsualBreakers = ["\n", ":", "\"", "*"];

    /// <summary>All other samplers.</summary>
    public SamplerSettings More { get; init; } = new();

    /// <summary>Steps that are not in it are left out; penalties and DRY come first wherever they stand. Mirostat replaces all but these and temperature.</summary>
    public ImmutableArray<SamplerStep> Order { get; init; } = UsualOrder;

    /// <summary>Texts over which no repetition reaches.</summary>
    public ImmutableArray<string> DryBreakers { get; init; } = UsualBreakers;

    /// <summary>Temperature moves by up to this with the entropy of the candidates; 0 leaves it fixed.</summary>
    public double DynamicTemperatureRange { get; init; }

    public double DynamicTemperatureExponent { get; init; } = 1;

    /// <summary>The field that problems with <see cref="Grammar"/> are told for.</summary>
    public string GrammarField { get; init; } = "grammar";

    /// <summary>Added to logits by token id; -100 and less bans.</summary>
    public ImmutableSortedDictionary<int, double> LogitBias => More.LogitBias ?? ImmutableSortedDictionary<int, double>.Empty;
}
