using System.Text;

namespace Workbench.Core.Reports.Blocks;

/// <summary>Text of models and suites as a report shows it: what would steer the page, the direction of writing or the terminal becomes visible.</summary>
public static class VisibleText
{
    /// <summary>Control characters as their pictures (U+2400…), marks of direction and other invisible characters by number, half pairs as the replacement character; line breaks and tabs stay.</summary>
    public static string Of(string? text)
    {
        if (text is null || !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text ?? "";
        }

        var visible = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (char.IsHighSurrogate(letter) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                visible.Append(letter).Append(text[++at]);
            }
            else if (letter is '\n' or '\t')
            {
                visible.Append(letter);
            }
            else if (letter == '\r')
            {
                // A line's end of two characters is one; alone it would let a line write over itself.
                visible.Append(at + 1 < text.Length && text[at + 1] == '\n' ? "" : "\u240D");
            }
            else
            {
                visible.Append(letter switch
                {
                    < ' ' => $"{(char)(0x2400 + letter)}",
                    '\u007F' => "\u2421",
                    >= '\u0080' and <= '\u009F' or >= '\u200B' and <= '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2060' and <= '\u2069' or '\u2028' or '\u2029' or '\u061C' or '\uFEFF' => $"[U+{(int)letter:X4}]",
                    >= '\uD800' and <= '\uDFFF' or '\uFFFE' or '\uFFFF' => "\uFFFD",
                    _ => $"{letter}",
                });
            }
        }

        return visible.ToString();
    }

    /// <summary>At most so many UTF-16 units, no character split.</summary>
    /// <param name="left">How many were left off.</param>
    public static string Cut(string text, int most, out int left)
    {
        if (text.Length <= most)
        {
            left = 0;
            return text;
        }

        var end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        left = text.Length - end;
        return text[..end];
    }
}
