using System.Diagnostics;
using System.Text.Json.Nodes;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary>What both endpoints say about answers: usage, timing, why they ended.</summary>
internal static class Answer
{
    public static string Id(string prefix) => $"{prefix}-{Guid.NewGuid():N}";

    public static string? Reason(StopReason? end) => end switch { null => null, StopReason.Length => "length", StopReason.Cancelled => "cancelled", _ => "stop" };

    /// <param name="perPrompt">Answers to each prompt; those to one prompt follow each other.</param>
    public static JsonObject Usage(IReadOnlyList<GenerationJob> jobs, int? perPrompt = null)
    {
        var first = jobs.Where((_, index) => index % (perPrompt ?? jobs.Count) == 0).ToList();
        var prompt = first.Sum(job => job.PromptLength);
        var written = jobs.Sum(job => job.Generated);
        return new JsonObject
        {
            ["prompt_tokens"] = prompt,
            ["completion_tokens"] = written,
            ["total_tokens"] = prompt + written,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = first.Sum(job => Math.Max(0, job.Cached)) },
        };
    }

    /// <summary>Adds what a workbench asks for beyond the protocol.</summary>
    public static void Extend(JsonObject answer, GenerationFields fields, string prompt, GenerationJob job)
    {
        if (fields.ReturnPrompt)
        {
            answer["x_prompt"] = prompt;
            answer["x_timing"] = Timing(job);
        }
    }

    public static JsonObject Timing(GenerationJob job) => new()
    {
        ["ttft_ms"] = job.FirstToken == 0 ? null : Stopwatch.GetElapsedTime(job.Started, job.FirstToken).TotalMilliseconds,
        ["total_ms"] = job.LastToken == 0 ? null : Stopwatch.GetElapsedTime(job.Started, job.LastToken).TotalMilliseconds,
        ["tokens_per_second"] = job.Generated > 1 && job.LastToken > job.FirstToken ? (job.Generated - 1) / Stopwatch.GetElapsedTime(job.FirstToken, job.LastToken).TotalSeconds : null,
    };

    public static Task WriteAsync(HttpContext context, JsonObject answer)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "application/json";
        }

        return context.Response.WriteAsync(answer.ToJsonString(ApiJson.Options), context.RequestAborted);
    }
}
