using System.Text.Json.Nodes;
using SpreadCheetah;
using SpreadCheetah.Worksheets;
using Workbench.Core.Scoring;

namespace Workbench.Core.Runs.Exports;

/// <summary>An Excel workbook: the metrics with their intervals, a line for each score, and the manifest. Every text is stored as text, so that none is computed.</summary>
internal static class SpreadsheetExport
{
    /// <summary>Of a sheet, its heading included.</summary>
    private const int MostRows = 1_048_576;

    /// <summary>Of a cell.</summary>
    private const int MostCharacters = 32_767;

    private static readonly string[] Metrics = ["candidate", "metric", "value", "low", "high", "n", "clusters", "method", "confidence", "reason"];
    private static readonly string[] Results = ["sample", "candidate", "repeat", "language", "region", "tags", "prompt", "answer", "stop", "seconds", "prompt_tokens", "completion_tokens", "scorer", "outcome", "value", "reason", "error"];

    public static async Task WriteAsync(ExportSource source, Stream output, CancellationToken cancellation)
    {
        await using var book = await Spreadsheet.CreateNewAsync(output, new SpreadCheetahOptions(), cancellation).ConfigureAwait(false);
        await StartAsync(book, "Metrics", Metrics, cancellation).ConfigureAwait(false);
        foreach (var candidate in source.Summary.Candidates.Where(each => source.Candidates.Contains(each.Candidate)))
        {
            foreach (var metric in candidate.Metrics)
            {
                var estimate = metric.Estimate;
                await book.AddRowAsync([Text(candidate.Candidate.Name), Text(metric.Name), new(estimate?.Value), new(estimate?.Low), new(estimate?.High), new(estimate?.N), new(estimate?.Clusters), Text(estimate?.Method), new(estimate?.Confidence), Text(metric.Reason?.ToString() ?? (ScoreMetrics.IsValidated(metric.Name) ? null : new Language.Phrase("Runs.NotValidated").ToString()))], cancellation).ConfigureAwait(false);
            }
        }

        await ResultsAsync(book, source, cancellation).ConfigureAwait(false);
        await StartAsync(book, "Manifest", ["name", "value"], cancellation).ConfigureAwait(false);
        foreach (var (name, value) in Leaves("", RunManifest.Write(source.Run, source.Suite, source.Cached)))
        {
            await book.AddRowAsync([Text(name), Text(value)], cancellation).ConfigureAwait(false);
        }

        await book.FinishAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task ResultsAsync(Spreadsheet book, ExportSource source, CancellationToken cancellation)
    {
        var (sheet, rows) = (0, MostRows);
        await foreach (var result in source.Results(cancellation).ConfigureAwait(false))
        {
            foreach (var score in result.Scores.Cast<Score?>().DefaultIfEmpty(null))
            {
                if (rows == MostRows)
                {
                    await StartAsync(book, ++sheet == 1 ? "Results" : $"Results {RunPlan.Text(sheet)}", Results, cancellation).ConfigureAwait(false);
                    rows = 1;
                }

                await book.AddRowAsync(Row(source, result, score), cancellation).ConfigureAwait(false);
                rows++;
            }
        }
    }

    private static DataCell[] Row(ExportSource source, SampleResult result, Score? score)
    {
        var sample = source.SampleOf(result);
        return
        [
            Text(result.SampleId), Text(result.Candidate), new(result.Repeat), Text(sample.Language), Text(sample.Region), Text(string.Join(' ', sample.Tags)), Text(result.PromptSent ?? sample.Prompt), Text(result.Answer),
            Text(result.StopReason is { } stop ? RunExport.Word<Inference.StopReason>(stop) : null), new(result.Duration?.TotalSeconds), new(result.Usage?.Prompt), new(result.Usage?.Completion),
            Text(score?.Scorer), Text(RunExport.Word(score?.Outcome)), new(score?.Value), Text(score is null ? null : ExportSource.Reason(score)), Text(result.Error?.ToString()),
        ];
    }

    private static async Task StartAsync(Spreadsheet book, string name, string[] heading, CancellationToken cancellation)
    {
        await book.StartWorksheetAsync(name, new WorksheetOptions { FrozenRows = 1 }, cancellation).ConfigureAwait(false);
        await book.AddRowAsync([.. heading.Select(Text)], cancellation).ConfigureAwait(false);
    }

    private static IEnumerable<(string Name, string Value)> Leaves(string name, JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(entry => Leaves(name.Length == 0 ? entry.Key : $"{name}.{entry.Key}", entry.Value)),
        JsonArray list => list.SelectMany((item, place) => Leaves($"{name}[{RunPlan.Text(place)}]", item)),
        null => [],
        _ => [(name, node.ToString())],
    };

    private static DataCell Text(string? text)
    {
        if (text is null)
        {
            return new DataCell((string?)null);
        }

        var plain = JunitExport.Plain(text);
        return new DataCell(plain.Length > MostCharacters ? plain[..(MostCharacters - 1)] + "…" : plain);
    }
}
