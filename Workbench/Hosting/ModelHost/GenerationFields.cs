using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary>The fields that all endpoints which generate share.</summary>
/// <param name="Id">The asker's own id of the request; null takes one of ours.</param>
/// <param name="Interactive">A person is waiting: goes before the work of runs.</param>
internal sealed record GenerationFields(string? Model, string? Id, GenerationSpec Spec, int Count, bool Stream, bool IncludeUsage, bool Interactive, bool ReturnPrompt)
{
    private const int MostStops = 16;
    private const int MostTopLogprobs = 20;
    private const int LongestId = 128;

    /// <param name="mostAnswers">Largest <c>n</c>.</param>
    public static GenerationFields Read(RequestBody body, HostedModel model, bool chat, int mostAnswers)
    {
        foreach (var name in new[] { "functions", "function_call", "audio", "suffix" })
        {
            if (body.Field(name) is not null)
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

        var usage = body.Object("stream_options") is { } options && options.TryGetProperty("include_usage", out var include) && include.ValueKind == System.Text.Json.JsonValueKind.True;
        return new GenerationFields(
            body.Text("model"),
            ReadId(body),
            new GenerationSpec((int)most, SamplerFields.Read(body, model.Engine.Vocabulary.Count), [.. stops], chat ? ReadChatLogprobs(body) : (int?)body.Whole("logprobs", 0, MostTopLogprobs), body.Flag("ignore_eos")),
            (int)(body.Whole("n", 1, mostAnswers) ?? 1),
            body.Flag("stream"),
            usage,
            body.Flag("x_interactive"),
            body.Flag("x_return_prompt"));
    }

    private static string? ReadId(RequestBody body)
    {
        var id = body.Text("x_request_id");
        if (id is not null && (id.Length is 0 or > LongestId || !id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':')))
        {
            body.Problem("x_request_id", $"1 to {LongestId} letters, digits and -_.:");
        }

        return id;
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
}
