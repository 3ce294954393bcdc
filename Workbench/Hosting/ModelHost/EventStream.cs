using System.Text.Json.Nodes;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary>Server-sent events of one response. Several answers may write; each event goes out whole.</summary>
internal sealed class EventStream(HttpContext context) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Sends the head at once: who waits in the queue knows that the request was taken.</summary>
    public Task BeginAsync()
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.Body.FlushAsync(context.RequestAborted);
    }

    public Task WriteAsync(JsonObject data) => SendAsync(data.ToJsonString(ApiJson.Options));

    public Task EndAsync() => SendAsync("[DONE]");

    /// <summary>Passes on the pieces of all answers as they come.</summary>
    public Task PumpAsync(IReadOnlyList<GenerationJob> jobs, Func<int, AnswerPiece, JsonObject> describe) => Task.WhenAll(jobs.Select(async (job, index) =>
    {
        await foreach (var piece in job.Pieces.ReadAllAsync(context.RequestAborted))
        {
            await WriteAsync(describe(index, piece));
        }
    }));

    public void Dispose() => _gate.Dispose();

    private async Task SendAsync(string data)
    {
        await _gate.WaitAsync(context.RequestAborted);
        try
        {
            await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
        finally
        {
            _gate.Release();
        }
    }
}
