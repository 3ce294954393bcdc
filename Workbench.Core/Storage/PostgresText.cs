using System.Text;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Workbench.Core.Storage;

/// <summary>PostgreSQL keeps no U+0000 in a text, and a model may write one: it is kept as the noncharacter U+FDD0, which itself is kept doubled with U+FDD1.</summary>
internal sealed class PostgresText() : ValueConverter<string, string>(text => Stored(text), stored => Read(stored))
{
    private const char Escape = '\uFDD0';
    private const char Literal = '\uFDD1';

    public static string Stored(string text)
    {
        if (text.IndexOf('\0') < 0 && text.IndexOf(Escape) < 0 && IsWellFormed(text))
        {
            return text;
        }

        var stored = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                0 => stored.Append(Escape),
                Escape => stored.Append(Escape).Append(Literal),
                _ => stored.Append(rune.ToString()),
            };
        }

        return stored.ToString();
    }

    public static string Read(string stored)
    {
        if (stored.IndexOf(Escape) < 0)
        {
            return stored;
        }

        var text = new StringBuilder(stored.Length);
        for (var at = 0; at < stored.Length; at++)
        {
            if (stored[at] != Escape)
            {
                text.Append(stored[at]);
            }
            else if (at + 1 < stored.Length && stored[at + 1] == Literal)
            {
                text.Append(Escape);
                at++;
            }
            else
            {
                text.Append('\0');
            }
        }

        return text.ToString();
    }

    /// <summary>A lone surrogate is written as U+FFFD, as SQLite's driver does.</summary>
    private static bool IsWellFormed(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
            {
                continue;
            }

            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                return false;
            }

            at++;
        }

        return true;
    }
}
