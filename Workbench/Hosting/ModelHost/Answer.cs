using System.Diagnostics;
using System.Text.Json.Nodes;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary>What both endpoints say about answers: usage, timing, why they ended.</summary>
internal static class Answer
{
    public static string Id(string prefix) => $"{prefix}-{Guid.NewGuid():N}";

    public static string? Reason(StopReason? end) => end switch { null => null, StopReason.Length => "length", _ => "stop" };

    public static JsonObject Usage(IReadOnlyList<GenerationJob> jobs)
    {
        var prompt = jobs[0].PromptLength;
        var written = jobs.Sum(job => job.Generated);
        return new JsonObject
        {
            ["prompt_tokens"] = prompt,
            ["completion_tokens"] = written,
            ["total_tokens"] = prompt + written,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = Math.Max(0, jobs[0].Cached) },
        };
    }

    /// <summary>Adds what a workbench asks for beyond the protocol.</summary>
    public static void Extend(JsonObject answer, GenerationFields fields, string prompt, GenerationJob job)
    {
        if (!fields.ReturnPrompt)
        {
            return;
        }

        answer["x_prompt"] = prompt;
        answer["x_timing"] = new JsonObject
        {
            ["ttft_ms"] = job.FirstToken == 0 ? null : Stopwatch.GetElapsedTime(job.Started, job.FirstToken).TotalMilliseconds,
            ["tokens_per_second"] = job.Generated > 1 && job.LastToken > job.FirstToken ? (job.Generated - 1) / Stopwatch.GetElapsedTime(job.FirstToken, job.LastToken).TotalSeconds : null,
        };
    }
}
