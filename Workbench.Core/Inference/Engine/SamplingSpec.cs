namespace Workbench.Core.Inference.Engine;

/// <summary>How tokens are drawn. Order: repetition penalty, grammar, top-k, top-p, min-p, temperature.</summary>
/// <param name="Temperature">0 takes the likeliest token.</param>
/// <param name="RepeatPenalty">Divides positive logits of the last 64 tokens; 1 changes nothing.</param>
internal sealed record SamplingSpec(
    double Temperature = 1,
    int TopK = 0,
    double TopP = 1,
    double MinP = 0,
    double RepeatPenalty = 1,
    double FrequencyPenalty = 0,
    double PresencePenalty = 0,
    ulong Seed = 1,
    string? Grammar = null);
