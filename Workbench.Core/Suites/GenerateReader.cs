using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>Reads how answers are drawn.</summary>
internal static class GenerateReader
{
    public static GenerateSettings Read(SuiteFields? generate)
    {
        var usual = new GenerateSettings();
        if (generate is null)
        {
            return usual;
        }

        var settings = usual with
        {
            MaxTokens = (int)(generate.Whole("maxTokens") ?? usual.MaxTokens),
            Temperature = generate.Number("temperature") ?? usual.Temperature,
            TopP = generate.Number("topP") ?? usual.TopP,
            TopK = (int)(generate.Whole("topK") ?? usual.TopK),
            MinP = generate.Number("minP") ?? usual.MinP,
            Seed = generate.Find("seed") is SuiteScalar { Text: "random" } ? null : generate.Whole("seed") ?? usual.Seed,
            Stop = generate.Texts("stop"),
            JsonSchema = Schema(generate),
            Samplers = Samplers(generate),
            Grammar = Grammar(generate),
        };
        if (settings is { Grammar: not null, JsonSchema: not null })
        {
            generate.Report("grammar", "GrammarAndSchema");
        }

        generate.RefuseOthers();
        return settings;
    }

    private static SamplerSettings? Samplers(SuiteFields generate)
    {
        var usual = new SamplerSettings();
        var samplers = new SamplerSettings(
            generate.Number("typicalP") ?? usual.TypicalP,
            generate.Number("topNSigma") ?? usual.TopNSigma,
            generate.Number("xtcProbability") ?? usual.XtcProbability,
            generate.Number("xtcThreshold") ?? usual.XtcThreshold,
            generate.Number("dryMultiplier") ?? usual.DryMultiplier,
            generate.Number("dryBase") ?? usual.DryBase,
            (int)(generate.Whole("dryAllowedLength") ?? usual.DryAllowedLength),
            (int)(generate.Whole("dryLastN") ?? usual.DryLastN),
            (int)(generate.Whole("mirostat") ?? usual.Mirostat),
            generate.Number("mirostatTau") ?? usual.MirostatTau,
            generate.Number("mirostatEta") ?? usual.MirostatEta,
            generate.Number("repeatPenalty") ?? usual.RepeatPenalty,
            generate.Number("frequencyPenalty") ?? usual.FrequencyPenalty,
            generate.Number("presencePenalty") ?? usual.PresencePenalty,
            (int)(generate.Whole("penaltyLastN") ?? usual.PenaltyLastN),
            Biases(generate));
        return samplers == usual ? null : samplers;
    }

    private static ImmutableSortedDictionary<int, double>? Biases(SuiteFields generate)
    {
        var (least, most) = (SuiteForms.Generate["logitBias"].Least, SuiteForms.Generate["logitBias"].Most);
        var biases = ImmutableSortedDictionary.CreateBuilder<int, double>();
        foreach (var (token, text) in generate.Pairs("logitBias"))
        {
            if (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                generate.Report("logitBias", "NotToken", token);
            }
            else if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var bias) || !(bias >= least && bias <= most))
            {
                generate.Report("logitBias", "NotNumber", text, least.ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                biases[id] = bias;
            }
        }

        return biases.Count == 0 ? null : biases.ToImmutable();
    }

    private static string? Schema(SuiteFields generate)
    {
        switch (generate.Find("jsonSchema"))
        {
            case null:
                return null;
            case SuiteMap written:
                return NodeJson.Write(written);
            default:
                if (generate.Text("jsonSchema") is { } text && !IsJsonObject(text))
                {
                    generate.Report("jsonSchema", "NotSchema");
                }

                return generate.Find("jsonSchema") is SuiteScalar given ? given.Text : null;
        }
    }

    private static bool IsJsonObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Grammar(SuiteFields generate)
    {
        if (generate.Text("grammar") is not { } text)
        {
            return null;
        }

        try
        {
            GbnfParser.Parse(text);
        }
        catch (GrammarFailure wrong)
        {
            generate.Report("grammar", "GrammarWrong", wrong.Line?.ToString(CultureInfo.InvariantCulture) ?? "–", Phrase.Both(wrong.Reason));
        }

        return text;
    }
}
