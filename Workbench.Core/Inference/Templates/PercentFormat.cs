using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Workbench.Core.Inference.Templates;

/// <summary><c>'%s' % x</c>: the conversions s, r, d, i, f, x, e and %%, with width, precision and the flags - and 0.</summary>
internal static partial class PercentFormat
{
    private const int MostWidth = 1000;

    public static string Of(string pattern, IReadOnlyList<object?> values)
    {
        var text = new StringBuilder();
        var (at, next) = (0, 0);
        foreach (Match place in Place().Matches(pattern))
        {
            text.Append(pattern, at, place.Index - at);
            at = place.Index + place.Length;
            if (place.Groups["kind"].Value == "%")
            {
                text.Append('%');
                continue;
            }

            text.Append(One(place, next < values.Count ? values[next++] : throw new TemplateFailure("TemplateArguments", "%")));
        }

        return next == values.Count ? TemplateLimits.Checked(text.Append(pattern, at, pattern.Length - at).ToString()) : throw new TemplateFailure("TemplateArguments", "%");
    }

    private static string One(Match place, object? value)
    {
        var precision = place.Groups["precision"] is { Success: true } given ? Number(given.Value) : (int?)null;
        var body = place.Groups["kind"].Value switch
        {
            "s" => Cut(PythonText.Of(value), precision),
            "r" => Cut(PythonText.Quoted(value), precision),
            "d" or "i" => Whole(value).ToString(CultureInfo.InvariantCulture),
            "x" => Whole(value).ToString("x", CultureInfo.InvariantCulture),
            "f" => Real(value).ToString("F" + (precision ?? 6).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
            var kind => throw new TemplateFailure("TemplateUnsupported", "%" + kind),
        };
        var width = place.Groups["width"] is { Success: true } wide ? Number(wide.Value) : 0;
        var flags = place.Groups["flags"].Value;
        return flags.Contains('-', StringComparison.Ordinal) ? body.PadRight(width) : flags.Contains('0', StringComparison.Ordinal) ? body.StartsWith('-') ? "-" + body[1..].PadLeft(width - 1, '0') : body.PadLeft(width, '0') : body.PadLeft(width);
    }

    private static string Cut(string text, int? length) => length < text.Length ? text[..length.Value] : text;

    private static int Number(string digits) => digits.Length == 0 ? 0 : int.TryParse(digits, CultureInfo.InvariantCulture, out var number) && number <= MostWidth ? number : throw new TemplateFailure("TemplateTooMuch");

    private static long Whole(object? value) => value is double real and > long.MinValue and < long.MaxValue ? (long)real : Operators.WholeOf(value, "%d");

    private static double Real(object? value) => value is double real ? real : Operators.WholeOf(value, "%f");

    [GeneratedRegex(@"%(?<flags>[-0 +#]*)(?<width>\d+)?(?:\.(?<precision>\d*))?(?<kind>.)", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Place();
}
