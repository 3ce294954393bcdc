using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary>The fields that both completion endpoints share.</summary>
/// <param name="Interactive">A person is waiting: goes before the work of runs.</param>
internal sealed record GenerationFields(string? Model, GenerationSpec Spec, int Count, bool Stream, bool IncludeUsage, bool Interactive, bool ReturnPrompt)
{
    private const int MostAnswers = 64;
    private const int MostStops = 16;
    private const int MostTopLogprobs = 20;

    public static GenerationFields Read(RequestBody body, bool chat)
    {
        foreach (var name in new[] { "tools", "functions", "logit_bias", "audio" })
        {
            if (body.Field(name) is { } value && value.ValueKind is JsonValueKind.Array or JsonValueKind.Object && value.ToString() is not ("[]" or "{}"))
            {
                body.Refuse(name, "not available here");
            }
        }

        var most = body.Whole("max_completion_tokens", 1, int.MaxValue) ?? body.Whole("max_tokens", 1, int.MaxValue) ?? int.MaxValue;
        var stops = body.Texts("stop", MostStops);
        if (stops.Any(stop => stop.Length == 0))
        {
            body.Problem("stop", "texts that are not empty");
        }

        var sampling = new SamplingSpec(
            body.Number("temperature", 0, 10) ?? 1,
            (int)(body.Whole("top_k", 0, int.MaxValue) ?? 0),
            body.Number("top_p", 0, 1) ?? 1,
            body.Number("min_p", 0, 1) ?? 0,
            body.Number("repeat_penalty", 0.1, 10) ?? 1,
            body.Number("frequency_penalty", -2, 2) ?? 0,
            body.Number("presence_penalty", -2, 2) ?? 0,
            unchecked((ulong)(body.Whole("seed", long.MinValue, long.MaxValue) ?? BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)))),
            ReadGrammar(body));
        var options = body.Field("stream_options");
        var usage = options is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty("include_usage", out var include) && include.ValueKind == JsonValueKind.True;
        return new GenerationFields(
            body.Text("model"),
            new GenerationSpec((int)most, sampling, [.. stops], chat ? ReadChatLogprobs(body) : (int?)body.Whole("logprobs", 0, MostTopLogprobs), body.Flag("ignore_eos")),
            (int)(body.Whole("n", 1, MostAnswers) ?? 1),
            body.Flag("stream"),
            usage,
            body.Flag("x_interactive"),
            body.Flag("x_return_prompt"));
    }

    private static int? ReadChatLogprobs(RequestBody body)
    {
        var wanted = body.Flag("logprobs");
        var top = body.Whole("top_logprobs", 0, MostTopLogprobs);
        if (top is not null && !wanted)
        {
            body.Refuse("top_logprobs", "needs logprobs to be true");
        }

        return wanted ? (int)(top ?? 0) : null;
    }

    private static string? ReadGrammar(RequestBody body)
    {
        if (body.Field("response_format") is not { } format)
        {
            return null;
        }

        var type = format.ValueKind == JsonValueKind.Object && format.TryGetProperty("type", out var name) ? name.ToString() : null;
        switch (type)
        {
            case "text":
                return null;
            case "json_object":
                return JsonGrammar.AnyObject;
            case "json_schema" when format.TryGetProperty("json_schema", out var named) && named.ValueKind == JsonValueKind.Object && named.TryGetProperty("schema", out var schema):
                return JsonGrammar.FromSchema(schema);
            default:
                body.Problem("response_format", "of type text, json_object, or json_schema with json_schema.schema");
                return null;
        }
    }
}
