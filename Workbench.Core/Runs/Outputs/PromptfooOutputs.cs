using System.Text.Json;
using Workbench.Core.Inference;
using Workbench.Core.Language;

namespace Workbench.Core.Runs.Outputs;

/// <summary>Results of promptfoo: version 3, or version 2 with its table left aside.</summary>
internal static class PromptfooOutputs
{
    public static IEnumerable<GivenOutput> Read(string path, List<InputProblem> problems)
    {
        using var document = OutputFile.OpenJson(path);
        var results = document.RootElement;
        while (results.ValueKind == JsonValueKind.Object && results.TryGetProperty("results", out var inner))
        {
            results = inner;
        }

        if (results.ValueKind != JsonValueKind.Array)
        {
            problems.Add(new InputProblem(new Phrase("Runs.NotPromptfoo"), path, Field: "results.results"));
            yield break;
        }

        foreach (var (place, result) in results.EnumerateArray().Index())
        {
            if (result.ValueKind == JsonValueKind.Object)
            {
                yield return Output(result, $"results[{RunPlan.Text(place)}]");
            }
        }
    }

    private static GivenOutput Output(JsonElement result, string field)
    {
        var response = Member(result, "response");
        var output = Member(response, "output");
        var text = output.ValueKind switch
        {
            JsonValueKind.String => output.GetString(),
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            _ => output.GetRawText(),
        };
        var usage = Member(response, "tokenUsage") is { ValueKind: JsonValueKind.Object } tokens ? new ModelUsage(OutputRows.Whole(tokens, "prompt"), OutputRows.Whole(tokens, "cached"), OutputRows.Whole(tokens, "completion")) : null;
        var latency = Member(result, "latencyMs");
        return new GivenOutput(
            Text(Member(Member(result, "provider"), "label")) ?? Text(Member(Member(result, "provider"), "id")) ?? Text(Member(result, "provider")),
            Text(Member(Member(result, "metadata"), "sample")) ?? Text(Member(Member(result, "testCase"), "description")),
            Text(Member(Member(result, "vars"), "prompt")) ?? Text(Member(Member(result, "vars"), "question")) ?? Text(Member(Member(result, "prompt"), "raw")),
            Member(Member(result, "metadata"), "repeat") is { ValueKind: JsonValueKind.Number } repeat && repeat.TryGetInt32(out var number) && number >= 0 ? number : null,
            text,
            text is null ? Text(Member(result, "error")) ?? Text(Member(response, "error")) ?? "" : null,
            usage,
            latency.ValueKind == JsonValueKind.Number && latency.TryGetDouble(out var milliseconds) && milliseconds is >= 0 and < 1e10 ? TimeSpan.FromMilliseconds(milliseconds) : null,
            field);
    }

    internal static JsonElement Member(JsonElement owner, string name) => owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : default;

    internal static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
