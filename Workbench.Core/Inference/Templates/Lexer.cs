using System.Text;
using System.Text.RegularExpressions;

namespace Workbench.Core.Inference.Templates;

/// <summary>Cuts a source into tokens, with white space handled as chat templates expect: the newline after a block and the blanks before it are dropped, and the last newline of the source.</summary>
internal sealed partial class Lexer
{
    private static readonly string[] Operators = ["**", "//", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "(", ")", "[", "]", "{", "}", "<", ">", "=", ".", ":", "|", ",", ";"];

    private readonly string _source;
    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;
    private int _counted;

    private Lexer(string source)
    {
        var normal = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        _source = normal.EndsWith('\n') ? normal[..^1] : normal;
    }

    public static List<Token> Tokens(string source)
    {
        var lexer = new Lexer(source);
        lexer.Run();
        return lexer._tokens;
    }

    private void Run()
    {
        // A line starts here: blanks before a block may be dropped.
        var lineStarts = true;
        while (_at < _source.Length)
        {
            var tag = NextTag(_at);
            if (tag < 0)
            {
                Add(TokenKind.Data, _source[_at..]);
                _at = _source.Length;
                break;
            }

            var kind = _source[tag + 1];
            var sign = tag + 2 < _source.Length && _source[tag + 2] is '-' or '+' ? _source[tag + 2] : '\0';
            Add(TokenKind.Data, Before(_source[_at..tag], kind, sign, lineStarts));
            _at = tag;
            CountLines();
            _at += sign == '\0' ? 2 : 3;
            lineStarts = kind switch
            {
                '#' => Comment(),
                '{' => Variable(),
                _ => RawStart().Match(_source, _at) is { Success: true } raw ? Raw(raw) : Block(),
            };
        }

        CountLines();
        Add(TokenKind.End, "");
    }

    private int NextTag(int from)
    {
        for (var i = _source.IndexOf('{', from); i >= 0 && i + 1 < _source.Length; i = _source.IndexOf('{', i + 1))
        {
            if (_source[i + 1] is '{' or '%' or '#')
            {
                return i;
            }
        }

        return -1;
    }

    private static string Before(string text, char kind, char sign, bool lineStarts)
    {
        if (sign == '-')
        {
            return Blank.TrimEnd(text);
        }

        if (sign == '+' || kind == '{')
        {
            return text;
        }

        var line = text.LastIndexOf('\n') + 1;
        return (line > 0 || lineStarts) && Blank.IsBlank(text.AsSpan(line)) ? text[..line] : text;
    }

    private bool Comment()
    {
        var end = _source.IndexOf("#}", _at, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Failure("TemplateUnclosed", "{#");
        }

        var sign = end > _at ? _source[end - 1] : '\0';
        _at = end + 2;
        return After(sign);
    }

    private bool Raw(Match start)
    {
        _at += start.Length;
        if (start.Groups["trim"].Success)
        {
            SkipBlanks();
        }

        var end = RawEnd().Match(_source, _at);
        if (!end.Success)
        {
            throw Failure("TemplateUnclosed", "raw");
        }

        var text = _source[_at..end.Index];
        Add(TokenKind.Data, Before(text, '%', end.Groups["before"].Value is [var sign] ? sign : '\0', false));
        _at = end.Index + end.Length;
        return After(end.Groups["after"].Value is [var after] ? after : '\0');
    }

    private bool Variable()
    {
        Add(TokenKind.VariableStart, "{{");
        Inside("}}", TokenKind.VariableEnd);
        return false;
    }

    private bool Block()
    {
        Add(TokenKind.BlockStart, "{%");
        return Inside("%}", TokenKind.BlockEnd);
    }

    // The end of a tag: with - all blanks behind go, without a sign one newline behind a block or comment does.
    private bool After(char sign)
    {
        var start = _at;
        if (sign == '-')
        {
            SkipBlanks();
        }
        else if (sign != '+' && _at < _source.Length && _source[_at] == '\n')
        {
            _at++;
        }

        return _at > start && _source[_at - 1] == '\n';
    }

