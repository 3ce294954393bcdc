using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary>Sampling settings by the protocol's names, and beyond them by those of llama-server.</summary>
internal static class SamplerFields
{
    private const double MostBias = 100;

    private static readonly Dictionary<string, SamplerStep> Steps = new(StringComparer.Ordinal)
    {
        ["penalties"] = SamplerStep.Penalties,
        ["dry"] = SamplerStep.Dry,
        ["top_n_sigma"] = SamplerStep.TopNSigma,
        ["top_k"] = SamplerStep.TopK,
        ["typ_p"] = SamplerStep.Typical,
        ["typical_p"] = SamplerStep.Typical,
        ["top_p"] = SamplerStep.TopP,
        ["min_p"] = SamplerStep.MinP,
        ["xtc"] = SamplerStep.Xtc,
        ["temperature"] = SamplerStep.Temperature,
    };

    /// <param name="vocabulary">Number of tokens; logit biases are for these.</param>
    public static SamplingSpec Read(RequestBody body, int vocabulary)
    {
        var (grammar, field) = GrammarFields.Read(body);
        return new SamplingSpec(
            body.Number("temperature", 0, 10) ?? 1,
            (int)(body.Whole("top_k", 0, int.MaxValue) ?? 0),
            body.Number("top_p", 0, 1) ?? 1,
            body.Number("min_p", 0, 1) ?? 0,
            unchecked((ulong)(body.Whole("seed", long.MinValue, long.MaxValue) ?? BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)))),
            grammar)
        {
            More = ReadMore(body, vocabulary),
            GrammarField = field,
            DryBreakers = body.Field("dry_sequence_breakers") is null ? SamplingSpec.UsualBreakers : [.. body.Texts("dry_sequence_breakers", 64)],
            DynamicTemperatureRange = body.Number("dynatemp_range", 0, 10) ?? 0,
            DynamicTemperatureExponent = body.Number("dynatemp_exponent", 0, 10) ?? 1,
            Order = ReadOrder(body),
        };
    }

    private static SamplerSettings ReadMore(RequestBody body, int vocabulary)
    {
        var usual = new SamplerSettings();
        return new SamplerSettings(
            TypicalP: body.Number("typical_p", 0, 1) ?? usual.TypicalP,
            TopNSigma: body.Number("top_n_sigma", -1, 100) ?? usual.TopNSigma,
            XtcProbability: body.Number("xtc_probability", 0, 1) ?? usual.XtcProbability,
            XtcThreshold: body.Number("xtc_threshold", 0, 1) ?? usual.XtcThreshold,
            DryMultiplier: body.Number("dry_multiplier", 0, 100) ?? usual.DryMultiplier,
            DryBase: body.Number("dry_base", 1, 100) ?? usual.DryBase,
            DryAllowedLength: (int)(body.Whole("dry_allowed_length", 0, int.MaxValue) ?? usual.DryAllowedLength),
            DryLastN: (int)(body.Whole("dry_penalty_last_n", -1, int.MaxValue) ?? usual.DryLastN),
            Mirostat: (int)(body.Whole("mirostat", 0, 2) ?? usual.Mirostat),
            MirostatTau: body.Number("mirostat_tau", 0, 100) ?? usual.MirostatTau,
            MirostatEta: body.Number("mirostat_eta", 0, 1) ?? usual.MirostatEta,
            RepeatPenalty: body.Number("repeat_penalty", 0.1, 10) ?? usual.RepeatPenalty,
            FrequencyPenalty: body.Number("frequency_penalty", -2, 2) ?? usual.FrequencyPenalty,
            PresencePenalty: body.Number("presence_penalty", -2, 2) ?? usual.PresencePenalty,
            PenaltyLastN: (int)(body.Whole("repeat_last_n", -1, int.MaxValue) ?? usual.PenaltyLastN),
            LogitBias: ReadBias(body, vocabulary));
    }

    private static ImmutableArray<SamplerStep> ReadOrder(RequestBody body)
    {
        var names = body.Texts("samplers", 16);
        if (names.Any(name => !Steps.ContainsKey(name)))
        {
            body.Problem("samplers", $"a list of {string.Join(", ", Steps.Keys)}");
            return SamplingSpec.UsualOrder;
        }

        return names.Count == 0 ? SamplingSpec.UsualOrder : [.. names.Select(name => Steps[name])];
    }

    // {"15": -100} as in the protocol, or [[15, -100], [16, false]] as llama-server takes it too.
    private static ImmutableSortedDictionary<int, double> ReadBias(RequestBody body, int vocabulary)
    {
        var biases = ImmutableSortedDictionary.CreateBuilder<int, double>();
        switch (body.Field("logit_bias"))
        {
            case null:
                break;
            case { ValueKind: JsonValueKind.Object } map:
                foreach (var entry in map.EnumerateObject())
                {
                    Add(int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var token) ? token : -1, entry.Value, $"logit_bias.{entry.Name}");
                }

                break;
            case { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(pair => pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2):
                foreach (var (index, pair) in list.EnumerateArray().Index())
                {
                    Add(pair[0].ValueKind == JsonValueKind.Number && pair[0].TryGetInt32(out var token) ? token : -1, pair[1], $"logit_bias[{index}]");
                }

                break;
            default:
                body.Problem("logit_bias", "an object of token ids and biases");
                break;
        }

        return biases.ToImmutable();

        void Add(int token, JsonElement value, string place)
        {
            if (token < 0 || token >= vocabulary)
            {
                body.Problem(place, $"for a token id from 0 to {vocabulary - 1}");
            }
            else if (value.ValueKind == JsonValueKind.False)
            {
                biases[token] = -MostBias;
            }
            else if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var bias) && Math.Abs(bias) <= MostBias)
            {
                biases[token] = bias;
            }
            else
            {
                body.Problem(place, "a number from -100 to 100");
            }
        }
    }
}
