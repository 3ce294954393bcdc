using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Workbench.Core.Scoring;

/// <summary>What in a text can be looked up in another: links, dates, numbers and names. Found by rules, English and Chinese; names by capitals, by 《》, and by the words that go with people and places.</summary>
internal static class ClaimParts
{
    public const int MostCharacters = 100_000;
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private const string Months = "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?";

    private static readonly Regex Link = new(@"https?://[^\s<>""'）)，。]+|www\.[^\s<>""'）)，。]+|[\w.+-]+@[\w-]+\.[\w.-]*\w", Options | RegexOptions.IgnoreCase);
    private static readonly Regex Numeric = new(@"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b", Options);
    private static readonly Regex Chinese = new(@"(?:(\d{4})\s?年)?\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?[日号])?|(\d{4})\s?年", Options);
    private static readonly Regex MonthFirst = new($@"\b({Months})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(\d{{4}})\b)?", Options);
    private static readonly Regex DayFirst = new($@"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({Months})\b(?:,?\s+(\d{{4}})\b)?", Options);
    private static readonly Regex MonthOnly = new($@"\b({Months})\s+(\d{{4}})\b", Options);
    private static readonly Regex ListMark = new(@"^\s*\d{1,3}(?:\.(?:\s|$)|[)、])\s*", Options | RegexOptions.Multiline);
    private static readonly Regex Name = new(@"\p{Lu}[\p{L}’'\-]*\p{Ll}[\p{L}’'\-]*(?:\s+(?:(?:of|the|de|van|von|der|la|del)\s+)?\p{Lu}[\p{L}’'\-]*)*|\b\p{Lu}{2,}\b", Options);
    private static readonly Regex ChineseName = new(@"《([^《》\n]{1,40})》|(\p{IsCJKUnifiedIdeographs}{2})(?:先生|女士|教授|博士|总统|主席|总理|院长|校长|市长|部长)|(\p{IsCJKUnifiedIdeographs}{2}(?:大学|学院|公司|集团|医院|银行|省|市|县))", Options);
    private static readonly string[] MonthStarts = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] NoNames = ["I", "OK", "A", "The", "In", "On", "At", "It", "He", "She", "They", "We", "You", "This", "That", "These", "Those", "However", "Yes", "No", "There", "But", "And", "Or", "So", "If", "As"];

    public static ImmutableArray<string> Links(string text) => [.. Link.Matches(text).Select(match => match.Value.TrimEnd('.', '/', ',').ToLowerInvariant()).Distinct()];

    /// <summary>Each with the parts that it states.</summary>
    public static ImmutableArray<(string Text, int? Year, int? Month, int? Day)> Dates(string text) =>
    [
        .. Numeric.Matches(text).Select(match => (match.Value, Whole(match.Groups[1]), Whole(match.Groups[2]), Whole(match.Groups[3]))),
        .. Chinese.Matches(text).Select(match => (match.Value.Trim(), Whole(match.Groups[1]) ?? Whole(match.Groups[4]), Whole(match.Groups[2]), Whole(match.Groups[3]))),
        .. MonthFirst.Matches(text).Where(match => Whole(match.Groups[2]) <= 31).Select(match => (match.Value, Whole(match.Groups[3]), Month(match.Groups[1]), Whole(match.Groups[2]))),
        .. DayFirst.Matches(text).Where(match => Whole(match.Groups[1]) <= 31).Select(match => (match.Value, Whole(match.Groups[3]), Month(match.Groups[2]), Whole(match.Groups[1]))),
        .. MonthOnly.Matches(DayFirst.Replace(text, " ; ")).Select(match => (match.Value, Whole(match.Groups[2]), Month(match.Groups[1]), (int?)null)),
    ];

    /// <summary>Arabic ones outside links, dates and list marks.</summary>
    public static ImmutableArray<(double Value, string Text)> Numbers(string text)
    {
        var rest = new[] { Link, Numeric, Chinese, MonthFirst, DayFirst, MonthOnly, ListMark }.Aggregate(text.Normalize(NormalizationForm.FormKC), (left, pattern) => pattern.Replace(left, " ; "));
        return rest.Any(char.IsAsciiDigit) ? NumberText.Find(rest) : [];
    }

    /// <summary>Every number that a text gives, in digits or Chinese numerals, those in dates included.</summary>
    public static ImmutableArray<double> AllNumbers(string text) =>
        [.. NumberText.Find(text).Select(found => found.Value), .. NumberText.Find(new string([.. text.Select(letter => char.IsAsciiDigit(letter) ? ' ' : letter)])).Select(found => found.Value)];

    /// <summary>A single capitalised word at the start of a sentence is no name, nor a month.</summary>
    public static ImmutableArray<string> Names(string text)
    {
        var plain = Link.Replace(text, " ; ");
        var latin = Name.Matches(plain).Where(match => !IsOrdinary(match.Value, StartsSentence(plain, match.Index))).Select(match => match.Value);
        return [.. latin.Concat(ChineseName.Matches(plain).Select(match => match.Groups.Values.Skip(1).First(group => group.Success).Value)).Distinct(StringComparer.Ordinal)];
    }

    private static bool IsOrdinary(string name, bool startsSentence) =>
        NoNames.Contains(name) || (!name.Contains(' ', StringComparison.Ordinal) && (startsSentence || Regex.IsMatch(name, $"^(?:{Months})$", Options)));

    private static bool StartsSentence(string text, int at)
    {
        var before = text.AsSpan(0, at).TrimEnd(" \t\"'“‘(（*#_-");
        return before.IsEmpty || before[^1] is '.' or '!' or '?' or ':' or '\n' or '\r' or '。' or '！' or '？' or '：' or ';';
    }

    private static int? Whole(Group group) => group.Success && int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static int? Month(Group group) => Array.IndexOf(MonthStarts, group.Value[..3].ToLowerInvariant()) + 1;
}
