using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Hosting.ModelHost;

/// <summary>The events of one streaming chat answer.</summary>
internal sealed class ChatChunks(EventStream events, string id, string model)
{
    private readonly long _created = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
    private readonly Dictionary<int, (byte[] Head, byte[] Tail)> _text = [];
    private readonly Lock _gate = new();

    public JsonObject Head() => new() { ["id"] = id, ["object"] = "chat.completion.chunk", ["created"] = _created, ["model"] = model };

    public JsonObject Chunk(int index, JsonObject delta, JsonObject? logprobs = null, string? reason = null)
    {
        var chunk = Head();
        chunk["choices"] = new JsonArray(new JsonObject { ["index"] = index, ["delta"] = delta, ["logprobs"] = logprobs, ["finish_reason"] = reason });
        return chunk;
    }

    /// <summary>A chunk of nothing but text; its frame is written once for all of them.</summary>
    public Task TextAsync(int index, string text)
    {
        var (head, tail) = Frame(index);
        return events.WriteAsync(head, text, tail);
    }

    private (byte[] Head, byte[] Tail) Frame(int index)
    {
        lock (_gate)
        {
            if (!_text.TryGetValue(index, out var frame))
            {
                const string Mark = "\"\u0001\"";
                var json = Chunk(index, new JsonObject { ["content"] = "\u0001" }).ToJsonString(ApiJson.Options).Replace("\"\\u0001\"", Mark, StringComparison.Ordinal);
                var at = json.LastIndexOf(Mark, StringComparison.Ordinal);
                frame = (JsonEncode(json[..at]), JsonEncode(json[(at + Mark.Length)..]));
                _text[index] = frame;
            }

            return frame;
        }

        static byte[] JsonEncode(string json) => System.Text.Encoding.UTF8.GetBytes(json);
    }
}
