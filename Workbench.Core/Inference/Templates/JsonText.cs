using System.Globalization;
using System.Text;

namespace Workbench.Core.Inference.Templates;

/// <summary>The <c>tojson</c> filter: as Python's <c>json.dumps</c> with <c>ensure_ascii</c> off.</summary>
internal sealed class JsonText
{
    private readonly StringBuilder _text = new();
    private readonly string? _indent;
    private readonly string _between;
    private readonly string _colon;
    private readonly bool _sorted;
    private readonly bool _ascii;

    private JsonText(string? indent, string between, string colon, bool sorted, bool ascii) => (_indent, _between, _colon, _sorted, _ascii) = (indent, between, colon, sorted, ascii);

    public static string Of(object? value, Arguments arguments)
    {
        arguments.Take("ensure_ascii", "indent", "separators", "sort_keys");
        var indent = arguments.Get(1, "indent") switch
        {
            null => null,
            long width => new string(' ', (int)Math.Clamp(width, 0, 64)),
            var text => PythonText.TextOf(text, "tojson"),
        };
        var (between, colon) = (indent is null ? ", " : ",", ": ");
        if (arguments.Get(2, "separators") is ListValue { Items: [var first, var second] })
        {
            (between, colon) = (PythonText.TextOf(first, "tojson"), PythonText.TextOf(second, "tojson"));
        }

        var json = new JsonText(indent, between, colon, arguments.Flag(3, "sort_keys"), arguments.Flag(0, "ensure_ascii"));
        json.Write(value, 0);
        return TemplateLimits.Checked(json._text.ToString());
    }

    private void Write(object? value, int depth)
    {
        TemplateLimits.CheckDepth(depth);
        if (_text.Length > TemplateLimits.TextCharacters)
        {
            throw new TemplateFailure("TemplateTooMuch");
        }

        switch (value)
        {
            case null: _text.Append("null"); break;
            case bool flag: _text.Append(flag ? "true" : "false"); break;
            case long or System.Numerics.BigInteger: _text.Append(CultureInfo.InvariantCulture, $"{value}"); break;
            case double real: _text.Append(Number(real)); break;
            case string text: WriteText(text); break;
            case MarkupValue markup: WriteText(markup.Text); break;
            case ListValue list: WriteAll('[', ']', list.Items, Write, depth); break;
            case DictValue dict: WriteAll('{', '}', Members(dict), WriteMember, depth); break;
            case UndefinedValue undefined: throw undefined.Failure;
            default: throw new TemplateFailure("TemplateTypes", "tojson", TypeName.Of(value));
        }
    }

    private static string Number(double real) => double.IsFinite(real) ? PythonText.Number(real) : double.IsNaN(real) ? "NaN" : real > 0 ? "Infinity" : "-Infinity";

    private IEnumerable<(string Key, object? Value)> Members(DictValue dict)
    {
        var members = dict.Items.Select(item => (Key: Key(item.Key), item.Value));
        return _sorted ? members.OrderBy(member => member.Key, Comparer<string>.Create(CodePoints.Compare)) : members;
    }

    private static string Key(object? key) => key switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        double real => Number(real),
        long or System.Numerics.BigInteger => string.Create(CultureInfo.InvariantCulture, $"{key}"),
        _ => PythonText.TextOf(key, "tojson"),
    };

    private void WriteMember((string Key, object? Value) member, int depth)
    {
        WriteText(member.Key);
        _text.Append(_colon);
        Write(member.Value, depth);
    }

    private void WriteAll<T>(char open, char close, IEnumerable<T> items, Action<T, int> write, int depth)
    {
        _text.Append(open);
        var any = false;
        foreach (var item in items)
        {
            _text.Append(any ? _between : "");
            any = true;
            NewLine(depth + 1);
            write(item, depth + 1);
        }

        if (any)
        {
            NewLine(depth);
        }

        _text.Append(close);
    }

    private void NewLine(int depth)
    {
        if (_indent is not null)
        {
            _text.Append('\n').Insert(_text.Length, _indent, depth);
        }
    }

    private void WriteText(string text)
    {
        _text.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                '\b' => _text.Append("\\b"),
                '\f' => _text.Append("\\f"),
                < ' ' => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                > '~' when _ascii => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => _text.Append(c),
            };
        }

        _text.Append('"');
    }
}
