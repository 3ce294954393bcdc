using System.Text;
using System.Text.Json;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Clients;

/// <summary>What an endpoint says when it refuses, in one printable line. The words are hostile input.</summary>
internal static class EndpointWords
{
    private const int Longest = 500;

    /// <returns>Null when it said nothing.</returns>
    public static string? Of(byte[] body)
    {
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(body);
            if (Of(json.RootElement) is { } message)
            {
                return message;
            }
        }
        catch (JsonException)
        {
            // Plain text, or HTML of something in between: said as it is.
        }

        return Line(Encoding.UTF8.GetString(body));
    }

    /// <summary>The message of an error object as OpenAI, Ollama and FastAPI servers write it.</summary>
    public static string? Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var name in (ReadOnlySpan<string>)["error", "message", "detail"])
        {
            if (root.TryGetProperty(name, out var said))
            {
                return said.ValueKind switch
                {
                    JsonValueKind.String => Line(said.GetString()!),
                    JsonValueKind.Object => Of(said),
                    JsonValueKind.Null => null,
                    _ => Line(said.GetRawText()),
                };
            }
        }

        return null;
    }

    /// <summary>Why what came is not the protocol.</summary>
    public static string Strange(Exception wrong) =>
        wrong is JsonException json ? JsonWords.Of(json) : Line(wrong.Message) is { } words ? Phrase.Both(new Phrase("Language.Cited", words)) : "";

    public static string? Line(string text)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= Longest)
            {
                line.Append('…');
                break;
            }

            var category = Rune.GetUnicodeCategory(rune);
            var shown = category is not (System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator);
            line.Append(shown ? rune.ToString() : " ");
        }

        return line.ToString().Trim() is { Length: > 0 } words ? words : null;
    }
}
