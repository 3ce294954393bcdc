using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Workbench.Hosting.ModelHost;

/// <summary>The text of tool calls in the shapes that models write; empty where it is none.</summary>
internal static class ToolCallText
{
    private const int IdLength = 9;
    private const string IdLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>What stands between the tags.</summary>
    public static ImmutableArray<ToolCall> Tagged(string text) => [.. Values(text).Select(Call).OfType<ToolCall>()];

    /// <summary>What follows the mark: a list of calls, or <c>name[ARGS]{…}</c>, several of them one after another.</summary>
    public static ImmutableArray<ToolCall> Listed(string text)
    {
        if (text.AsSpan().TrimStart() is ['[', ..])
        {
            return [.. Values(text).Where(value => value.ValueKind == JsonValueKind.Array).SelectMany(value => value.EnumerateArray()).Select(Call).OfType<ToolCall>()];
        }

        var calls = ImmutableArray.CreateBuilder<ToolCall>();
        foreach (var part in text.Split("[TOOL_CALLS]", StringSplitOptions.RemoveEmptyEntries))
        {
            var brace = part.IndexOf('{', StringComparison.Ordinal);
            var name = brace < 0 ? "" : part[..brace].Replace("[ARGS]", "", StringComparison.Ordinal).Split("[CALL_ID]")[0].Trim();
            if (name.Length > 0 && Values(part[brace..]) is [var arguments, ..])
            {
                calls.Add(new ToolCall(NewId(), name, arguments.GetRawText()));
            }
        }

        return calls.ToImmutable();
    }

    /// <summary>One call or several with <c>;</c> between them, and nothing else.</summary>
    public static ImmutableArray<ToolCall> Bare(string text, IReadOnlySet<string> names)
    {
        var values = Values(text);
        var calls = (values.IsEmpty ? Values(text.Replace("};", "}\n", StringComparison.Ordinal)) : values).Select(Call).ToList();
        return calls.All(call => call is not null && names.Contains(call.Name)) ? [.. calls!] : [];
    }

    public static string NewId() => RandomNumberGenerator.GetString(IdLetters, IdLength);

    private static ToolCall? Call(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var arguments = value.TryGetProperty("arguments", out var given) || value.TryGetProperty("parameters", out given) ? given : default;
        return arguments.ValueKind switch
        {
            JsonValueKind.Object => new ToolCall(NewId(), name.GetString()!, arguments.GetRawText()),
            JsonValueKind.String => new ToolCall(NewId(), name.GetString()!, arguments.GetString()!),
            JsonValueKind.Undefined or JsonValueKind.Null => new ToolCall(NewId(), name.GetString()!, "{}"),
            _ => null,
        };
    }

    // All JSON values, one after another; none if anything else is among them.
    private static ImmutableArray<JsonElement> Values(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        BodyBytes.RepairSurrogates(bytes);
        var values = ImmutableArray.CreateBuilder<JsonElement>();
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            while (reader.Read())
            {
                values.Add(JsonElement.ParseValue(ref reader));
            }
        }
        catch (JsonException)
        {
            return [];
        }

        return values.ToImmutable();
    }
}
