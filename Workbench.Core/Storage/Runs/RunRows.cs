using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;

namespace Workbench.Core.Storage.Runs;

/// <summary>Between rows and what Core knows.</summary>
internal static class RunRows
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Id(long number) => string.Create(CultureInfo.InvariantCulture, $"R-{number:0000}");

    /// <returns>0, which no run has, for what is no run's id.</returns>
    public static long Number(string id) =>
        id.StartsWith("R-", StringComparison.OrdinalIgnoreCase) && long.TryParse(id.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T From<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    public static RunHeader Header(RunRow row) => new(
        Id(row.Number),
        row.SuiteName,
        row.SuiteVersion,
        row.SuiteSha256,
        From<ImmutableArray<Candidate>>(row.Candidates),
        row.Status,
        row.Expected,
        row.Answered,
        row.Errors,
        row.CreatedAt,
        row.FinishedAt,
        row.StartedBy,
        row.Reproducible,
        row.Limit,
        row.Problem is null ? null : From<Phrase>(row.Problem),
        row.Models is null ? null : From<ImmutableSortedDictionary<string, ModelFacts>>(row.Models))
    {
        Priority = row.Priority,
        Place = row.Place ?? row.Number,
        Caching = row.Caching,
        Repeats = row.Repeats,
        Record = row.Record is null ? RunRecord.Empty : From<RunRecord>(row.Record),
    };

    public static ResultRow Row(RunKey run, SampleResult result, long id) => new()
    {
        Id = id,
        RunNumber = run.Number,
        Ordinal = run.Ordinal(result.SampleId),
        Candidate = run.Candidate(result.Candidate),
        Repeat = result.Repeat,
        Outcome = result.Scores.IsDefaultOrEmpty ? null : result.Scores[0].Outcome,
        Value = result.Scores.IsDefaultOrEmpty ? null : result.Scores[0].Value,
        IsError = result.Error is not null,
        Stop = result.StopReason,
        PromptTokens = result.Usage?.Prompt,
        CachedTokens = result.Usage?.PromptCached,
        CompletionTokens = result.Usage?.Completion,
        AnswerTokens = result.AnswerTokens,
        Duration = result.Duration,
        FirstToken = result.TimeToFirstToken,
        Cached = result.Cached,
        At = result.At,
        Text = new ResultTextRow { ResultId = id, PromptSent = result.PromptSent, Answer = result.Answer, Error = result.Error is null ? null : Json(result.Error) },
        Scores = [.. (result.Scores.IsDefault ? [] : result.Scores).Select((score, place) => new ScoreRow
        {
            ResultId = id,
            Place = place,
            Scorer = score.Scorer,
            Outcome = score.Outcome,
            Value = score.Value,
            Answer = score.Answer,
            Values = score.Values.IsEmpty ? null : Json(score.Values),
            Reason = Json(score.Reason),
            Sent = score.Sent,
        })],
    };

    public static SampleResult Result(RunKey run, ResultRow row) => Result(run, row, row.Text, row.Scores.OrderBy(score => score.Place).Select(score => new Score(score.Scorer, score.Outcome, score.Value, score.Answer, From<Phrase>(score.Reason)) { Sent = score.Sent }.With(Values(score.Values))));

    public static IEnumerable<(string Name, double? Value)> Values(string? json) => json is null ? [] : From<Dictionary<string, double>>(json).Select(pair => (pair.Key, (double?)pair.Value));

    public static SampleResult Result(RunKey run, ResultRow row, ResultTextRow? text, IEnumerable<Score> scores) => new(
        run.Samples[row.Ordinal],
        run.Candidates[row.Candidate],
        row.Repeat,
        text?.PromptSent,
        text?.Answer,
        row.Stop,
        row.PromptTokens is { } prompt ? new ModelUsage(prompt, row.CachedTokens ?? 0, row.CompletionTokens ?? 0) : null,
        row.Duration,
        row.FirstToken,
        [.. scores],
        text?.Error is { } error ? From<Phrase>(error) : null,
        row.At)
    { AnswerTokens = row.AnswerTokens, Cached = row.Cached };
}

/// <summary>What cells refer to; candidates may come to it, and then more cells are expected.</summary>
/// <param name="Shown">Samples that belong to the run, from the suite's first.</param>
/// <param name="Models">Places of the candidates that are no null runners.</param>
internal sealed record RunKey(long Number, int Expected, string SuiteSha256, int Shown, ImmutableArray<string> Candidates, ImmutableArray<int> Models, ImmutableArray<string> Samples, IReadOnlyDictionary<string, int> Ordinals)
{
    public int Ordinal(string sampleId) => Ordinals.TryGetValue(sampleId, out var ordinal) ? ordinal : throw new InputException(new InputProblem(new Phrase("Runs.NoCell", sampleId, "")));

    public int Candidate(string name) => Candidates.IndexOf(name) is >= 0 and var place ? place : throw new InputException(new InputProblem(new Phrase("Runs.NoSuchCandidate", name)));
}
