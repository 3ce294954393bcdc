using System.Text.Json.Nodes;

namespace Workbench.Hosting.ModelHost;

/// <summary>The events of one streaming chat answer.</summary>
internal sealed class ChatChunks
{
    private readonly long _created = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
    private readonly string _id;
    private readonly string _model;
    private readonly TextFrames _texts;

    public ChatChunks(EventStream events, string id, string model)
    {
        (_id, _model) = (id, model);
        _texts = new TextFrames(events, index => Chunk(index, new JsonObject { ["content"] = TextFrames.Mark }));
    }

    public JsonObject Head() => new() { ["id"] = _id, ["object"] = "chat.completion.chunk", ["created"] = _created, ["model"] = _model };

    public JsonObject Chunk(int index, JsonObject delta, JsonObject? logprobs = null, string? reason = null)
    {
        var chunk = Head();
        chunk["choices"] = new JsonArray(new JsonObject { ["index"] = index, ["delta"] = delta, ["logprobs"] = logprobs, ["finish_reason"] = reason });
        return chunk;
    }

    /// <summary>A chunk of nothing but text.</summary>
    public Task TextAsync(int index, string text) => _texts.WriteAsync(index, text);
}
