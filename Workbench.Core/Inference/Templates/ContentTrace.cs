using System.Text;

namespace Workbench.Core.Inference.Templates;

/// <summary>Follows the contents of messages through a template, by private-use characters that occur in none of them.</summary>
internal sealed class ContentTrace
{
    private const int FirstPrivate = 0xE000;
    private const int LastPrivate = 0xF8FF;
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private readonly char[] _free;

    public ContentTrace(List<string> contents)
    {
        var used = contents.SelectMany(text => text).Where(c => c is >= (char)FirstPrivate and <= (char)LastPrivate).ToHashSet();
        _free = [.. Enumerable.Range(FirstPrivate, LastPrivate - FirstPrivate + 1).Select(code => (char)code).Where(c => !used.Contains(c)).Take(Punctuation.Length + 2)];
    }

    private bool HasRoom => _free.Length == Punctuation.Length + 2;

    /// <summary>Puts a mark on either side; outer white space stays outside, where a template's trim sees it.</summary>
    public string Mark(string content)
    {
        var core = content.AsSpan().Trim();
        if (!HasRoom || core.Length == 0)
        {
            return content;
        }

        var start = content.AsSpan().IndexOf(core);
        return $"{content.AsSpan(0, start)}{_free[^2]}{core}{_free[^1]}{content.AsSpan(start + core.Length)}";
    }

    public IReadOnlyList<PromptPiece>? ByMarks(string text)
    {
        if (!HasRoom)
        {
            return null;
        }

        var pieces = new List<PromptPiece>();
        var (start, inside) = (0, false);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] != _free[^2] && text[i] != _free[^1])
            {
                continue;
            }

            if (i < text.Length && text[i] == _free[inside ? ^2 : ^1])
            {
                // A mark was cut off: what lies between is not known.
                return null;
            }

            if (i > start)
            {
                pieces.Add(new PromptPiece(text[start..i], inside));
            }

            inside = i < text.Length && !inside;
            start = i + 1;
        }

        return pieces;
    }

    /// <summary>Another character for each mark of punctuation; the length stays.</summary>
    public string StandIn(string content) =>
        HasRoom ? string.Create(content.Length, (content, _free), static (span, given) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                var at = Punctuation.IndexOf(given.content[i], StringComparison.Ordinal);
                span[i] = at < 0 ? given.content[i] : given._free[at];
            }
        }) : content;

    public IReadOnlyList<PromptPiece>? ByStandIns(string text)
    {
        if (!HasRoom)
        {
            return null;
        }

        var pieces = new List<PromptPiece>();
        var piece = new StringBuilder();
        var inside = false;
        foreach (var c in text)
        {
            var at = Array.IndexOf(_free, c, 0, Punctuation.Length);
            if (inside != at >= 0)
            {
                Flush();
                inside = at >= 0;
            }

            piece.Append(at < 0 ? c : Punctuation[at]);
        }

        Flush();
        return pieces;

        void Flush()
        {
            if (piece.Length > 0)
            {
                pieces.Add(new PromptPiece(piece.ToString(), inside));
                piece.Clear();
            }
        }
    }
}
