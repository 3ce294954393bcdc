using System.Text;
using System.Text.Json;

namespace Workbench.Core.Inference.Clients;

/// <summary>Text that arrives in pieces which may cut a surrogate pair in two: what is given on is always whole.</summary>
internal sealed class WholeText
{
    private char? _half;

    /// <returns>What can be shown now; half a pair is held until the other comes.</returns>
    public string Append(string piece)
    {
        if (_half is null && IsWhole(piece))
        {
            return piece;
        }

        var text = _half is { } half ? half + piece : piece;
        _half = text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[^1] : null;
        return Repair(_half is null ? text : text[..^1]);
    }

    /// <returns>What stands for a half whose other never came; else nothing.</returns>
    public string Finish()
    {
        var rest = _half is null ? "" : "\uFFFD";
        _half = null;
        return rest;
    }

    /// <summary>The text of a JSON string, also of one that holds half a pair, which is valid JSON and no text.</summary>
    /// <exception cref="FormatException">Not a string.</exception>
    public static string Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.String)
        {
            throw new FormatException($"{json.ValueKind} instead of a text");
        }

        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(json.GetRawText().AsSpan()[1..^1]);
        }
    }

    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    private static string Repair(string text)
    {
        if (IsWhole(text))
        {
            return text;
        }

        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            whole.Append(rune.ToString());
        }

        return whole.ToString();
    }

    private static string Unescape(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            text.Append(raw[i] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\b',
                'f' => '\f',
                'u' => (char)ushort.Parse(raw.Slice(i + 1, 4), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture),
                var other => other,
            });
            i += raw[i] == 'u' ? 4 : 0;
        }

        return text.ToString();
    }
}
