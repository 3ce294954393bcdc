using System.Collections.Immutable;
using Workbench.Core.Comparisons;
using Workbench.Core.Inference;

namespace Workbench.Components.Compare;

/// <summary>The text of an answer as it grows, cut into stretches. Used by one thread at a time.</summary>
internal sealed class AnswerText
{
    private const int StretchLength = 200;

    private readonly ImmutableArray<TokenMark>.Builder _open = ImmutableArray.CreateBuilder<TokenMark>();
    private ImmutableList<AnswerStretch> _closed = [];
    private TokenText _text = new();
    private int _shown;
    private bool _plain;

    public string Text => _text.Text;

    public ImmutableArray<TokenLogprob> Tokens => [.. _text.Tokens];

    /// <summary>Whole stretches and the open one, in order.</summary>
    public ImmutableList<AnswerStretch> Stretches => _text.Length == _shown ? _closed : _closed.Add(Open(_text.Length - _shown));

    /// <summary>Tokens came, and they are those of the text.</summary>
    public bool HasTokens => !_plain && !_text.IsLost && _text.Tokens.Count > 0;

    public void Add(string text, ImmutableArray<TokenLogprob> tokens, bool isEnd = false)
    {
        foreach (var place in _text.Add(text, tokens, isEnd))
        {
            if (_plain)
            {
                break;
            }

            var doubt = Enumerable.Range(place.First, place.Count).Max(token => TokenMark.DoubtOf(_text.Tokens[token].Logprob));
            _open.Add(new TokenMark(place.Length, place.First, doubt));
            var end = place.Start + place.Length;
            if (end - _shown >= StretchLength || _text.Slice(end - 1, 1)[0] == '\n')
            {
                Close(end - _shown);
            }
        }

        // Without tokens the text itself is cut, never between the halves of a character outside the basic plane.
        if ((_text.Tokens.Count == 0 || _text.IsLost || _plain) && _text.Length - _shown >= StretchLength && !char.IsHighSurrogate(_text.Slice(_text.Length - 1, 1)[0]))
        {
            _plain = true;
            var line = _text.Slice(_shown, _text.Length - _shown).LastIndexOf('\n') + 1;
            Close(line > 0 ? line : _text.Length - _shown);
        }
    }

    /// <summary>Ends the text. Tokens that came only with the end are put to it now.</summary>
    public void End(ImmutableArray<TokenLogprob> tokens)
    {
        if (_text.Tokens.Count == 0 && !tokens.IsDefaultOrEmpty)
        {
            var text = _text.Text;
            (_text, _closed, _shown, _plain) = (new TokenText(), [], 0, false);
            Add(text, tokens, isEnd: true);
            return;
        }

        Add("", [], isEnd: true);
    }

    private void Close(int length)
    {
        _closed = _closed.Add(Open(length));
        _shown += length;
        _open.Clear();
    }

    private AnswerStretch Open(int length) => new(_text.Slice(_shown, length), _open.ToImmutable(), length - _open.Sum(mark => mark.Length));
}
