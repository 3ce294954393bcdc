using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Workbench.Core.Inference;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs.Exports;

/// <summary>promptfoo's results, version 3, as <c>promptfoo import</c> takes them: a column for each candidate, a test for each sample and repeat, an assertion for each score.</summary>
internal static class PromptfooExport
{
    // Its numbers for why a result did not succeed: nothing, an assertion, an error.
    private const int NoReason = 0;
    private const int Assertion = 1;
    private const int Error = 2;
    private const string Template = "{{prompt}}";

    public static async Task WriteAsync(ExportSource source, Stream output, CancellationToken cancellation)
    {
        var columns = source.Candidates.Select(candidate => new PromptfooColumn(candidate)).ToList();
        await using var json = new JsonDocumentWriter(output);
        json.Begin();
        json.Write("evalId", $"eval-{source.Run.Id}-{ExportSource.Moment(source.Run.CreatedAt)[..19]}");
        json.Begin("results");
        json.Write("version", 3);
        json.Write("timestamp", ExportSource.Moment(source.Run.CreatedAt));
        json.BeginList("results");
        await foreach (var result in source.Results(cancellation).ConfigureAwait(false))
        {
            var place = columns.FindIndex(column => column.Candidate.Name == result.Candidate);
            columns[place].Count(result);
            await json.AddAsync(Result(source, columns[place].Candidate, place, result), cancellation).ConfigureAwait(false);
        }

        json.EndList();
        json.Write("prompts", new JsonArray([.. columns.Select(column => Prompt(column))]));
        json.Write("stats", new JsonObject
        {
            ["successes"] = columns.Sum(column => column.Passed),
            ["failures"] = columns.Sum(column => column.Failed),
            ["errors"] = columns.Sum(column => column.Errors),
            ["tokenUsage"] = Tokens(columns.Sum(column => column.PromptTokens), columns.Sum(column => column.CachedTokens), columns.Sum(column => column.CompletionTokens), columns.Sum(column => column.Answers)),
        });
        json.End();
        json.Write("config", Config(source));
        json.Write("shareableUrl", null);
        json.Write("metadata", new JsonObject { ["evaluationCreatedAt"] = ExportSource.Moment(source.Run.CreatedAt), ["author"] = source.Run.StartedBy, ["workbenchRun"] = source.Run.Id, ["suiteSha256"] = source.Suite.Sha256 });
        json.End();
    }

    private static JsonObject Config(ExportSource source) => new()
    {
        ["description"] = $"{source.Suite.Name} {RunPlan.Text(source.Suite.Version)}",
        ["prompts"] = new JsonArray(Template),
        ["providers"] = new JsonArray([.. source.Candidates.Select(candidate => new JsonObject { ["id"] = candidate.Model, ["label"] = candidate.Name })]),
    };

    private static JsonObject Prompt(PromptfooColumn column)
    {
        var named = new JsonObject(column.Scores.Select(score => KeyValuePair.Create(score.Key, (JsonNode?)score.Value.Sum)));
        return new JsonObject
        {
            ["raw"] = Template,
            ["label"] = column.Candidate.Name,
            ["id"] = Hash(column.Candidate.Hash),
            ["provider"] = column.Candidate.Name,
            ["metrics"] = new JsonObject
            {
                ["score"] = column.Score,
                ["testPassCount"] = column.Passed,
                ["testFailCount"] = column.Failed,
                ["testErrorCount"] = column.Errors,
                ["assertPassCount"] = column.AssertionsPassed,
                ["assertFailCount"] = column.AssertionsFailed,
                ["totalLatencyMs"] = Math.Round(column.Time.TotalMilliseconds),
                ["tokenUsage"] = Tokens(column.PromptTokens, column.CachedTokens, column.CompletionTokens, column.Answers),
                ["namedScores"] = named,
                ["namedScoresCount"] = new JsonObject(column.Scores.Select(score => KeyValuePair.Create(score.Key, (JsonNode?)score.Value.Count))),
                ["cost"] = 0,
            },
        };
    }

