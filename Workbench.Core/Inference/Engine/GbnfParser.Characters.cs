using System.Globalization;
using System.Text;

namespace Workbench.Core.Inference.Engine;

/// <summary>Literals and classes, as bytes.</summary>
internal sealed partial class GbnfParser
{
    private void Literal(List<int> sequence)
    {
        var line = _line;
        _at++;
        while (Peek() != '"')
        {
            if (_at >= _text.Length || Peek() is '\n' or '\r')
            {
                throw Wrong(line, "GrammarUnclosed", "\"");
            }

            foreach (var value in Encoding.UTF8.GetBytes(char.ConvertFromUtf32(Character())))
            {
                sequence.Add(_rules.Set(default(ByteSet).With(value, value)));
            }
        }

        _at++;
    }

    private int Class()
    {
        var start = _at++;
        var line = _line;
        var negated = Peek() == '^';
        _at += negated ? 1 : 0;
        var set = new CharacterSet();
        while (Peek() != ']')
        {
            if (_at >= _text.Length)
            {
                throw Wrong(line, "GrammarUnclosed", "[");
            }

            var first = Character();
            var last = first;
            if (Peek() == '-' && Peek(1) != ']')
            {
                _at++;
                last = _at < _text.Length ? Character() : throw Wrong(line, "GrammarUnclosed", "[");
            }

            if (last < first)
            {
                throw Wrong(_line, "GrammarBounds", $"U+{first:X4}", $"U+{last:X4}");
            }

            set.Add(first, last);
        }

        _at++;
        var text = _text[start.._at];
        if (!_classes.TryGetValue(text, out var element))
        {
            _classes[text] = element = Characters(negated ? set.Complement() : set);
        }

        return element;
    }

    // Characters of one byte are one set; the others a choice of sequences of bytes.
    private int Characters(CharacterSet set)
    {
        var single = default(ByteSet);
        var alternatives = new List<List<int>>();
        foreach (var sequence in set.Sequences())
        {
            if (sequence is [var only])
            {
                single = single.With(only.First, only.Last);
            }
            else
            {
                alternatives.Add([.. sequence.Select(range => _rules.Set(default(ByteSet).With(range.First, range.Last)))]);
            }
        }

        if (single != default || alternatives.Count == 0)
        {
            alternatives.Add([_rules.Set(single)]);
        }

        return alternatives is [[var element]] ? element : Hidden(alternatives, _line);
    }

    private int Character()
    {
        if (Peek() != '\\')
        {
            if (!Rune.TryGetRuneAt(_text, _at, out var rune))
            {
                throw Unexpected("GrammarUnexpected");
            }

            _at += rune.Utf16SequenceLength;
            _line += rune.Value == '\n' ? 1 : 0;
            return rune.Value;
        }

        _at++;
        var escape = Peek();
        _at++;
        return escape switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '\\' or '"' or '[' or ']' or '-' or '^' => escape,
            'x' => Hexadecimal(2),
            'u' => Hexadecimal(4),
            'U' => Hexadecimal(8),
            _ => throw Wrong(_line, "GrammarEscape", $"\\{(escape == '\0' ? "" : escape)}"),
        };
    }

    private int Hexadecimal(int digits)
    {
        if (_at + digits <= _text.Length && int.TryParse(_text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point) && Rune.IsValid(point))
        {
            _at += digits;
            return point;
        }

        throw Wrong(_line, "GrammarEscape", _text.AsSpan(_at - 2, Math.Min(digits + 2, _text.Length - _at + 2)).ToString());
    }
}
