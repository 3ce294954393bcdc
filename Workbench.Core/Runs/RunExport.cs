using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>Writes the cells of a run, one a line.</summary>
public static class RunExport
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Columns = ["sample", "candidate", "repeat", "language", "tags", "prompt", "answer", "stop", "prompt_tokens", "completion_tokens", "scorer", "outcome", "value", "reason", "error", "validated"];

    /// <summary>JSON lines in the shape that the command line promises.</summary>
    public static async Task WriteJsonLinesAsync(PromptSuite suite, IAsyncEnumerable<SampleResult> results, TextWriter writer, CancellationToken cancellation)
    {
        var samples = suite.Samples.ToDictionary(sample => sample.Id, StringComparer.Ordinal);
        await foreach (var result in results.WithCancellation(cancellation).ConfigureAwait(false))
        {
            await writer.WriteAsync(Line(samples[result.SampleId], result).ToJsonString(Options) + "\n").ConfigureAwait(false);
        }
    }

    /// <summary>RFC 4180 with a line for each score (one with empty score columns for an error). A cell that a spreadsheet would compute begins with an apostrophe instead.</summary>
    public static async Task WriteCsvAsync(PromptSuite suite, IAsyncEnumerable<SampleResult> results, TextWriter writer, CancellationToken cancellation)
    {
        var samples = suite.Samples.ToDictionary(sample => sample.Id, StringComparer.Ordinal);
        await writer.WriteAsync(string.Join(',', Columns) + "\r\n").ConfigureAwait(false);
        await foreach (var result in results.WithCancellation(cancellation).ConfigureAwait(false))
        {
            foreach (var score in result.Scores.Cast<Scoring.Score?>().DefaultIfEmpty(null))
            {
                var sample = samples[result.SampleId];
                string?[] cells =
                [
                    result.SampleId, result.Candidate, RunPlan.Text(result.Repeat), sample.Language, string.Join(' ', sample.Tags), result.PromptSent ?? sample.Prompt, result.Answer, Word(result.StopReason),
                    result.Usage is { } usage ? RunPlan.Text(usage.Prompt) : null, result.Usage is { } used ? RunPlan.Text(used.Completion) : null,
                    score?.Scorer, Word(score?.Outcome), score?.Value?.ToString(System.Globalization.CultureInfo.InvariantCulture), score?.Reason.ToString(), result.Error?.ToString(), score is null ? null : IsValidated(score) ? "yes" : "no",
                ];
                await writer.WriteAsync(string.Join(',', cells.Select(Cell)) + "\r\n").ConfigureAwait(false);
            }
        }
    }

    private static JsonObject Line(Sample sample, SampleResult result)
    {
        var scores = new JsonObject();
        foreach (var score in result.Scores)
        {
            // A sample may have the same kind twice, with other settings.
            var alike = scores.Count(entry => entry.Key == score.Scorer || entry.Key.StartsWith($"{score.Scorer}#", StringComparison.Ordinal));
            var name = alike == 0 ? score.Scorer : $"{score.Scorer}#{RunPlan.Text(alike + 1)}";
            scores[name] = new JsonObject { ["outcome"] = Word(score.Outcome), ["value"] = score.Value, ["reason"] = score.Reason.ToString() };
            if (!IsValidated(score))
            {
                scores[name]!["validated"] = false;
                scores[name]!["sent"] = score.Sent;
            }

            if (!score.Values.IsEmpty)
            {
                scores[name]!["values"] = new JsonObject(score.Values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));
            }
        }

        return new JsonObject
        {
            ["sample"] = result.SampleId,
            ["candidate"] = result.Candidate,
            ["repeat"] = result.Repeat,
            ["language"] = sample.Language,
            ["tags"] = new JsonArray([.. sample.Tags.Select(tag => JsonValue.Create(tag))]),
            ["prompt"] = result.PromptSent ?? sample.Prompt,
            ["answer"] = result.Answer,
            ["stop"] = Word(result.StopReason),
            ["tokens"] = result.Usage is { } usage ? new JsonObject { ["prompt"] = usage.Prompt, ["promptCached"] = usage.PromptCached, ["completion"] = usage.Completion } : null,
            ["scores"] = scores,
            ["error"] = result.Error?.ToString(),
        };
    }

    private static bool IsValidated(Scoring.Score score) => Scoring.ScorerRegistry.Standard.Find(score.Scorer)?.IsValidated != false;

    /// <summary>An enumeration's name as outputs have it: <c>noAnswer</c>, <c>length</c>.</summary>
    public static string? Word<T>(T? value)
        where T : struct, Enum => value is { } known ? JsonNamingPolicy.CamelCase.ConvertName(known.ToString()) : null;

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var safe = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n'") < 0 ? safe : new StringBuilder(safe).Replace("\"", "\"\"").Insert(0, '"').Append('"').ToString();
    }
}
