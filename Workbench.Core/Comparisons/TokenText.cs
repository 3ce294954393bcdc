using System.Collections.Immutable;
using System.Text;
using Workbench.Core.Inference;

namespace Workbench.Core.Comparisons;

/// <summary>Where a token stands in a text. A character made of several tokens is one place.</summary>
/// <param name="First">The first token of the place, 0-based.</param>
public readonly record struct TokenPlace(int Start, int Length, int First, int Count);

/// <summary>Finds the tokens of an answer in its text while both arrive. Tokens may hold parts of a character, and come before or after their text.</summary>
public sealed class TokenText
{
    // How far a clean token may lie behind tokens that hold parts of characters: no character is longer in UTF-16, but several may follow each other.
    private const int Farthest = 64;

    private readonly StringBuilder _text = new();
    private readonly List<TokenLogprob> _tokens = [];
    private int _position;
    private int _next;

    public string Text => _text.ToString();

    public int Length => _text.Length;

    public IReadOnlyList<TokenLogprob> Tokens => _tokens;

    /// <summary>Tokens and text do not belong together: no place is told from here on.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Characters that belong to places told so far.</summary>
    public int Placed => _position;

    public string Slice(int start, int length) => _text.ToString(start, length);

    /// <returns>Places that are certain now, in order.</returns>
    public ImmutableArray<TokenPlace> Add(string text, ImmutableArray<TokenLogprob> tokens, bool isEnd = false)
    {
        _text.Append(text);
        if (!tokens.IsDefaultOrEmpty)
        {
            _tokens.AddRange(tokens);
        }

        var places = ImmutableArray.CreateBuilder<TokenPlace>();
        while (!IsLost && _next < _tokens.Count && Place(isEnd) is { } place)
        {
            (_next, _position) = (_next + place.Count, _position + place.Length);
            if (place.Length > 0)
            {
                places.Add(place);
            }
        }

        return places.ToImmutable();
    }

    private TokenPlace? Place(bool isEnd)
    {
        var token = _tokens[_next].Text;
        var rest = _text.ToString(_position, Math.Min(_text.Length - _position, Math.Max(Farthest, token.Length) * 2));
        if (token.Length == 0)
        {
            return new TokenPlace(_position, 0, _next, 1);
        }

        if (rest.StartsWith(token, StringComparison.Ordinal))
        {
            return new TokenPlace(_position, token.Length, _next, 1);
        }

        // Some servers cut the blank before the first word.
        if (_position == 0 && token.TrimStart() is { Length: > 0 } cut && cut.Length < token.Length && rest.StartsWith(cut, StringComparison.Ordinal))
        {
            return new TokenPlace(0, cut.Length, _next, 1);
        }

        if (!isEnd && token.StartsWith(rest, StringComparison.Ordinal))
        {
            return null;
        }

        if (!token.Contains('\ufffd', StringComparison.Ordinal))
        {
            // At the end a token may be more than its text: a stop text was cut out of it.
            IsLost = !isEnd || !token.StartsWith(rest, StringComparison.Ordinal);
            return IsLost || rest.Length == 0 ? null : new TokenPlace(_position, rest.Length, _next, 1);
        }

        return Broken(rest, isEnd);
    }

    /// <summary>Tokens with parts of characters, up to the next whole one.</summary>
    private TokenPlace? Broken(string rest, bool isEnd)
    {
        var after = _next;
        while (after < _tokens.Count && (_tokens[after].Text.Contains('\ufffd', StringComparison.Ordinal) || _tokens[after].Text.Length == 0))
        {
            after++;
        }

        if (after < _tokens.Count)
        {
            var found = rest.IndexOf(_tokens[after].Text, StringComparison.Ordinal);
            if (found > 0)
            {
                return new TokenPlace(_position, found, _next, after - _next);
            }

            IsLost = rest.Length > Farthest;
            return null;
        }

        return isEnd && rest.Length > 0 ? new TokenPlace(_position, rest.Length, _next, after - _next) : null;
    }
}
