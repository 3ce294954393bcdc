using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace Workbench.Hosting.ModelHost;

/// <summary>Events in which nothing changes but a text: what stands around it is written once for each answer of a stream.</summary>
/// <param name="example">The event of an answer, by its index, with <see cref="Mark"/> as its text.</param>
internal sealed class TextFrames(EventStream events, Func<int, JsonObject> example)
{
    /// <summary>Stands where the text goes; no name or id holds it.</summary>
    public const string Mark = "\u0001";

    private const string WrittenMark = "\"\\u0001\"";

    private readonly ConcurrentDictionary<int, (byte[] Head, byte[] Tail)> _frames = new();

    public Task WriteAsync(int index, string text)
    {
        var (head, tail) = _frames.GetOrAdd(index, Make);
        return events.WriteAsync(head, text, tail);
    }

    private (byte[] Head, byte[] Tail) Make(int index)
    {
        var json = example(index).ToJsonString(ApiJson.Options);
        var at = json.LastIndexOf(WrittenMark, StringComparison.Ordinal);
        return (Encoding.UTF8.GetBytes(json[..at]), Encoding.UTF8.GetBytes(json[(at + WrittenMark.Length)..]));
    }
}
