using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Workbench.Core.Scoring;

/// <summary>Finds numbers in a text: Arabic digits with thousands separators, fractions and powers of ten (<c>1,234.5</c>, <c>3/4</c>, <c>2e-3</c>, <c>3.2万</c>, <c>12%</c> as 12);
/// where there are none, Chinese numerals (<c>三百二十一</c>, <c>两万零五</c>, <c>三点一四</c>).</summary>
internal static class NumberText
{
    private static readonly Regex Arabic = new(@"([-+]?)(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(e[-+]?\d{1,3})?(?:/(\d+))?\s?(万亿|亿|万|千)?", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    private static readonly Regex Chinese = new("负?[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    private const string Digits = "零一二三四五六七八九";

    public static ImmutableArray<(double Value, string Text)> Find(string text)
    {
        var plain = text.Normalize(NormalizationForm.FormKC).Replace('−', '-').Replace('〇', '零');
        var arabic = Arabic.Matches(plain).Select(match => (Value: Value(match, plain), Text: match.Value.Trim())).Where(found => found.Value is { } value && double.IsFinite(value)).ToList();
        return arabic.Count > 0
            ? [.. arabic.Select(found => (found.Value!.Value, found.Text))]
            : [.. Chinese.Matches(plain).Select(match => (Value(match.Value), match.Value))];
    }

    private static double? Value(Match match, string text)
    {
        var number = match.Groups[2].Value.Replace(",", "", StringComparison.Ordinal) + match.Groups[3].Value;
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        if (match.Groups[4].Success)
        {
            value /= double.Parse(match.Groups[4].Value, CultureInfo.InvariantCulture);
        }

        value *= match.Groups[5].Value switch { "千" => 1e3, "万" => 1e4, "亿" => 1e8, "万亿" => 1e12, _ => 1 };

        // A dash straight after a digit or closing bracket takes away; elsewhere it is a sign.
        var minus = match.Groups[1].Value == "-" && (match.Index == 0 || !(char.IsLetterOrDigit(text[match.Index - 1]) || text[match.Index - 1] is ')' or ']'));
        return minus ? -value : value;
    }

    private static double Value(string chinese)
    {
        var unsigned = chinese.TrimStart('负');
        var point = unsigned.IndexOf('点', StringComparison.Ordinal);
        var whole = Whole(point < 0 ? unsigned : unsigned[..point]);
        var share = 0.1;
        foreach (var digit in point < 0 ? "" : unsigned[(point + 1)..])
        {
            whole += share * Digits.IndexOf(digit, StringComparison.Ordinal);
            share /= 10;
        }

        return chinese[0] == '负' ? -whole : whole;
    }

    private static double Whole(string numerals)
    {
        if (numerals.Length > 1 && numerals.All(numeral => Digits.Contains(numeral, StringComparison.Ordinal)))
        {
            return numerals.Aggregate(0.0, (value, numeral) => (10 * value) + Digits.IndexOf(numeral, StringComparison.Ordinal));
        }

        double total = 0, section = 0, digit = 0;
        foreach (var numeral in numerals)
        {
            switch (numeral)
            {
                case '十' or '百' or '千':
                    section += (digit == 0 ? 1 : digit) * (numeral == '十' ? 10 : numeral == '百' ? 100 : 1000);
                    digit = 0;
                    break;
                case '万' or '亿':
                    total = (total + section + digit) * (numeral == '万' ? 1e4 : 1e8);
                    (section, digit) = (0, 0);
                    break;
                default:
                    digit = numeral == '两' ? 2 : Digits.IndexOf(numeral, StringComparison.Ordinal);
                    break;
            }
        }

        return total + section + digit;
    }
}
