using System.Globalization;

namespace Workbench.Core.Inference.Engine;

/// <summary>
/// Reads GBNF as llama.cpp documents it: rules <c>name ::= …</c>, literals, character classes, <c>.</c>, groups, alternatives, <c>* + ? {m,n}</c>, comments.
/// Everything is bounded; what is wrong is told with its line. Token references are not known here.
/// </summary>
internal sealed partial class GbnfParser
{
    public const int MostCharacters = 1 << 19;
    private const int MostDepth = 100;
    private const int MostRepetitions = 10_000;

    private readonly string _text;
    private readonly GrammarRules _rules = new();
    private readonly Dictionary<string, (int Index, int Line)> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _lines = [];
    private readonly Dictionary<string, int> _classes = new(StringComparer.Ordinal);
    private int _at;
    private int _line = 1;
    private int _depth;
    private long _repeated;

    private GbnfParser(string text) => _text = text;

    /// <exception cref="GrammarFailure">What is wrong, and where.</exception>
    public static GrammarRules Parse(string text, string root = "root")
    {
        if (text.Length > MostCharacters)
        {
            throw new GrammarFailure("GrammarTooLarge");
        }

        var parser = new GbnfParser(text);
        parser.Skip(acrossLines: true);
        while (parser._at < text.Length)
        {
            parser.Rule();
        }

        foreach (var (name, (_, line)) in parser._names)
        {
            if (!parser._defined.Contains(name))
            {
                throw Wrong(line, "GrammarNoRule", name);
            }
        }

        if (!parser._defined.Contains(root))
        {
            throw new GrammarFailure("GrammarNoRoot", root);
        }

        var rules = parser._rules;
        rules.Root = parser._names[root].Index;
        if (!rules.CanEnd())
        {
            throw Wrong(parser._lines.GetValueOrDefault(rules.Root, 1), "GrammarEndless", root);
        }

        return rules.LeftRecursive() is { } rule
            ? throw Wrong(parser._lines.GetValueOrDefault(rule, 1), "GrammarLeftRecursion", parser._names.FirstOrDefault(name => name.Value.Index == rule).Key ?? "…")
            : rules;
    }

    private static GrammarFailure Wrong(int line, string key, params string[] arguments) => new(new Language.Phrase($"Inference.{key}", arguments), line);

