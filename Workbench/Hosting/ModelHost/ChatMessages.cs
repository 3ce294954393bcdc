using System.Collections.Immutable;
using System.Text.Json;
using Workbench.Core.Inference;

namespace Workbench.Hosting.ModelHost;

/// <summary>The messages of a request: content as text, or as a list of text parts.</summary>
internal static class ChatMessages
{
    public static ImmutableArray<ChatMessage> Read(RequestBody body, bool required)
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

        var messages = ImmutableArray.CreateBuilder<ChatMessage>();
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var place = $"messages[{index++}]";
            var role = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("role", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
            if (role is not ("system" or "developer" or "user" or "assistant"))
            {
                body.Problem($"{place}.role", "system, user or assistant");
                continue;
            }

            if (Content(item) is not { } content)
            {
                body.Problem($"{place}.content", "text, or a list of text parts");
                continue;
            }

            messages.Add(new ChatMessage(role == "developer" ? "system" : role, content));
        }

        return messages.ToImmutable();
    }

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

    private static bool IsText(JsonElement part) => part.ValueKind == JsonValueKind.Object
        && part.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "text"
        && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String;
}
