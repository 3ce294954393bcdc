using System.Text.RegularExpressions;

namespace Workbench.Core.Scoring;

/// <summary>Where a text, already in <see cref="TextForm"/>, names something.</summary>
/// <remarks>Whole words only: <c>5</c> is not named by <c>15</c> or <c>5.3</c>, <c>三</c> not by <c>十三</c>. Other Chinese characters have no word limits.</remarks>
internal readonly record struct Mention(int Start, int Length)
{
    private const string ChineseNumerals = "零〇一二两三四五六七八九十百千万亿";

    private static readonly Regex Denied = new(@"(\b(not|isnt|wasnt|arent|never|neither|nor|rather than|instead of)( in| called| named| known as)? ?|(不是|并不是|并非|不叫|不在|而非|而不是|不属于) ?)$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public int End => Start + Length;

    public bool Covers(Mention other) => Start <= other.Start && End >= other.End && Length > other.Length;

    public static IEnumerable<Mention> All(string text, string name, bool anywhere)
    {
        if (name.Length == 0)
        {
            yield break;
        }

        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if (anywhere || (!Runs(text, at - 1, at) && !Runs(text, at + name.Length - 1, at + name.Length)))
            {
                yield return new Mention(at, name.Length);
            }
        }
    }

    /// <summary>Said not to be so: <c>not Paris</c>, <c>不是巴黎</c>.</summary>
    public bool IsDenied(string text) => Denied.IsMatch(text[Math.Max(0, Start - 24)..Start]);

    /// <summary>Whether the characters at both places belong to one word or number.</summary>
    private static bool Runs(string text, int left, int right)
    {
        if (left < 0 || right >= text.Length)
        {
            return false;
        }

        var (a, b) = (text[left], text[right]);
        if (ChineseNumerals.Contains(a, StringComparison.Ordinal))
        {
            return ChineseNumerals.Contains(b, StringComparison.Ordinal);
        }

        var insideNumber = (IsMark(a) && char.IsAsciiDigit(b)) || (char.IsAsciiDigit(a) && IsMark(b) && right + 1 < text.Length && char.IsAsciiDigit(text[right + 1]));
        return insideNumber || (IsWord(a) && IsWord(b));
    }

    private static bool IsMark(char c) => c is '.' or ',' or '-' or '/' or ':';

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) && c is not (>= '\u2E80' and <= '\u9FFF') and not (>= '\uAC00' and <= '\uD7FF') and not (>= '\uF900' and <= '\uFAFF');
}
