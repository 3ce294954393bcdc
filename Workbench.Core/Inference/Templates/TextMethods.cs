using System.Text;

namespace Workbench.Core.Inference.Templates;

/// <summary>Methods of texts.</summary>
internal static class TextMethods
{
    private static readonly Dictionary<string, Func<string, Arguments, object?>> Methods = new(StringComparer.Ordinal)
    {
        ["strip"] = (text, arguments) => Strip(text, Characters(arguments), true, true),
        ["lstrip"] = (text, arguments) => Strip(text, Characters(arguments), true, false),
        ["rstrip"] = (text, arguments) => Strip(text, Characters(arguments), false, true),
        ["split"] = (text, arguments) => Split(text, arguments.Take("sep", "maxsplit"), fromEnd: false),
        ["rsplit"] = (text, arguments) => Split(text, arguments.Take("sep", "maxsplit"), fromEnd: true),
        ["splitlines"] = (text, arguments) => Lines(text, arguments.Take("keepends").Flag(0, "keepends")),
        ["startswith"] = (text, arguments) => Any(arguments, part => text.StartsWith(part, StringComparison.Ordinal)),
        ["endswith"] = (text, arguments) => Any(arguments, part => text.EndsWith(part, StringComparison.Ordinal)),
        ["upper"] = (text, _) => Upper(text),
        ["lower"] = (text, _) => Lower(text),
        ["casefold"] = (text, _) => Lower(text),
        ["swapcase"] = (text, _) => string.Concat(text.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c))),
        ["title"] = (text, _) => Title(text),
        ["capitalize"] = (text, _) => Capitalize(text),
        ["replace"] = (text, arguments) => Replace(text, PythonText.TextOf(arguments.Required(0, "old"), "replace"), PythonText.TextOf(arguments.Required(1, "new"), "replace"), arguments.Whole(2, "count", -1)),
        ["removeprefix"] = (text, arguments) => arguments.Text(0, "prefix", "") is var part && text.StartsWith(part, StringComparison.Ordinal) ? text[part.Length..] : text,
        ["removesuffix"] = (text, arguments) => arguments.Text(0, "suffix", "") is var part && part.Length > 0 && text.EndsWith(part, StringComparison.Ordinal) ? text[..^part.Length] : text,
        ["find"] = (text, arguments) => Position(text, text.IndexOf(Sought(arguments), StringComparison.Ordinal)),
        ["rfind"] = (text, arguments) => Position(text, text.LastIndexOf(Sought(arguments), StringComparison.Ordinal)),
        ["index"] = (text, arguments) => text.IndexOf(Sought(arguments), StringComparison.Ordinal) is >= 0 and var at ? Position(text, at) : throw new TemplateFailure("TemplateNoElement", "str", Sought(arguments)),
        ["count"] = (text, arguments) => Sought(arguments) is { Length: > 0 } part ? (long)((text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length) : CodePoints.Count(text) + 1L,
        ["join"] = (text, arguments) => TemplateLimits.Checked(string.Join(text, Sequences.Of(arguments.Take("iterable").Required(0, "iterable")).Select(item => PythonText.TextOf(item, "join")))),
        ["partition"] = (text, arguments) => Partition(text, Sought(arguments), text.IndexOf(Sought(arguments), StringComparison.Ordinal), atEnd: false),
        ["rpartition"] = (text, arguments) => Partition(text, Sought(arguments), text.LastIndexOf(Sought(arguments), StringComparison.Ordinal), atEnd: true),
        ["isdigit"] = (text, _) => All(text, char.IsDigit),
        ["isnumeric"] = (text, _) => All(text, char.IsNumber),
        ["isdecimal"] = (text, _) => All(text, char.IsDigit),
        ["isalpha"] = (text, _) => All(text, char.IsLetter),
        ["isalnum"] = (text, _) => All(text, char.IsLetterOrDigit),
        ["isspace"] = (text, _) => All(text, Blank.Is),
        ["isupper"] = (text, _) => text.Any(char.IsUpper) && !text.Any(char.IsLower),
        ["islower"] = (text, _) => text.Any(char.IsLower) && !text.Any(char.IsUpper),
        ["zfill"] = (text, arguments) => Fill(text, arguments.Whole(0, "width", 0), "0", before: true),
        ["rjust"] = (text, arguments) => Fill(text, arguments.Whole(0, "width", 0), arguments.Text(1, "fillchar", " "), before: true),
        ["ljust"] = (text, arguments) => Fill(text, arguments.Whole(0, "width", 0), arguments.Text(1, "fillchar", " "), before: false),
    };

    // Methods that exist but are outside the subset: using one is an error that names it, not a missing attribute.
    private static readonly HashSet<string> Unsupported = new(["format", "format_map", "encode", "expandtabs", "center", "translate", "istitle", "isascii", "isidentifier", "isprintable"], StringComparer.Ordinal);

    public static FunctionValue? Find(string text, string name) =>
        Methods.TryGetValue(name, out var method) ? new FunctionValue(name, (_, arguments) => method(text, arguments))
        : Unsupported.Contains(name) ? new FunctionValue(name, (_, _) => throw new TemplateFailure("TemplateUnsupported", $"str.{name}()"))
        : null;

    public static string Strip(string text, string? characters, bool start, bool end)
    {
        var (from, to) = (0, text.Length);
        while (start && from < to && Strips(text[from]))
        {
            from++;
        }

        while (end && to > from && Strips(text[to - 1]))
        {
            to--;
        }

        return text[from..to];

        bool Strips(char c) => characters?.Contains(c, StringComparison.Ordinal) ?? Blank.Is(c);
    }

    public static string Upper(string text) => text.ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal);

    public static string Lower(string text) => text.ToLowerInvariant();

    public static string Capitalize(string text) => text.Length == 0 ? "" : Upper(text[..1]) + Lower(text[1..]);

    public static string Title(string text)
    {
        var title = new StringBuilder(text.Length);
        var inside = false;
        foreach (var c in text)
        {
            title.Append(inside ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c));
            inside = char.IsUpper(c) || char.IsLower(c);
        }

        return title.ToString();
    }

    public static string Replace(string text, string old, string with, long count)
    {
        if (count < 0 && old.Length > 0)
        {
            return with.Length <= old.Length || (text.Length / old.Length) <= TemplateLimits.TextCharacters / with.Length
                ? TemplateLimits.Checked(text.Replace(old, with, StringComparison.Ordinal))
                : throw new TemplateFailure("TemplateTooMuch");
        }

        var result = new StringBuilder();
        var at = 0;
        for (var done = 0L; done != count; done++)
        {
            var next = old.Length == 0 ? (done == 0 ? 0 : at + 1) : text.IndexOf(old, at, StringComparison.Ordinal);
            if (next < 0 || next > text.Length || result.Length > TemplateLimits.TextCharacters)
            {
                break;
            }

            result.Append(text, at, next - at).Append(with);
            at = next + old.Length;
        }

        return TemplateLimits.Checked(result.Append(text, at, text.Length - at).ToString());
    }

    private static string? Characters(Arguments arguments) => arguments.Take("chars").Get(0, "chars") is { } given ? PythonText.TextOf(given, arguments.Callee) : null;

    private static string Sought(Arguments arguments) => PythonText.TextOf(arguments.Take("sub").Required(0, "sub"), arguments.Callee);

    private static object Position(string text, int at) => at <= 0 ? (long)at : CodePoints.Count(text[..at]);

    private static object Any(Arguments arguments, Func<string, bool> test) => arguments.Take("part").Required(0, "part") switch
    {
        ListValue { IsTuple: true } parts => parts.Items.Any(part => test(PythonText.TextOf(part, arguments.Callee))),
        var part => test(PythonText.TextOf(part, arguments.Callee)),
    };

    private static object All(string text, Func<char, bool> test) => text.Length > 0 && text.All(test);

    private static ListValue Split(string text, Arguments arguments, bool fromEnd)
    {
        var most = arguments.Whole(1, "maxsplit", -1);
        var parts = new List<object?>();
        if (arguments.Get(0, "sep") is not { } given)
        {
            return new ListValue(Words(text, most, fromEnd));
        }

        var separator = PythonText.TextOf(given, arguments.Callee);
        if (separator.Length == 0)
        {
            throw new TemplateFailure("TemplateArguments", $"{arguments.Callee}: sep");
        }

        if (most < 0)
        {
            parts.AddRange(text.Split(separator));
            return new ListValue(parts);
        }

        var rest = text;
        while (parts.Count < most && (fromEnd ? rest.LastIndexOf(separator, StringComparison.Ordinal) : rest.IndexOf(separator, StringComparison.Ordinal)) is >= 0 and var at)
        {
            parts.Add(fromEnd ? rest[(at + separator.Length)..] : rest[..at]);
            rest = fromEnd ? rest[..at] : rest[(at + separator.Length)..];
        }

        parts.Add(rest);
        if (fromEnd)
        {
            parts.Reverse();
        }

        return new ListValue(parts);
    }

    private static List<object?> Words(string text, long most, bool fromEnd)
    {
        var words = new List<object?>();
        var rest = fromEnd ? Blank.TrimEnd(text) : Blank.TrimStart(text);
        while (rest.Length > 0)
        {
            var cut = words.Count == most ? -1 : fromEnd ? rest.Length - 1 - rest.Reverse().TakeWhile(c => !Blank.Is(c)).Count() : rest.TakeWhile(c => !Blank.Is(c)).Count();
            if (cut < 0 || cut >= rest.Length)
            {
                words.Add(rest);
                break;
            }

            words.Add(fromEnd ? rest[(cut + 1)..] : rest[..cut]);
            rest = fromEnd ? Blank.TrimEnd(rest[..cut]) : Blank.TrimStart(rest[cut..]);
        }

        if (fromEnd)
        {
            words.Reverse();
        }

        return words;
    }

    private static ListValue Lines(string text, bool keep)
    {
        var lines = new List<object?>();
        for (var at = 0; at < text.Length;)
        {
            var end = text.AsSpan(at).IndexOfAny("\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029");
            var next = end < 0 ? text.Length : at + end + (text[at + end] == '\r' && at + end + 1 < text.Length && text[at + end + 1] == '\n' ? 2 : 1);
            lines.Add(keep ? text[at..next] : end < 0 ? text[at..] : text.Substring(at, end));
            at = next;
        }

        return new ListValue(lines);
    }

    private static ListValue Partition(string text, string separator, int at, bool atEnd) =>
        at >= 0 ? ListValue.Tuple(text[..at], separator, text[(at + separator.Length)..]) : atEnd ? ListValue.Tuple("", "", text) : ListValue.Tuple(text, "", "");

    private static string Fill(string text, long width, string with, bool before)
    {
        var missing = width - CodePoints.Count(text);
        if (missing <= 0)
        {
            return text;
        }

        var fill = missing <= TemplateLimits.TextCharacters ? new StringBuilder().Insert(0, with, (int)missing).ToString() : throw new TemplateFailure("TemplateTooMuch");
        return before ? text.StartsWith('-') && with == "0" ? "-" + fill + text[1..] : fill + text : text + fill;
    }
}
