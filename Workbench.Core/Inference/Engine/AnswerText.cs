using System.Text;

namespace Workbench.Core.Inference.Engine;

/// <summary>Makes text of token bytes as they come: never half a character, never a part of a stop text.</summary>
internal sealed class AnswerText(IReadOnlyList<string> stops)
{
    // Half a surrogate pair never comes in a text and must not cut a character that has it as a half.
    private readonly string[] _stops = [.. stops.Select(stop => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(stop)))];
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _held = new();

    public bool Stopped { get; private set; }

    /// <returns>What can be shown now.</returns>
    public string Append(ReadOnlySpan<byte> bytes)
    {
        var characters = new char[bytes.Length + 2];
        var count = _decoder.GetChars(bytes, characters, flush: false);
        _held.Append(characters, 0, count);
        return _stops.Length == 0 ? Release(_held.Length) : Search();
    }

    /// <summary>The rest, when the answer ends otherwise than by a stop text.</summary>
    public string Finish()
    {
        var characters = new char[4];
        var count = _decoder.GetChars([], characters, flush: true);
        _held.Append(characters, 0, count);
        return Stopped ? "" : Release(_held.Length);
    }

    private string Search()
    {
        var text = _held.ToString();
        var first = _stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(index => index >= 0).DefaultIfEmpty(-1).Min();
        if (first >= 0)
        {
            Stopped = true;
            return Release(first);
        }

        var keep = 0;
        foreach (var stop in _stops)
        {
            for (var length = Math.Min(stop.Length - 1, text.Length); length > keep; length--)
            {
                if (text.AsSpan().EndsWith(stop.AsSpan(0, length), StringComparison.Ordinal))
                {
                    keep = length;
                }
            }
        }

        return Release(text.Length - keep);
    }

    private string Release(int length)
    {
        var text = _held.ToString(0, length);
        _held.Remove(0, length);
        return text;
    }
}
