using System.Globalization;
using System.Text.Json.Nodes;

namespace Workbench.Core.Inference.Clients;

/// <summary>Sampling settings by the names that servers know; what is at its neutral value is left out.</summary>
internal static class SamplerBody
{
    private static readonly SamplerSettings Usual = new();

    /// <summary>Fields that are not in the OpenAI protocol.</summary>
    public static IEnumerable<(string Field, JsonNode Value)> Beyond(GenerateSettings settings)
    {
        var (more, usual) = (settings.Samplers ?? Usual, Usual);
        if (more == usual && settings is { TopK: <= 0, MinP: <= 0, Grammar: null })
        {
            return [];
        }

        var penalties = more.RepeatPenalty != 1 || more.FrequencyPenalty != 0 || more.PresencePenalty != 0;
        (string Field, JsonNode? Value)[] fields =
        [
            ("top_k", When(settings.TopK > 0, settings.TopK)),
            ("min_p", When(settings.MinP > 0, settings.MinP)),
            ("typical_p", When(more.TypicalP < 1, more.TypicalP)),
            ("top_n_sigma", When(more.TopNSigma > 0, more.TopNSigma)),
            ("xtc_probability", When(more.XtcProbability > 0, more.XtcProbability)),
            ("xtc_threshold", When(more.XtcProbability > 0, more.XtcThreshold)),
            ("dry_multiplier", When(more.DryMultiplier > 0, more.DryMultiplier)),
            ("dry_base", When(more.DryMultiplier > 0, more.DryBase)),
            ("dry_allowed_length", When(more.DryMultiplier > 0, more.DryAllowedLength)),
            ("dry_penalty_last_n", When(more.DryMultiplier > 0, more.DryLastN)),
            ("mirostat", When(more.Mirostat > 0, more.Mirostat)),
            ("mirostat_tau", When(more.Mirostat > 0, more.MirostatTau)),
            ("mirostat_eta", When(more.Mirostat > 0, more.MirostatEta)),
            ("repeat_penalty", When(more.RepeatPenalty != 1, more.RepeatPenalty)),
            ("repeat_last_n", When(penalties && more.PenaltyLastN != usual.PenaltyLastN, more.PenaltyLastN)),
            ("grammar", settings.Grammar is null ? null : JsonValue.Create(settings.Grammar)),
        ];
        return fields.Where(field => field.Value is not null).Select(field => (field.Field, field.Value!));
    }

    /// <summary>Fields that every server of the protocol knows.</summary>
    public static void AddStandard(JsonObject body, GenerateSettings settings)
    {
        var more = settings.Samplers ?? Usual;
        Add("top_p", When(settings.TopP < 1, settings.TopP));
        Add("seed", settings.Seed is { } seed ? JsonValue.Create(seed) : null);
        Add("frequency_penalty", When(more.FrequencyPenalty != 0, more.FrequencyPenalty));
        Add("presence_penalty", When(more.PresencePenalty != 0, more.PresencePenalty));
        if (more.LogitBias is { Count: > 0 } biases)
        {
            body["logit_bias"] = new JsonObject(biases.Select(bias => KeyValuePair.Create(bias.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)JsonValue.Create(Math.Clamp(bias.Value, -100, 100)))));
        }

        void Add(string name, JsonNode? value)
        {
            if (value is not null)
            {
                body[name] = value;
            }
        }
    }

    private static JsonValue? When<T>(bool present, T value) => present ? JsonValue.Create(value) : null;
}
