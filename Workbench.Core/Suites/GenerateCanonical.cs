using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Workbench.Core.Inference;

namespace Workbench.Core.Suites;

/// <summary>How answers are drawn, in the canonical form: the usual settings always, samplers beyond them only where they differ from what changes nothing.</summary>
internal static class GenerateCanonical
{
    private static readonly SamplerSettings Neutral = new();

    public static void Write(Utf8JsonWriter json, GenerateSettings settings)
    {
        json.WriteStartObject("generate");
        json.WriteNumber("maxTokens", settings.MaxTokens);
        json.WriteNumber("temperature", settings.Temperature);
        json.WriteNumber("topP", settings.TopP);
        json.WriteNumber("topK", settings.TopK);
        json.WriteNumber("minP", settings.MinP);
        if (settings.Seed is { } seed)
        {
            json.WriteNumber("seed", seed);
        }
        else
        {
            json.WriteString("seed", "random");
        }

        SuiteCanonical.Add(json, "stop", settings.Stop);
        SuiteCanonical.Add(json, "jsonSchema", settings.JsonSchema);
        SuiteCanonical.Add(json, "grammar", settings.Grammar);
        if (settings.Samplers is { } samplers)
        {
            Samplers(json, samplers);
        }

        json.WriteEndObject();
    }

    private static void Samplers(Utf8JsonWriter json, SamplerSettings samplers)
    {
        foreach (var (name, value) in Numbers(samplers).Zip(Numbers(Neutral)).Where(static pair => pair.First.Value != pair.Second.Value).Select(static pair => pair.First))
        {
            json.WriteNumber(name, value);
        }

        if (samplers.LogitBias is not { Count: > 0 } biases)
        {
            return;
        }

        json.WriteStartObject("logitBias");
        foreach (var (token, bias) in biases)
        {
            json.WriteNumber(token.ToString(CultureInfo.InvariantCulture), bias);
        }

        json.WriteEndObject();
    }

    private static ImmutableArray<(string Name, double Value)> Numbers(SamplerSettings s) =>
    [
        ("typicalP", s.TypicalP),
        ("topNSigma", s.TopNSigma),
        ("xtcProbability", s.XtcProbability),
        ("xtcThreshold", s.XtcThreshold),
        ("dryMultiplier", s.DryMultiplier),
        ("dryBase", s.DryBase),
        ("dryAllowedLength", s.DryAllowedLength),
        ("dryLastN", s.DryLastN),
        ("mirostat", s.Mirostat),
        ("mirostatTau", s.MirostatTau),
        ("mirostatEta", s.MirostatEta),
        ("repeatPenalty", s.RepeatPenalty),
        ("frequencyPenalty", s.FrequencyPenalty),
        ("presencePenalty", s.PresencePenalty),
        ("penaltyLastN", s.PenaltyLastN),
    ];
}
