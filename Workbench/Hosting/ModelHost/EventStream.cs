using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary>Server-sent events of one response. Several answers may write; each event goes out whole.</summary>
internal sealed class EventStream(HttpContext context) : IDisposable
{
    public const string ContentType = "text/event-stream";

    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Sends the head at once: who waits in the queue knows that the request was taken.</summary>
    public Task BeginAsync()
    {
        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.Body.FlushAsync(context.RequestAborted);
    }

    public Task WriteAsync(JsonObject data) => SendAsync(
        static (writer, data) =>
        {
            using var json = new Utf8JsonWriter(writer, new JsonWriterOptions { Encoder = ApiJson.Options.Encoder });
            data.WriteTo(json);
        },
        data);

    /// <summary>An event whose only changing part is a text; most events are such.</summary>
    /// <param name="head">JSON up to the text.</param>
    /// <param name="tail">JSON after it.</param>
    public Task WriteAsync(ReadOnlyMemory<byte> head, string text, ReadOnlyMemory<byte> tail) => SendAsync(
        static (writer, parts) =>
        {
            writer.Write(parts.head.Span);
            writer.Write("\""u8);
            writer.Write(JsonEncodedText.Encode(parts.text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
            writer.Write("\""u8);
            writer.Write(parts.tail.Span);
        },
        (head, text, tail));

    public Task EndAsync() => SendAsync(static (writer, _) => writer.Write("[DONE]"u8), 0);

    /// <summary>Passes on the pieces of all answers as they come.</summary>
    public Task PumpAsync(IReadOnlyList<GenerationJob> jobs, Func<int, AnswerPiece, Task> send) => Task.WhenAll(jobs.Select(async (job, index) =>
    {
        await foreach (var piece in job.Pieces.ReadAllAsync(context.RequestAborted))
        {
            await send(index, piece);
        }
    }));

    public void Dispose() => _gate.Dispose();

    private async Task SendAsync<T>(Action<IBufferWriter<byte>, T> write, T data)
    {
        await _gate.WaitAsync(context.RequestAborted);
        try
        {
            var writer = context.Response.BodyWriter;
            writer.Write("data: "u8);
            write(writer, data);
            writer.Write("\n\n"u8);
            await SlowReader.FlushAsync(context);
        }
        finally
        {
            _gate.Release();
        }
    }
}
