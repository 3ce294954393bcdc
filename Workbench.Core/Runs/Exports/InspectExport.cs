using System.IO.Compression;
using System.Text.Json.Nodes;
using Workbench.Core.Inference;
using Workbench.Core.Scoring;
using Workbench.Core.Statistics;

namespace Workbench.Core.Runs.Exports;

/// <summary>Inspect's log in JSON, version 2: one candidate is one log; several are put into one archive, a log each.</summary>
internal static class InspectExport
{
    public static async Task WriteAsync(ExportSource source, Stream output, CancellationToken cancellation)
    {
        if (source.Candidates.Count() == 1)
        {
            await LogAsync(source, source.Candidates.Single(), output, cancellation).ConfigureAwait(false);
            return;
        }

        await using var archive = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation).ConfigureAwait(false);
        foreach (var (candidate, place) in source.Candidates.Select((candidate, place) => (candidate, place)))
        {
            await using var entry = await archive.CreateEntry($"{ArchiveName.Of(place, candidate.Name)}.json").OpenAsync(cancellation).ConfigureAwait(false);
            await LogAsync(source.For(candidate), candidate, entry, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task LogAsync(ExportSource source, Candidate candidate, Stream output, CancellationToken cancellation)
    {
        var run = source.Run;
        var summary = source.Summary.Candidates.First(each => each.Candidate.Name == candidate.Name);
        await using var json = new JsonDocumentWriter(output);
        json.Begin();
        json.Write("version", 2);
        json.Write("status", run.Status switch { RunStatus.Finished => "success", RunStatus.Cancelled => "cancelled", RunStatus.Failed => "error", _ => "started" });
        json.Write("eval", Eval(source, candidate, summary));
        json.Write("plan", new JsonObject { ["name"] = "plan", ["steps"] = new JsonArray(new JsonObject { ["solver"] = "generate", ["params"] = new JsonObject() }), ["config"] = Config(candidate.Settings ?? source.Suite.Settings) });
        json.Write("results", new JsonObject { ["total_samples"] = summary.Answered + summary.Errors, ["completed_samples"] = summary.Answered, ["scores"] = new JsonArray([.. Scores(summary.Metrics)]) });
        json.Write("stats", new JsonObject
        {
            ["started_at"] = ExportSource.Moment(run.CreatedAt),
            ["completed_at"] = run.FinishedAt is { } end ? ExportSource.Moment(end) : "",
            ["model_usage"] = new JsonObject { [candidate.Model] = Usage(summary.Tokens) },
        });
        if (run.Problem is { } problem)
        {
            json.Write("error", Error(problem.ToString()));
        }

        json.BeginList("samples");
        await foreach (var result in source.Results(cancellation).ConfigureAwait(false))
        {
            await json.AddAsync(Sample(source, candidate, result), cancellation).ConfigureAwait(false);
        }

        json.EndList();
        json.End();
    }

    private static JsonObject Eval(ExportSource source, Candidate candidate, CandidateSummary summary) => new()
    {
        ["eval_id"] = $"{source.Run.Id}-{candidate.Hash[..12]}",
        ["run_id"] = source.Run.Id,
        ["created"] = ExportSource.Moment(source.Run.CreatedAt),
        ["task"] = source.Suite.Name,
        ["task_id"] = source.Suite.Sha256[..22],
        ["task_version"] = source.Suite.Version,
        ["task_attribs"] = new JsonObject(),
        ["task_args"] = new JsonObject(),
        ["dataset"] = new JsonObject { ["name"] = source.Suite.Name, ["samples"] = RunPlan.Samples(source.Suite, source.Run.Limit).Length, ["shuffled"] = false },
        ["model"] = candidate.Model,
        ["model_args"] = new JsonObject { ["sha256"] = summary.Model?.Sha256 },
        ["model_generate_config"] = Config(candidate.Settings ?? source.Suite.Settings),
        ["config"] = new JsonObject { ["epochs"] = source.Suite.Repeats, ["limit"] = source.Run.Limit },
        ["packages"] = new JsonObject(source.Run.Record.Environments.Take(1).Select(environment => KeyValuePair.Create("workbench", (JsonNode?)environment.Workbench))),
        ["scorers"] = new JsonArray([.. source.Suite.Samples.SelectMany(sample => ScorerRegistry.Specs(source.Suite, sample)).Select(spec => spec.Kind).Distinct(StringComparer.Ordinal).Select(kind => new JsonObject { ["name"] = kind })]),
        ["metadata"] = new JsonObject { ["candidate"] = candidate.Name, ["candidate_sha256"] = candidate.Hash, ["suite_sha256"] = source.Suite.Sha256 },
    };

    private static JsonObject Config(GenerateSettings settings) => new()
    {
        ["max_tokens"] = settings.MaxTokens,
        ["temperature"] = settings.Temperature,
        ["top_p"] = settings.TopP,
        ["top_k"] = settings.TopK > 0 ? settings.TopK : null,
        ["seed"] = settings.Seed,
        ["stop_seqs"] = settings.Stop.IsEmpty ? null : new JsonArray([.. settings.Stop.Select(stop => JsonValue.Create(stop))]),
    };

    private static IEnumerable<JsonNode> Scores(IEnumerable<Metric> metrics) =>
        metrics.Where(metric => metric.Estimate is not null).GroupBy(metric => metric.Name.Split('.')[0], StringComparer.Ordinal).Select(group => new JsonObject
        {
            ["name"] = group.Key,
            ["scorer"] = group.Key,
            ["params"] = new JsonObject(),
            ["metrics"] = new JsonObject(group.Select(metric => KeyValuePair.Create(metric.Name[(group.Key.Length + 1)..], (JsonNode?)new JsonObject
            {
                ["name"] = metric.Name[(group.Key.Length + 1)..],
                ["value"] = metric.Estimate!.Value,
                ["params"] = new JsonObject(),
                ["metadata"] = new JsonObject { ["low"] = metric.Estimate.Low, ["high"] = metric.Estimate.High, ["n"] = metric.Estimate.N, ["clusters"] = metric.Estimate.Clusters, ["method"] = metric.Estimate.Method, ["confidence"] = metric.Estimate.Confidence },
            }))),
        });

    private static JsonObject Sample(ExportSource source, Candidate candidate, SampleResult result)
    {
        var sample = source.SampleOf(result);
        var message = new JsonObject { ["role"] = "assistant", ["content"] = result.Answer ?? "", ["source"] = "generate", ["model"] = candidate.Model };
        var stop = result.StopReason switch { StopReason.Length => "max_tokens", StopReason.Stop => "stop", _ => "unknown" };
        var written = new JsonObject
        {
            ["id"] = sample.Id,
            ["epoch"] = result.Repeat + 1,
            ["input"] = sample.Prompt,
            ["choices"] = sample.Choices.IsEmpty ? null : Texts(sample.Choices),
            ["target"] = sample.Targets.Length == 1 ? sample.Targets[0] : Texts(sample.Targets),
            ["messages"] = new JsonArray([.. RunPlan.Messages(source.Suite, new RunCell(sample, candidate, result.Repeat)).Select(each => new JsonObject { ["role"] = each.Role, ["content"] = each.Content }), .. result.Error is null ? (JsonNode[])[message.DeepClone()] : []]),
            ["output"] = new JsonObject
            {
                ["model"] = candidate.Model,
                ["choices"] = result.Error is null ? new JsonArray(new JsonObject { ["message"] = message, ["stop_reason"] = stop }) : [],
                ["usage"] = result.Usage is { } usage ? Usage(usage) : null,
                ["time"] = result.Duration?.TotalSeconds,
            },
            ["scores"] = new JsonObject(result.Scores.DistinctBy(score => score.Scorer).Select(score => KeyValuePair.Create(score.Scorer, (JsonNode?)Score(score)))),
            ["metadata"] = new JsonObject { ["language"] = sample.Language, ["region"] = sample.Region, ["tags"] = Texts(sample.Tags), ["cluster"] = sample.Cluster },
            ["store"] = new JsonObject(),
            ["events"] = new JsonArray(),
            ["model_usage"] = result.Usage is { } used ? new JsonObject { [candidate.Model] = Usage(used) } : [],
            ["attachments"] = new JsonObject(),
        };
        if (result.Error is { } error)
        {
            written["error"] = Error(error.ToString());
        }

        return written;
    }

    // Its letters: correct, incorrect, partial, no answer. What could not be scored has no value there, so that it enters no metric.
    private static JsonObject Score(Score score) => new()
    {
        ["value"] = score.Outcome switch
        {
            Outcome.Correct => "C",
            Outcome.Incorrect => "I",
            Outcome.NoAnswer => "N",
            Outcome.Partial => score.Value,
            _ => null,
        },
        ["answer"] = score.Answer,
        ["explanation"] = ExportSource.Reason(score),
        ["metadata"] = new JsonObject([KeyValuePair.Create("outcome", (JsonNode?)RunExport.Word<Outcome>(score.Outcome)), KeyValuePair.Create("value", (JsonNode?)score.Value), .. score.Values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value)).Where(value => value.Key is not ("outcome" or "value"))]),
        ["history"] = new JsonArray(),
    };

    private static JsonObject Usage(ModelUsage usage) => new() { ["input_tokens"] = usage.Prompt, ["output_tokens"] = usage.Completion, ["total_tokens"] = usage.Prompt + usage.Completion, ["input_tokens_cache_read"] = usage.PromptCached };

    private static JsonObject Error(string message) => new() { ["message"] = message, ["traceback"] = "", ["traceback_ansi"] = "" };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
