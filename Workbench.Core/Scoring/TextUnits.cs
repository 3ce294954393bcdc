using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>The units in which texts are compared and counted. Chinese has no spaces between words: its units are characters, so that no dictionary decides a score.</summary>
/// <remarks>Words: runs of letters and digits, each Han, Kana or Thai character alone. Characters: every letter and digit alone. Neither has punctuation or white space.</remarks>
internal static class TextUnits
{
    /// <summary>More than any answer needs; what lies beyond is not compared, so that time stays bounded.</summary>
    public const int Most = 8000;

    private static readonly Regex Ends = new(@"[.!?。！？…]+[""”’」』)）]*(?:\s|$)|[。！？]|\n", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>By the setting <c>units</c>: <c>words</c>, <c>characters</c>, or <c>auto</c>, characters for samples in a language without spaces.</summary>
    public static string[] Of(string text, ScorerSpec spec, Sample sample) => spec.Setting("units", "auto") switch
    {
        "words" => Words(text),
        "characters" => Characters(text),
        _ => IsUnspaced(sample.Language) ? Characters(text) : Words(text),
    };

    public static string[] Words(string text)
    {
        var (words, run) = (new List<string>(), new StringBuilder());
        foreach (var rune in Plain(text).EnumerateRunes())
        {
            if (words.Count == Most)
            {
                break;
            }

            var alone = IsAlone(rune);
            if (run.Length > 0 && (alone || !IsWord(rune)))
            {
                words.Add(run.ToString());
                run.Clear();
            }

            if (alone)
            {
                words.Add(rune.ToString());
            }
            else if (IsWord(rune))
            {
                run.Append(rune);
            }
        }

        if (run.Length > 0 && words.Count < Most)
        {
            words.Add(run.ToString());
        }

        return [.. words];
    }

    public static string[] Characters(string text) => [.. Plain(text).EnumerateRunes().Where(IsWord).Take(Most).Select(rune => rune.ToString())];

    /// <summary>Pieces that end in a full stop, exclamation or question mark; what is left at the end counts too, pieces without a letter or digit do not.</summary>
    public static string[] Sentences(string text) => [.. Ends.Split(text).Where(piece => piece.Any(char.IsLetterOrDigit)).Take(Most)];

    public static bool IsUnspaced(string language) => language.Split('-')[0].ToUpperInvariant() is "ZH" or "JA" or "TH" or "YUE" or "LO" or "KM" or "MY";

    /// <summary>A character that is written without spaces around words.</summary>
    public static bool IsAlone(Rune rune) => rune.Value is (>= 0x2E80 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) or (>= 0x0E00 and <= 0x0EFF) && IsWord(rune);

    private static bool IsWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Composed, lower case, full-width signs as half-width ones; symbols such as ℃ are not spelt out.</summary>
    private static string Plain(string text) => new([.. text.Normalize(NormalizationForm.FormC).ToLowerInvariant()
        .Select(letter => letter is >= '\uFF01' and <= '\uFF5E' ? (char)(letter - 0xFEE0) : letter == '\u3000' ? ' ' : char.ToLowerInvariant(letter))]);
}
