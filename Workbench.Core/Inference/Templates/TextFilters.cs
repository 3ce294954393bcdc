using System.Text;
using System.Text.RegularExpressions;

namespace Workbench.Core.Inference.Templates;

/// <summary>Filters on texts; other values are taken as their text.</summary>
internal static partial class TextFilters
{
    public static IEnumerable<KeyValuePair<string, Filter>> All { get; } =
    [
        new("upper", (_, value, _) => TextMethods.Upper(PythonText.Of(value))),
        new("lower", (_, value, _) => TextMethods.Lower(PythonText.Of(value))),
        new("capitalize", (_, value, _) => TextMethods.Capitalize(PythonText.Of(value))),
        new("title", (_, value, _) => string.Concat(WordStarts().Split(PythonText.Of(value)).Select(TextMethods.Capitalize))),
        new("trim", (_, value, arguments) => TextMethods.Strip(PythonText.Of(value), arguments.Take("chars").Get(0, "chars") is { } given ? PythonText.TextOf(given, "trim") : null, true, true)),
        new("string", (_, value, _) => value is MarkupValue ? value : PythonText.Of(value)),
        new("safe", (_, value, _) => value is MarkupValue ? value : new MarkupValue(PythonText.Of(value))),
        new("e", (_, value, _) => Escaped(value)),
        new("escape", (_, value, _) => Escaped(value)),
        new("forceescape", (_, value, _) => new MarkupValue(Escape(PythonText.Of(value)))),
        new("replace", (_, value, arguments) => TextMethods.Replace(PythonText.Of(value), PythonText.Of(arguments.Take("old", "new", "count").Required(0, "old")), PythonText.Of(arguments.Required(1, "new")), arguments.Get(2, "count") is null ? -1 : arguments.Whole(2, "count", -1))),
        new("indent", (_, value, arguments) => Indent(PythonText.Of(value), arguments.Take("width", "first", "blank"))),
        new("format", (_, value, arguments) => PercentFormat.Of(PythonText.Of(value), arguments.Positional)),
        new("tojson", (_, value, arguments) => JsonText.Of(value, arguments)),
        new("wordcount", (_, value, _) => (long)Word().Count(PythonText.Of(value))),
        new("center", (_, value, arguments) => Center(PythonText.Of(value), arguments.Take("width").Whole(0, "width", 80))),
        new("truncate", (_, value, arguments) => Truncate(PythonText.Of(value), arguments.Take("length", "killwords", "end", "leeway"))),
        new("wordwrap", (_, value, arguments) => string.Join('\n', PythonText.Of(value).Split('\n').Select(line => Wrapped(line, (int)Math.Clamp(arguments.Whole(0, "width", 79), 1, 100_000))))),
        new("striptags", (_, value, _) => string.Join(' ', Tag().Replace(PythonText.Of(value), "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))),
    ];

    public static string Escape(string text) => new StringBuilder(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("'", "&#39;").Replace("\"", "&#34;").ToString();

    private static object Escaped(object? value) => value is MarkupValue ? value : new MarkupValue(Escape(PythonText.Of(value)));

    private static string Indent(string text, Arguments arguments)
    {
        var by = arguments.Get(0, "width", 4L) is var width && PythonText.IsText(width) ? PythonText.Of(width) : new string(' ', (int)Math.Clamp(Operators.WholeOf(width, "indent"), 0, 1000));
        var (first, blank) = (arguments.Flag(1, "first"), arguments.Flag(2, "blank"));
        var lines = text.Split('\n');
        TemplateLimits.Checked(lines.Length <= TemplateLimits.TextCharacters / (by.Length + 1) ? "" : throw new TemplateFailure("TemplateTooMuch"));
        return string.Join('\n', lines.Select((line, index) => (index == 0 ? first : blank || line.Length > 0) ? by + line : line));
    }

    // Words as many to a line as fit; one too long for a line is cut.
    private static string Wrapped(string line, int width)
    {
        var wrapped = new StringBuilder();
        var used = 0;
        foreach (var piece in line.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => word.Chunk(width).Select(chars => new string(chars))))
        {
            var fits = used == 0 || used + 1 + piece.Length <= width;
            wrapped.Append(wrapped.Length == 0 ? "" : fits ? " " : "\n").Append(piece);
            used = fits && used > 0 ? used + 1 + piece.Length : piece.Length;
        }

        return wrapped.ToString();
    }

    private static string Center(string text, long width)
    {
        var missing = (int)Math.Clamp(width - CodePoints.Count(text), 0, 10_000);
        var left = (missing / 2) + (missing & (int)width & 1);
        return new string(' ', left) + text + new string(' ', missing - left);
    }

    private static string Truncate(string text, Arguments arguments)
    {
        var (length, end) = ((int)Math.Clamp(arguments.Whole(0, "length", 255), 0, int.MaxValue / 2), arguments.Text(2, "end", "..."));
        if (text.Length <= length + arguments.Whole(3, "leeway", 5))
        {
            return text;
        }

        var kept = text[..Math.Max(0, length - end.Length)];
        return arguments.Flag(1, "killwords") ? kept + end : (kept.LastIndexOf(' ') is >= 0 and var space ? kept[..space] : kept) + end;
    }

    [GeneratedRegex(@"([-\s({\[<]+)", RegexOptions.CultureInvariant)]
    private static partial Regex WordStarts();

    [GeneratedRegex(@"\w+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex("<!--.*?-->|<[^>]*>", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Tag();
}