    private static JsonObject Result(ExportSource source, Candidate candidate, int place, SampleResult result)
    {
        var sample = source.SampleOf(result);
        var vars = new JsonObject { ["prompt"] = sample.Prompt };
        var judged = result.Scores.Where(score => ExportSource.Passes(score) is not null).ToList();
        var success = result.Error is null && ExportSource.Passes(result) != false;
        return new JsonObject
        {
            ["promptIdx"] = place,
            ["testIdx"] = (source.PlaceOf(result) * source.Suite.Repeats) + result.Repeat,
            ["testCase"] = new JsonObject { ["description"] = sample.Id, ["vars"] = vars.DeepClone(), ["metadata"] = Metadata(sample, result) },
            ["promptId"] = Hash(candidate.Hash),
            ["provider"] = new JsonObject { ["id"] = candidate.Model, ["label"] = candidate.Name },
            ["prompt"] = new JsonObject { ["raw"] = result.PromptSent ?? sample.Prompt, ["label"] = candidate.Name },
            ["vars"] = vars,
            ["response"] = result.Error is null ? new JsonObject { ["output"] = result.Answer ?? "", ["tokenUsage"] = Tokens(result.Usage?.Prompt ?? 0, result.Usage?.PromptCached ?? 0, result.Usage?.Completion ?? 0, 1), ["cached"] = result.Cached, ["cost"] = 0 } : null,
            ["error"] = result.Error?.ToString(),
            ["failureReason"] = result.Error is not null ? Error : success ? NoReason : Assertion,
            ["success"] = success,
            ["score"] = judged.Count > 0 ? judged.Average(score => score.Value!.Value) : result.Error is null ? 1 : 0,
            ["latencyMs"] = Math.Round((result.Duration ?? TimeSpan.Zero).TotalMilliseconds),
            ["gradingResult"] = result.Error is null ? Grading(result, success, judged) : null,
            ["namedScores"] = new JsonObject(judged.Select(score => KeyValuePair.Create(score.Scorer, (JsonNode?)score.Value)).DistinctBy(each => each.Key)),
            ["cost"] = 0,
            ["metadata"] = Metadata(sample, result),
        };
    }

    private static JsonObject Grading(SampleResult result, bool success, List<Score> judged) => new()
    {
        ["pass"] = success,
        ["score"] = judged.Count > 0 ? judged.Average(score => score.Value!.Value) : 1,
        ["reason"] = string.Join(" ", result.Scores.Select(score => ExportSource.Reason(score))),
        ["componentResults"] = new JsonArray([.. judged.Select(score => new JsonObject
        {
            ["pass"] = ExportSource.Passes(score),
            ["score"] = score.Value,
            ["reason"] = ExportSource.Reason(score),
            ["assertion"] = new JsonObject { ["type"] = "javascript", ["value"] = score.Scorer, ["metric"] = score.Scorer },
        })]),
    };

    private static JsonObject Metadata(Sample sample, SampleResult result) => new()
    {
        ["sample"] = sample.Id,
        ["repeat"] = result.Repeat,
        ["language"] = sample.Language,
        ["region"] = sample.Region,
        ["tags"] = new JsonArray([.. sample.Tags.Select(tag => JsonValue.Create(tag))]),
        ["unscored"] = new JsonArray([.. result.Scores.Where(score => score.Outcome == Outcome.Unscored).Select(score => new JsonObject { ["scorer"] = score.Scorer, ["reason"] = ExportSource.Reason(score) })]),
    };

    private static JsonObject Tokens(long prompt, long cached, long completion, long requests) =>
        new() { ["total"] = prompt + completion, ["prompt"] = prompt, ["completion"] = completion, ["cached"] = cached, ["numRequests"] = requests };

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>Counts of one candidate.</summary>
internal sealed class PromptfooColumn(Candidate candidate)
{
    public Candidate Candidate { get; } = candidate;

    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public int Errors { get; private set; }

    public int Answers { get; private set; }

    public int AssertionsPassed { get; private set; }

    public int AssertionsFailed { get; private set; }

    public double Score { get; private set; }

    public TimeSpan Time { get; private set; }

    public long PromptTokens { get; private set; }

    public long CachedTokens { get; private set; }

    public long CompletionTokens { get; private set; }

    public SortedDictionary<string, (double Sum, int Count)> Scores { get; } = new(StringComparer.Ordinal);

    public void Count(SampleResult result)
    {
        if (result.Error is not null)
        {
            Errors++;
            return;
        }

        Answers++;
        (Passed, Failed) = ExportSource.Passes(result) == false ? (Passed, Failed + 1) : (Passed + 1, Failed);
        Time += result.Duration ?? TimeSpan.Zero;
        PromptTokens += result.Usage?.Prompt ?? 0;
        CachedTokens += result.Usage?.PromptCached ?? 0;
        CompletionTokens += result.Usage?.Completion ?? 0;
        var judged = result.Scores.Where(score => ExportSource.Passes(score) is not null).ToList();
        Score += judged.Count > 0 ? judged.Average(score => score.Value!.Value) : 1;
        foreach (var score in judged)
        {
            (AssertionsPassed, AssertionsFailed) = ExportSource.Passes(score) == true ? (AssertionsPassed + 1, AssertionsFailed) : (AssertionsPassed, AssertionsFailed + 1);
            var (sum, count) = Scores.GetValueOrDefault(score.Scorer);
            Scores[score.Scorer] = (sum + score.Value!.Value, count + 1);
        }
    }
}
