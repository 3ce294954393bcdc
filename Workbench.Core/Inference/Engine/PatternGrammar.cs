using System.Globalization;
using System.Text;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>
/// A regular expression of a schema as GBNF within a JSON string. Known are literals, classes, groups, alternatives, bounded and unbounded repetitions and
/// anchors at the ends; what looks around or back is not, and is refused by its text.
/// </summary>
internal sealed class PatternGrammar
{
    private const int MostDepth = 32;
    private const int MostRepetitions = 1000;

    private readonly string _pattern;
    private int _at;
    private int _depth;

    private PatternGrammar(string pattern) => _pattern = pattern;

    /// <exception cref="GrammarFailure">Its first argument is the construct.</exception>
    public static string Of(string pattern)
    {
        var reader = new PatternGrammar(pattern);
        var alternatives = new List<string> { reader.Anchored() };
        while (reader.Peek() == '|')
        {
            reader._at++;
            alternatives.Add(reader.Anchored());
        }

        return reader._at < pattern.Length ? throw reader.Unknown(1) : $"( {string.Join(" | ", alternatives)} )";
    }

    // A pattern is looked for anywhere in the text unless it is tied to an end.
    private string Anchored()
    {
        var begins = Peek() == '^';
        _at += begins ? 1 : 0;
        var body = Sequence();
        var ends = Peek() == '$';
        _at += ends ? 1 : 0;
        return $"{(begins ? "" : "char* ")}{body}{(ends ? "" : " char*")}";
    }

    private char Peek(int ahead = 0) => _at + ahead < _pattern.Length ? _pattern[_at + ahead] : '\0';

    private GrammarFailure Unknown(int length) => new("SchemaPattern", _at < _pattern.Length ? _pattern.Substring(_at, Math.Min(length, _pattern.Length - _at)) : "∎");

    private string Sequence()
    {
        if (++_depth > MostDepth)
        {
            throw Unknown(10);
        }

        var parts = new List<string>();
        while (_at < _pattern.Length && Peek() is not ('|' or ')' or '$'))
        {
            parts.Add(Repeated(Atom()));
        }

        _depth--;
        return parts.Count == 0 ? "\"\"" : string.Join(' ', parts);
    }

    private string Atom()
    {
        switch (Peek())
        {
            case '(':
                return Group();
            case '[':
                return InString(Class());
            case '.':
                _at++;
                return InString(Others(new CharacterSet().Add('\n', '\n').Add('\r', '\r')));
            case '\\':
                return InString(Escape(inClass: false));
            case '^' or '*' or '+' or '?' or '{' or '}' or ']':
                throw Unknown(1);
            default:
                return InString(Single(Character()));
        }
    }

    private string Group()
    {
        if (Peek(1) == '?' && Peek(2) != ':')
        {
            throw Unknown(4);
        }

        _at += Peek(1) == '?' ? 3 : 1;
        var alternatives = new List<string> { Sequence() };
        while (Peek() == '|')
        {
            _at++;
            alternatives.Add(Sequence());
        }

        if (Peek() != ')')
        {
            throw Unknown(1);
        }

        _at++;
        return $"( {string.Join(" | ", alternatives)} )";
    }

    private string Repeated(string atom)
    {
        var postfix = Peek() switch
        {
            '*' => "*",
            '+' => "+",
            '?' => "?",
            '{' => Bounds(),
            _ => "",
        };
        if (postfix.Length == 0)
        {
            return atom;
        }

        _at += postfix.Length == 1 ? 1 : 0;
        // Lazy ones take the same texts.
        _at += Peek() == '?' ? 1 : 0;
        return Peek() is '*' or '+' or '{' ? throw Unknown(1) : $"{atom}{postfix}";
    }

    private string Bounds()
    {
        var end = _pattern.IndexOf('}', _at);
        var inner = end < 0 ? "" : _pattern[(_at + 1)..end];
        var parts = inner.Split(',');
        if (parts.Length > 2 || !Number(parts[0]) || (parts.Length == 2 && parts[1].Length > 0 && !Number(parts[1])))
        {
            throw Unknown(end < 0 ? 1 : end - _at + 1);
        }

        _at = end + 1;
        return $"{{{inner}}}";

        static bool Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostRepetitions;
    }

