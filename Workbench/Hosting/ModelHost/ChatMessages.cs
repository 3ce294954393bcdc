using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Inference;

namespace Workbench.Hosting.ModelHost;

/// <summary>One message as it was sent.</summary>
/// <param name="More">Fields beyond role and content that templates know: <c>tool_calls</c>, <c>tool_call_id</c>, <c>name</c>, <c>reasoning_content</c>.</param>
internal sealed record SentMessage(ChatMessage Plain, JsonObject More)
{
    public bool IsMore => More.Count > 0 || Plain.Role == "tool";

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["role"] = Plain.Role, ["content"] = Plain.Content };
        foreach (var (name, value) in More)
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }
}

/// <summary>The messages of a request: content as text, or as a list of text parts.</summary>
internal static class ChatMessages
{
    private const string Roles = "system, developer, user, assistant or tool";

    public static ImmutableArray<SentMessage> Read(RequestBody body, bool required)
    {
        if (body.Field("messages") is not { } list)
        {
            if (required)
            {
                body.Problem("messages", "a list of messages");
            }

            return [];
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            body.Problem("messages", "a list of messages");
            return [];
        }

        var messages = ImmutableArray.CreateBuilder<SentMessage>();
        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            if (ReadOne(body, item, $"messages[{index}]") is { } message)
            {
                messages.Add(message);
            }
        }

        return messages.ToImmutable();
    }

    private static SentMessage? ReadOne(RequestBody body, JsonElement item, string place)
    {
        var role = item.ValueKind == JsonValueKind.Object ? Text(item, "role") : null;
        if (role is not ("system" or "developer" or "user" or "assistant" or "tool"))
        {
            body.Problem($"{place}.role", Roles);
            return null;
        }

        var more = new JsonObject();
        if (role == "assistant" && item.TryGetProperty("tool_calls", out var calls) && calls.ValueKind != JsonValueKind.Null)
        {
            if (SentToolCalls.Read(body, calls, $"{place}.tool_calls") is { Count: > 0 } read)
            {
                more["tool_calls"] = read;
            }
        }

        foreach (var name in (string[])["tool_call_id", "name", "reasoning_content"])
        {
            if (Text(item, name) is { } value)
            {
                more[name] = value;
            }
        }

        // An assistant that only called tools has said nothing; templates want a text all the same.
        var content = Content(item) ?? (more.ContainsKey("tool_calls") ? "" : null);
        if (content is null)
        {
            body.Problem($"{place}.content", "text, or a list of text parts");
            return null;
        }

        return new SentMessage(new ChatMessage(role == "developer" ? "system" : role, content), more);
    }

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Content(JsonElement message)
    {
        if (!message.TryGetProperty("content", out var content))
        {
            return null;
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            return content.GetString();
        }

        return content.ValueKind == JsonValueKind.Array && content.EnumerateArray().All(IsText)
            ? string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()))
            : null;
    }

    private static bool IsText(JsonElement part) => part.ValueKind == JsonValueKind.Object && Text(part, "type") == "text" && Text(part, "text") is not null;
}
