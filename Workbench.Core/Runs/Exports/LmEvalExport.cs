using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Inference;

namespace Workbench.Core.Runs.Exports;

/// <summary>What lm-evaluation-harness leaves behind, in one archive: a folder for each candidate with <c>results_….json</c> and <c>samples_….jsonl</c>.</summary>
internal static class LmEvalExport
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public static async Task WriteAsync(ExportSource source, Stream output, CancellationToken cancellation)
    {
        var stamp = source.Run.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH-mm-ss.ffffff", CultureInfo.InvariantCulture);
        await using var archive = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation).ConfigureAwait(false);
        foreach (var (candidate, place) in source.Candidates.Select((candidate, place) => (candidate, place)))
        {
            var folder = ArchiveName.Of(place, candidate.Name);
            await using (var results = await OpenAsync(archive, $"{folder}/results_{stamp}.json", cancellation).ConfigureAwait(false))
            {
                await results.WriteAsync(Results(source, candidate).ToJsonString(Indented)).ConfigureAwait(false);
            }

            await using var samples = await OpenAsync(archive, $"{folder}/samples_{source.Suite.Name}_{stamp}.jsonl", cancellation).ConfigureAwait(false);
            await foreach (var result in source.For(candidate).Results(cancellation).ConfigureAwait(false))
            {
                // It has no line for what broke: a sample is there only with its answer.
                if (result.Error is null)
                {
                    await samples.WriteAsync(Sample(source, candidate, result).ToJsonString(Plain) + "\n").ConfigureAwait(false);
                }
            }
        }
    }

    private static JsonObject Results(ExportSource source, Candidate candidate)
    {
        var (suite, run) = (source.Suite, source.Run);
        var summary = source.Summary.Candidates.First(each => each.Candidate.Name == candidate.Name);
        var measured = summary.Metrics.Where(metric => metric.Estimate is not null).ToList();
        var results = new JsonObject { ["alias"] = suite.Name };
        foreach (var metric in measured)
        {
            results[$"{metric.Name},none"] = metric.Estimate!.Value;
            results[$"{metric.Name}_stderr,none"] = "N/A";
            results[$"{metric.Name}_interval,none"] = new JsonArray(metric.Estimate.Low, metric.Estimate.High, metric.Estimate.Method);
        }

        return new JsonObject
        {
            ["results"] = new JsonObject { [suite.Name] = results },
            ["groups"] = new JsonObject(),
            ["group_subtasks"] = new JsonObject { [suite.Name] = new JsonArray() },
            ["configs"] = new JsonObject { [suite.Name] = new JsonObject { ["task"] = suite.Name, ["output_type"] = suite.Samples.All(sample => !sample.Choices.IsEmpty) ? "multiple_choice" : "generate_until", ["repeats"] = suite.Repeats, ["num_fewshot"] = suite.FewShot.Length, ["metadata"] = new JsonObject { ["version"] = suite.Version, ["sha256"] = suite.Sha256, ["not_validated"] = new JsonArray([.. measured.Where(metric => !ScoreMetrics.IsValidated(metric.Name)).Select(metric => (JsonNode)metric.Name)]) } } },
            ["versions"] = new JsonObject { [suite.Name] = suite.Version },
            ["n-shot"] = new JsonObject { [suite.Name] = suite.FewShot.Length },
            ["higher_is_better"] = new JsonObject { [suite.Name] = new JsonObject(measured.Where(metric => metric.Name.EndsWith(".accuracy", StringComparison.Ordinal)).Select(metric => KeyValuePair.Create(metric.Name, (JsonNode?)true))) },
            ["n-samples"] = new JsonObject { [suite.Name] = new JsonObject { ["original"] = suite.Samples.Length, ["effective"] = RunPlan.Samples(suite, run.Limit).Length } },
            ["config"] = new JsonObject { ["model"] = "workbench", ["model_args"] = $"candidate={candidate.Name}", ["limit"] = run.Limit, ["random_seed"] = (candidate.Settings ?? suite.Settings).Seed },
            ["date"] = run.CreatedAt.ToUnixTimeMilliseconds() / 1000.0,
            ["model_source"] = "workbench",
            ["model_name"] = candidate.Model,
            ["model_sha256"] = summary.Model?.Sha256,
            ["system_instruction"] = candidate.SystemPrompt ?? suite.System,
            ["task_hashes"] = new JsonObject { [suite.Name] = suite.Sha256 },
            ["total_evaluation_time_seconds"] = summary.Time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture),
        };
    }

    private static JsonObject Sample(ExportSource source, Candidate candidate, SampleResult result)
    {
        var sample = source.SampleOf(result);
        var prompt = result.PromptSent ?? sample.Prompt;
        var target = sample.Targets.Length == 1 ? JsonValue.Create(sample.Targets[0]) : (JsonNode)new JsonArray([.. sample.Targets.Select(each => JsonValue.Create(each))]);
        var document = new JsonObject { ["id"] = sample.Id, ["prompt"] = sample.Prompt, ["targets"] = new JsonArray([.. sample.Targets.Select(each => JsonValue.Create(each))]), ["choices"] = new JsonArray([.. sample.Choices.Select(each => JsonValue.Create(each))]), ["language"] = sample.Language };
        var written = new JsonObject
        {
            ["doc_id"] = source.PlaceOf(result),
            ["doc"] = document,
            ["target"] = target,
            ["arguments"] = new JsonObject { ["gen_args_0"] = new JsonObject { ["arg_0"] = prompt, ["arg_1"] = new JsonObject { ["max_gen_toks"] = (candidate.Settings ?? source.Suite.Settings).MaxTokens } } },
            ["resps"] = new JsonArray(new JsonArray(result.Answer ?? "")),
            ["filtered_resps"] = new JsonArray(result.Answer ?? ""),
            ["filter"] = "none",
            ["repeat"] = result.Repeat,
            ["metrics"] = new JsonArray([.. result.Scores.Where(score => score.Value is not null).Select(score => JsonValue.Create(score.Scorer))]),
            ["doc_hash"] = Hash(document.ToJsonString(Plain)),
            ["prompt_hash"] = Hash(prompt),
            ["target_hash"] = Hash(target.ToJsonString(Plain)),
        };
        foreach (var score in result.Scores.Where(score => score.Value is not null))
        {
            written[score.Scorer] = score.Value;
        }

        return written;
    }

    private static async Task<StreamWriter> OpenAsync(ZipArchive archive, string name, CancellationToken cancellation) =>
        new(await archive.CreateEntry(name).OpenAsync(cancellation).ConfigureAwait(false), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
