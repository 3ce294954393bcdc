using System.Collections.Immutable;
using System.Text.Json;

namespace Workbench.Core.Inference.Clients;

/// <summary>Reads the answer of <c>/x/samples</c>.</summary>
internal static class SamplesAnswer
{
    /// <param name="elapsed">How long it took, where the host does not tell of each answer.</param>
    public static ImmutableArray<ModelOutput> Read(JsonElement root, TimeSpan elapsed)
    {
        var prompt = root.GetProperty("usage").GetProperty("prompt_tokens").GetInt32();
        var sent = root.TryGetProperty("x_prompt", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        return
        [
            .. root.GetProperty("samples").EnumerateArray().OrderBy(static sample => sample.GetProperty("index").GetInt32()).Select(sample =>
            {
                var timing = HostTiming.Read(sample);
                return new ModelOutput(
                    WholeText.Read(sample.GetProperty("text")),
                    ChatAnswer.Stop(sample.GetProperty("finish_reason").GetString() ?? ""),
                    new ModelUsage(prompt, sample.GetProperty("cached_tokens").GetInt32(), sample.GetProperty("completion_tokens").GetInt32()),
                    timing.Total ?? elapsed,
                    timing.First,
                    sent,
                    TokenChoices.Read(sample),
                    timing.Writing);
            }),
        ];
    }
}
