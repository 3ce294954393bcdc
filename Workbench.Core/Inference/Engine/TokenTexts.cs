using System.Text;

namespace Workbench.Core.Inference.Engine;

/// <summary>The tokens that stand for bytes, in the order of these bytes, with how many each shares with the one before; and the tokens that end an answer.</summary>
internal sealed class TokenTexts
{
    /// <summary>Longer tokens are not drawn under a grammar.</summary>
    public const int MostBytes = 512;

    private readonly byte[][] _bytes;

    /// <param name="shown">Control tokens that stand for their names, as marks of tool calls do.</param>
    public TokenTexts(Vocabulary vocabulary, IReadOnlyCollection<int> shown)
        : this(vocabulary.Count, token => vocabulary.IsEnd(token) ? [] : shown.Contains(token) ? Encoding.UTF8.GetBytes(vocabulary.Text(token)) : vocabulary.Piece(token).ToArray(), [.. Enumerable.Range(0, vocabulary.Count).Where(vocabulary.IsEnd)])
    {
    }

    public TokenTexts(int count, Func<int, byte[]> bytes, int[] ends)
    {
        Count = count;
        Ends = ends;
        _bytes = [.. Enumerable.Range(0, count).Select(token => bytes(token) is { Length: <= MostBytes } own ? own : [])];
        Sorted = [.. _bytes.Select((own, token) => (own, token)).Where(entry => entry.own.Length > 0)];
        Array.Sort(Sorted, static (a, b) => a.Bytes.AsSpan().SequenceCompareTo(b.Bytes));
        Shared = new int[Sorted.Length];
        for (var i = 1; i < Sorted.Length; i++)
        {
            Shared[i] = Sorted[i].Bytes.AsSpan().CommonPrefixLength(Sorted[i - 1].Bytes);
        }
    }

    public int Count { get; }

    /// <summary>Empty for a token that stands for none.</summary>
    public byte[] Bytes(int token) => _bytes[token];

    public bool IsEnd(int token) => Ends.AsSpan().Contains(token);

    public (byte[] Bytes, int Token)[] Sorted { get; }

    public int[] Shared { get; }

    public int[] Ends { get; }
}
