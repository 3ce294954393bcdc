using System.Text;

namespace Workbench.Core.Detectors;

/// <summary>What lies between a kept character and the one before it.</summary>
internal enum Join : byte
{
    None,
    Gap,
    End,
}

/// <summary>A text as the keyword scanner reads it: plain letters and digits only, each with its place in the text and what lies before it. Reused from text to text; not thread-safe.</summary>
internal sealed class PlainText
{
    public char[] Letters { get; private set; } = new char[256];

    public Join[] Before { get; private set; } = new Join[256];

    public int[] Places { get; private set; } = new int[256];

    public int Length { get; private set; }

    public void Read(ReadOnlySpan<char> text)
    {
        Grow(text.Length);
        (Length, var join) = (0, Join.End);
        for (var at = 0; at < text.Length; at++)
        {
            var (place, letter) = (at, text[at]);
            char plain;
            if (char.IsHighSurrogate(letter) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                plain = PlainLetters.Of(new Rune(letter, text[++at]));
            }
            else
            {
                plain = PlainLetters.Of(letter);
                plain = plain is not (PlainLetters.Gap or (>= '0' and <= '9')) ? plain : Disguised(letter, text, at) ?? plain;
            }

            switch (plain)
            {
                case PlainLetters.Nothing:
                    break;
                case PlainLetters.Gap:
                    join = join == Join.End ? Join.End : Join.Gap;
                    break;
                case PlainLetters.End:
                    join = Join.End;
                    break;
                default:
                    (Letters[Length], Before[Length], Places[Length]) = (plain, join, place);
                    Length++;
                    join = Join.None;
                    break;
            }
        }
    }

    /// <summary>A lone digit or sign between Latin letters stands for the letter it looks like: <c>v1agra</c>, <c>p@ss</c>.</summary>
    private static char? Disguised(char letter, ReadOnlySpan<char> text, int at)
    {
        var stands = letter switch { '0' => 'o', '1' => 'i', '3' => 'e', '4' => 'a', '5' => 's', '7' => 't', '@' => 'a', '$' => 's', _ => PlainLetters.Nothing };
        return stands != PlainLetters.Nothing && at > 0 && at + 1 < text.Length && IsLetter(text[at - 1]) && IsLetter(text[at + 1]) ? stands : null;
    }

    private static bool IsLetter(char letter) => PlainLetters.Of(letter) is >= 'a' and <= 'z';

    private void Grow(int length)
    {
        if (Letters.Length < length)
        {
            var size = Math.Max(length, 2 * Letters.Length);
            (Letters, Before, Places) = (new char[size], new Join[size], new int[size]);
        }
    }
}
