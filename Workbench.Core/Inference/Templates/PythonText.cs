using System.Globalization;
using System.Text;

namespace Workbench.Core.Inference.Templates;

/// <summary>Values as text, the way <c>str()</c> and <c>repr()</c> write them.</summary>
internal static class PythonText
{
    public static string Of(object? value) => value switch
    {
        string text => text,
        MarkupValue markup => markup.Text,
        UndefinedValue => "",
        _ => Quoted(value),
    };

    /// <summary>The text of a value that must be one.</summary>
    public static string TextOf(object? value, string what) => value switch
    {
        string text => text,
        MarkupValue markup => markup.Text,
        UndefinedValue undefined => throw undefined.Failure,
        _ => throw new TemplateFailure("TemplateTypes", what, TypeName.Of(value)),
    };

    public static bool IsText(object? value) => value is string or MarkupValue;

    public static string Quoted(object? value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString();
    }

    public static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        var shortest = value.ToString("E16", CultureInfo.InvariantCulture);
        var round = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = value == 0 ? 0 : int.Parse(shortest.AsSpan(shortest.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = new string([.. round.TakeWhile(c => c != 'E').Where(char.IsAsciiDigit)]);
        var sign = round[0] == '-' ? "-" : "";
        digits = digits.TrimStart('0') is { Length: > 0 } significant ? significant : "0";
        if (exponent is < -4 or >= 16)
        {
            digits = digits.TrimEnd('0');
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }

        var plain = value.ToString("0.0###################################", CultureInfo.InvariantCulture);
        return round.Contains('E', StringComparison.Ordinal) ? plain : round.Contains('.', StringComparison.Ordinal) ? round : round + ".0";
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        TemplateLimits.CheckDepth(depth);
        if (text.Length > TemplateLimits.TextCharacters)
        {
            throw new TemplateFailure("TemplateTooMuch");
        }

        switch (value)
        {
            case null: text.Append("None"); break;
            case bool flag: text.Append(flag ? "True" : "False"); break;
            case long or System.Numerics.BigInteger: text.Append(CultureInfo.InvariantCulture, $"{value}"); break;
            case double real: text.Append(Number(real)); break;
            case string quoted: WriteQuoted(text, quoted); break;
            case MarkupValue markup: text.Append("Markup("); WriteQuoted(text, markup.Text); text.Append(')'); break;
            case ListValue list: WriteAll(text, list.Items, list.IsTuple ? "(" : "[", list.IsTuple ? list.Items.Count == 1 ? ",)" : ")" : "]", depth); break;
            case ViewValue view: WriteAll(text, view.Items, $"dict_{view.Kind}([", "])", depth); break;
            case DictValue dict: WriteDict(text, dict.Items, depth); break;
            case NamespaceValue space: text.Append("<Namespace "); WriteDict(text, space.Fields.Select(field => ((object?)field.Key, field.Value)), depth); text.Append('>'); break;
            case UndefinedValue: text.Append("Undefined"); break;
            case RangeValue range: text.Append(range); break;
            default: text.Append('<').Append(TypeName.Of(value)).Append('>'); break;
        }
    }

    private static void WriteAll(StringBuilder text, IEnumerable<object?> items, string open, string close, int depth)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            text.Append(first ? "" : ", ");
            first = false;
            Write(text, item, depth + 1);
        }

        text.Append(close);
    }

    private static void WriteDict(StringBuilder text, IEnumerable<(object? Key, object? Value)> items, int depth)
    {
        text.Append('{');
        var first = true;
        foreach (var (key, value) in items)
        {
            text.Append(first ? "" : ", ");
            first = false;
            Write(text, key, depth + 1);
            text.Append(": ");
            Write(text, value, depth + 1);
        }

        text.Append('}');
    }

    private static void WriteQuoted(StringBuilder text, string value)
    {
        var quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == quote || c == '\\')
            {
                text.Append('\\').Append(c);
            }
            else if (c is '\n' or '\r' or '\t')
            {
                text.Append('\\').Append(c switch { '\n' => 'n', '\r' => 'r', _ => 't' });
            }
            else if (c is >= ' ' and < '\u007f')
            {
                text.Append(c);
            }
            else
            {
                var code = char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]) ? char.ConvertToUtf32(c, value[++i]) : c;
                text.Append(IsPrintable(code) ? char.ConvertFromUtf32(code) : code switch
                {
                    < 0x100 => $"\\x{code:x2}",
                    < 0x10000 => $"\\u{code:x4}",
                    _ => $"\\U{code:x8}",
                });
            }
        }

        text.Append(quote);
    }

    private static bool IsPrintable(int code) => CharUnicodeInfo.GetUnicodeCategory(code) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