    private bool Inside(string close, TokenKind end)
    {
        var opened = new Stack<char>();
        while (true)
        {
            SkipBlanks();
            CountLines();
            if (_at >= _source.Length)
            {
                throw Failure("TemplateUnclosed", close == "}}" ? "{{" : "{%");
            }

            var sign = _source[_at] is '-' || (_source[_at] is '+' && end == TokenKind.BlockEnd) ? _source[_at] : '\0';
            var closes = string.CompareOrdinal(_source, sign == '\0' ? _at : _at + 1, close, 0, 2) == 0;
            if (opened.Count == 0 && closes)
            {
                Add(end, close);
                _at += sign == '\0' ? 2 : 3;
                if (end == TokenKind.BlockEnd)
                {
                    return After(sign);
                }

                if (sign == '-')
                {
                    SkipBlanks();
                }

                return false;
            }

            Next(opened);
        }
    }

    private void Next(Stack<char> opened)
    {
        var c = _source[_at];
        if (c is '\'' or '"')
        {
            Text(c);
        }
        else if (char.IsAsciiDigit(c))
        {
            var number = Number().Match(_source, _at);
            Take(number.Groups["real"].Success ? TokenKind.Real : TokenKind.Whole, number.Length);
        }
        else if (c == '_' || char.IsLetter(c))
        {
            var end = _at + 1;
            while (end < _source.Length && (_source[end] == '_' || char.IsLetterOrDigit(_source[end])))
            {
                end++;
            }

            Take(TokenKind.Name, end - _at);
        }
        else
        {
            var sign = Operators.FirstOrDefault(candidate => string.CompareOrdinal(_source, _at, candidate, 0, candidate.Length) == 0) ?? throw Failure("TemplateCharacter", c.ToString());
            Balance(sign[0], opened);
            Take(TokenKind.Operator, sign.Length);
        }
    }

    private void Balance(char sign, Stack<char> opened)
    {
        switch (sign)
        {
            case '(':
            case '[':
            case '{':
                opened.Push(sign == '(' ? ')' : (char)(sign + 2));
                break;
            case ')':
            case ']':
            case '}':
                if (opened.Count == 0 || opened.Pop() != sign)
                {
                    throw Failure("TemplateCharacter", sign.ToString());
                }

                break;
        }
    }

    private void Text(char quote)
    {
        var end = _at + 1;
        while (end < _source.Length && _source[end] != quote)
        {
            end += _source[end] == '\\' ? 2 : 1;
        }

        if (end >= _source.Length)
        {
            throw Failure("TemplateUnclosed", quote.ToString());
        }

        Add(TokenKind.Text, Escapes.Undo(_source.AsSpan(_at + 1, end - _at - 1)));
        _at = end + 1;
    }

    private void Take(TokenKind kind, int length)
    {
        Add(kind, _source.Substring(_at, length));
        _at += length;
    }

    private void SkipBlanks()
    {
        while (_at < _source.Length && Blank.Is(_source[_at]))
        {
            _at++;
        }
    }

    private void CountLines()
    {
        for (; _counted < _at; _counted++)
        {
            _line += _source[_counted] == '\n' ? 1 : 0;
        }
    }

    private void Add(TokenKind kind, string value)
    {
        if (kind != TokenKind.Data || value.Length > 0)
        {
            _tokens.Add(new Token(kind, value, _line));
        }
    }

    private TemplateFailure Failure(string key, string argument) => new(new Language.Phrase($"Inference.{key}", argument), _line);

    [GeneratedRegex(@"\G(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d+_)*\d+(?<real>(?:\.(?:\d+_)*\d+)?[eE][+\-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)?)", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\G\s*raw\s*(?:(?<trim>-)%\}|%\})", RegexOptions.CultureInvariant)]
    private static partial Regex RawStart();

    [GeneratedRegex(@"\{%(?<before>[-+]?)\s*endraw\s*(?<after>[-+]?)%\}", RegexOptions.CultureInvariant)]
    private static partial Regex RawEnd();
}
