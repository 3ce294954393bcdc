using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Workbench.Core.Inference;

/// <summary>How an answer is drawn from a model.</summary>
/// <param name="MaxTokens">Most tokens of an answer, at least 1.</param>
/// <param name="Temperature">0 takes the likeliest token each time.</param>
/// <param name="TopP">Nucleus share in (0, 1]; 1 keeps all.</param>
/// <param name="TopK">Most candidates considered; 0 keeps all.</param>
/// <param name="MinP">Least probability relative to the likeliest, in [0, 1).</param>
/// <param name="Seed">Null lets the engine choose; the same seed gives the same answer on the same build.</param>
/// <param name="Stop">Texts that end the answer and are not part of it.</param>
/// <param name="JsonSchema">A JSON schema the answer must follow; null for free text.</param>
public sealed record GenerateSettings(
    int MaxTokens = 256,
    double Temperature = 0,
    double TopP = 1,
    int TopK = 0,
    double MinP = 0,
    long? Seed = 1,
    ImmutableArray<string> Stop = default,
    string? JsonSchema = null)
{
    public ImmutableArray<string> Stop { get; init; } = Stop.IsDefault ? [] : Stop;

    /// <summary>Samplers beyond the usual four; null uses none of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SamplerSettings? Samplers { get; init; }

    /// <summary>A grammar in GBNF the answer must follow; not together with <see cref="JsonSchema"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Grammar { get; init; }

    public bool Equals(GenerateSettings? other) => other is not null
        && (MaxTokens, Temperature, TopP, TopK, MinP, Seed, JsonSchema) == (other.MaxTokens, other.Temperature, other.TopP, other.TopK, other.MinP, other.Seed, other.JsonSchema)
        && Stop.SequenceEqual(other.Stop)
        && Grammar == other.Grammar
        && Samplers == other.Samplers;

    public override int GetHashCode() => HashCode.Combine(MaxTokens, Temperature, TopP, TopK, MinP, Seed, JsonSchema, HashCode.Combine(Stop.Length, Grammar, Samplers));
}
