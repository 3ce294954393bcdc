using System.Collections.Immutable;
using System.Text;

namespace Workbench.Hosting.ModelHost;

/// <summary>A call of a tool that a model wrote.</summary>
/// <param name="Id">Nine letters and digits: some templates take no other.</param>
/// <param name="Arguments">JSON text of an object.</param>
internal sealed record ToolCall(string Id, string Name, string Arguments);

/// <summary>What a piece of an answer adds: text, calls, or nothing yet.</summary>
internal sealed record ToolPiece(string Text, ImmutableArray<ToolCall> Calls);

/// <summary>
/// Finds tool calls in an answer as it comes: text goes on at once, but for what may be the beginning of a call. What begins like a call and is none stays text, so
/// that nothing a model wrote is lost.
/// </summary>
/// <param name="names">The tools that there are: a bare JSON object is a call only if it names one.</param>
internal sealed class ToolCallReader(IReadOnlySet<string> names, bool parallel)
{
    private const string Open = "<tool_call>";
    private const string Close = "</tool_call>";
    private const string Listed = "[TOOL_CALLS]";
    private const string Python = "<|python_tag|>";

    private readonly StringBuilder _held = new();
    private bool _begun;
    private int _calls;

    public bool HasCalls => _calls > 0;

    public ToolPiece Append(string text)
    {
        _held.Append(text);
        return Read(ended: false);
    }

    /// <summary>The rest, when the answer has ended.</summary>
    public ToolPiece Finish() => Read(ended: true);

    private ToolPiece Read(bool ended)
    {
        var calls = ImmutableArray.CreateBuilder<ToolCall>();
        var said = new StringBuilder();
        while (Step(ended, said, calls))
        {
        }

        return new ToolPiece(said.ToString(), calls.ToImmutable());
    }

    // One text or one call; false when no more can be told now.
    private bool Step(bool ended, StringBuilder said, ImmutableArray<ToolCall>.Builder calls)
    {
        var text = _held.ToString();
        var start = text.AsSpan().TrimStart();
        if (!_begun && start.Length == 0)
        {
            return ended && Take(text.Length, text);
        }

        if (!_begun && (start[0] == '{' || Python.AsSpan().StartsWith(start[..Math.Min(start.Length, Python.Length)], StringComparison.Ordinal)))
        {
            return ended && Bare(text);
        }

        var tag = text.IndexOf(Open, StringComparison.Ordinal);
        var list = text.IndexOf(Listed, StringComparison.Ordinal);
        if (tag < 0 && list < 0)
        {
            var keep = ended ? 0 : Math.Max(PartOf(Open, text), PartOf(Listed, text));
            Take(text.Length - keep, text[..(text.Length - keep)]);
            return false;
        }

        if (tag >= 0 && (list < 0 || tag < list))
        {
            return Tagged(text, tag);
        }

        return ListedAt(text, list);

        bool Bare(string whole) => Found(ToolCallText.Bare(whole.Trim().Replace(Python, "", StringComparison.Ordinal), names), whole.Length, whole);

        bool Tagged(string whole, int at)
        {
            if (at > 0)
            {
                return Take(at, _begun || !string.IsNullOrWhiteSpace(whole[..at]) ? whole[..at] : "");
            }

            var close = whole.IndexOf(Close, StringComparison.Ordinal);
            if (close < 0 && !ended)
            {
                return false;
            }

            var end = close < 0 ? whole.Length : close + Close.Length;
            return Found(ToolCallText.Tagged(whole[Open.Length..(close < 0 ? whole.Length : close)]), end, whole[..end]);
        }

        bool ListedAt(string whole, int at) => at > 0 ? Take(at, whole[..at]) : ended && Found(ToolCallText.Listed(whole[Listed.Length..]), whole.Length, whole);

        bool Found(ImmutableArray<ToolCall> found, int length, string otherwise)
        {
            var wanted = parallel ? found : _calls > 0 ? [] : [.. found.Take(1)];
            calls.AddRange(wanted);
            _calls += wanted.Length;
            return Take(length, found.IsEmpty ? otherwise : "");
        }

        bool Take(int length, string visible)
        {
            _held.Remove(0, length);
            _begun = true;

            // Between and after calls stands white space that nobody said.
            if (_calls == 0 || !string.IsNullOrWhiteSpace(visible))
            {
                said.Append(visible);
            }

            return length > 0 && _held.Length > 0;
        }
    }

    // How much of the end may be the beginning of a mark.
    private static int PartOf(string mark, string text)
    {
        for (var length = Math.Min(mark.Length - 1, text.Length); length > 0; length--)
        {
            if (text.AsSpan().EndsWith(mark.AsSpan(0, length), StringComparison.Ordinal))
            {
                return length;
            }
        }

        return 0;
    }
}