    private char Peek(int ahead = 0) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private void Skip(bool acrossLines)
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '#')
            {
                while (_at < _text.Length && _text[_at] is not ('\n' or '\r'))
                {
                    _at++;
                }
            }
            else if (c is ' ' or '\t' || (acrossLines && c is '\n' or '\r'))
            {
                _line += c == '\n' ? 1 : 0;
                _at++;
            }
            else
            {
                return;
            }
        }
    }

    private string Name()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() is '-' or '_')
        {
            _at++;
        }

        return _at > start ? _text[start.._at] : throw Unexpected("GrammarName");
    }

    private GrammarFailure Unexpected(string wanted) =>
        Wrong(_line, wanted, _at >= _text.Length ? "∎" : char.IsControl(_text[_at]) ? $"U+{(int)_text[_at]:X4}" : char.IsSurrogate(_text[_at]) && _at + 1 < _text.Length && char.IsSurrogatePair(_text, _at) ? _text.Substring(_at, 2) : char.IsSurrogate(_text[_at]) ? $"U+{(int)_text[_at]:X4}" : _text[_at].ToString());

    private int Reference(string name)
    {
        if (!_names.TryGetValue(name, out var known))
        {
            _names[name] = known = (_rules.Declare(), _line);
        }

        return known.Index;
    }

    private void Rule()
    {
        var name = Name();
        var line = _line;
        Skip(acrossLines: false);
        if (Peek() != ':' || Peek(1) != ':' || Peek(2) != '=')
        {
            throw Unexpected("GrammarDefinition");
        }

        _at += 3;
        Skip(acrossLines: true);
        var rule = Reference(name);
        if (!_defined.Add(name))
        {
            throw Wrong(line, "GrammarTwice", name);
        }

        _lines[rule] = line;
        _rules.Define(rule, Alternatives(nested: false));
        if (_at < _text.Length && Peek() is not ('\r' or '\n'))
        {
            throw Unexpected("GrammarUnexpected");
        }

        Skip(acrossLines: true);
    }

    private List<List<int>> Alternatives(bool nested)
    {
        if (++_depth > MostDepth)
        {
            throw Wrong(_line, "GrammarTooDeep");
        }

        var alternatives = new List<List<int>> { Sequence(nested) };
        while (Peek() == '|')
        {
            _at++;
            Skip(acrossLines: true);
            alternatives.Add(Sequence(nested));
        }

        _depth--;
        return alternatives;
    }

    private List<int> Sequence(bool nested)
    {
        var sequence = new List<int>();
        while (_at < _text.Length)
        {
            var last = sequence.Count;
            switch (Peek())
            {
                case '"':
                    Literal(sequence);
                    break;
                case '[':
                    sequence.Add(Class());
                    break;
                case '.':
                    _at++;
                    sequence.Add(Characters(new CharacterSet().Add(0, 0x10FFFF)));
                    break;
                case '(':
                    sequence.Add(Group());
                    break;
                case var c when char.IsAsciiLetterOrDigit(c) || c is '-' or '_':
                    sequence.Add(GrammarRules.Rule(Reference(Name())));
                    break;
                default:
                    return sequence;
            }

            Skip(nested);
            Repeat(sequence, last);
            Skip(nested);
        }

        return sequence;
    }

    private int Group()
    {
        var line = _line;
        _at++;
        Skip(acrossLines: true);
        var alternatives = Alternatives(nested: true);
        if (Peek() != ')')
        {
            throw _at >= _text.Length ? Wrong(line, "GrammarUnclosed", "(") : Unexpected("GrammarUnexpected");
        }

        _at++;
        return Hidden(alternatives, line);
    }

    private int Hidden(List<List<int>> alternatives, int line)
    {
        var rule = _rules.Declare();
        _lines[rule] = line;
        _rules.Define(rule, alternatives);
        return GrammarRules.Rule(rule);
    }

    private void Repeat(List<int> sequence, int last)
    {
        var (least, most) = Peek() switch
        {
            '*' => (0, -1),
            '+' => (1, -1),
            '?' => (0, 1),
            '{' => (-1, 0),
            _ => (1, 1),
        };
        if ((least, most) == (1, 1))
        {
            return;
        }

        _at++;
        (least, most) = least < 0 ? Bounds() : (least, most);
        List<int> part = sequence.Count - last == 1 || sequence.Count == last ? sequence[last..] : [Hidden([sequence[last..]], _line)];
        sequence.RemoveRange(last, sequence.Count - last);
        // Counted here too: a sequence is only written when it is whole.
        _repeated += (long)Math.Max(least, most) * Math.Max(1, part.Count);
        if (_repeated > GrammarRules.MostElements)
        {
            throw Wrong(_line, "GrammarTooLarge");
        }

        for (var i = 0; i < least; i++)
        {
            sequence.AddRange(part);
        }

        if (most < 0)
        {
            var rule = _rules.Declare();
            _lines[rule] = _line;
            _rules.Define(rule, [[.. part, GrammarRules.Rule(rule)], []]);
            sequence.Add(GrammarRules.Rule(rule));
            return;
        }

        List<int> rest = [];
        for (var i = least; i < most; i++)
        {
            rest = [Hidden([[.. part, .. rest], []], _line)];
        }

        sequence.AddRange(rest);
    }

    private (int Least, int Most) Bounds()
    {
        Skip(acrossLines: false);
        var least = Number();
        Skip(acrossLines: false);
        var most = least;
        if (Peek() == ',')
        {
            _at++;
            Skip(acrossLines: false);
            most = char.IsAsciiDigit(Peek()) ? Number() : -1;
            Skip(acrossLines: false);
        }

        if (Peek() != '}')
        {
            throw Unexpected("GrammarUnexpected");
        }

        _at++;
        return most >= 0 && most < least ? throw Wrong(_line, "GrammarBounds", least.ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture)) : (least, most);
    }

    private int Number()
    {
        var start = _at;
        while (char.IsAsciiDigit(Peek()))
        {
            _at++;
        }

        if (_at == start)
        {
            throw Unexpected("GrammarUnexpected");
        }

        return int.TryParse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostRepetitions
            ? number
            : throw Wrong(_line, "GrammarRepetitions", _text.AsSpan(start, Math.Min(_at - start, 20)).ToString(), MostRepetitions.ToString(CultureInfo.InvariantCulture));
    }
}