    private CharacterSet Class()
    {
        var start = _at++;
        var negated = Peek() == '^';
        _at += negated ? 1 : 0;
        var set = new CharacterSet();
        while (Peek() != ']')
        {
            if (_at >= _pattern.Length)
            {
                _at = start;
                throw Unknown(10);
            }

            var first = Peek() == '\\' ? Escape(inClass: true) : Single(Character());
            if (Peek() == '-' && Peek(1) is not (']' or '\0') && first.Only is { } from)
            {
                _at++;
                var last = Peek() == '\\' ? Escape(inClass: true) : Single(Character());
                set.Add(from, last.Only is { } to && to >= from ? to : throw Unknown(1));
            }
            else
            {
                set.Add(first);
            }
        }

        _at++;
        return negated ? Others(set) : set;
    }

    private CharacterSet Escape(bool inClass)
    {
        var at = _at;
        _at++;
        var escape = Peek();
        _at++;
        switch (escape)
        {
            case 'd':
                return Digits();
            case 'D':
                return Others(Digits());
            case 'w':
                return Word();
            case 'W':
                return Others(Word());
            case 's':
                return Space();
            case 'S':
                return Others(Space());
            case 'n' or 'r' or 't' or 'f' or 'v':
                return Single(escape switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'f' => '\f', _ => '\v' });
            case 'x' or 'u':
                var length = escape == 'x' ? 2 : 4;
                if (_at + length <= _pattern.Length && int.TryParse(_pattern.AsSpan(_at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point) && Rune.IsValid(point))
                {
                    _at += length;
                    return Single(point);
                }

                break;
            case '-' when inClass:
                return Single('-');
            case not '\0' when !char.IsAsciiLetterOrDigit(escape) && !char.IsSurrogate(escape):
                return Single(escape);
            default:
                break;
        }

        _at = at;
        throw Unknown(2);
    }

    // Beyond 16 bits some readers of patterns count one character as two; none is let through here.
    private static CharacterSet Others(CharacterSet set) => new CharacterSet().Add(set).Add(0x10000, 0x10FFFF).Complement();

    private static CharacterSet Digits() => new CharacterSet().Add('0', '9');

    private static CharacterSet Word() => Digits().Add('a', 'z').Add('A', 'Z').Add('_', '_');

    private static CharacterSet Space() => new CharacterSet().Add(' ', ' ').Add('\t', '\r').Add(0xA0, 0xA0).Add(0x1680, 0x1680).Add(0x2000, 0x200A).Add(0x2028, 0x2029).Add(0x202F, 0x202F).Add(0x205F, 0x205F).Add(0x3000, 0x3000).Add(0xFEFF, 0xFEFF);

    private static CharacterSet Single(int point) => new CharacterSet().Add(point, point);

    private int Character()
    {
        if (!Rune.TryGetRuneAt(_pattern, _at, out var rune))
        {
            throw new GrammarFailure("SchemaPattern", $"U+{(int)Peek():X4}");
        }

        _at += rune.Utf16SequenceLength;
        return rune.Value;
    }

    // What JSON writes with a backslash is written so; the rest as it is.
    private string InString(CharacterSet set)
    {
        var plain = new StringBuilder();
        var escaped = new List<string>();
        foreach (var (first, last) in set.Ranges())
        {
            for (var from = first; from <= last;)
            {
                var to = from;
                if (from is '"' or '\\' or < 0x20 or 0x7F)
                {
                    escaped.Add(from switch
                    {
                        '"' => "\"\\\\\\\"\"",
                        '\\' => "\"\\\\\\\\\"",
                        '\n' => "\"\\\\n\"",
                        '\r' => "\"\\\\r\"",
                        '\t' => "\"\\\\t\"",
                        _ => $"\"\\\\u{from:x4}\"",
                    });
                }
                else
                {
                    to = ((int[])['"', '\\', 0x7F]).Where(point => point > from && point <= last).Select(point => point - 1).DefaultIfEmpty(last).First();
                    plain.Append(Point(from)).Append(to > from ? $"-{Point(to)}" : "");
                }

                from = to + 1;
            }
        }

        if (plain.Length > 0)
        {
            escaped.Insert(0, $"[{plain}]");
        }

        return escaped.Count switch { 0 => throw Unknown(1), 1 => escaped[0], _ => $"( {string.Join(" | ", escaped)} )" };
    }

    private static string Point(int point) => point is >= '0' and <= '9' or >= 'a' and <= 'z' or >= 'A' and <= 'Z' ? ((char)point).ToString() : $"\\U{point:X8}";
}
