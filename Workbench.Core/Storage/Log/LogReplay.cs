using Workbench.Core.Language;
using Workbench.Core.Log;

namespace Workbench.Core.Storage.Log;

/// <summary>Builds the tree again, entry by entry, keeping its right edge and the roots it had at some sizes.</summary>
internal sealed class LogReplay(HashSet<long> sizes)
{
    private readonly Dictionary<long, byte[]> _roots = new() { [0] = MerkleTree.EmptyRoot };
    private readonly Stack<(int Level, byte[] Hash)> _peaks = [];

    public long Size { get; private set; }

    /// <summary>Complete subtrees so far, leaves among them.</summary>
    public long NodeCount { get; private set; }

    public string RootHex => Convert.ToHexStringLower(Current());

    /// <summary>Subtrees that the last entry completed, its own leaf first.</summary>
    public List<(int Level, long Index, byte[] Hash)> Closed { get; } = [];

    /// <returns>What is wrong with the entry, which is then not added; null when it is what was recorded.</returns>
    public Phrase? Add(LogEntry entry)
    {
        if (entry.Index != Size)
        {
            return new Phrase("Log.IndexGap", $"{Size}", $"{entry.Index}");
        }

        var leaf = MerkleTree.LeafHash(entry.Body);
        if (!leaf.AsSpan().SequenceEqual(entry.LeafHash))
        {
            return new Phrase("Log.EntryDiffers", $"{entry.Index}");
        }

        if (!entry.AgreesWithBody())
        {
            return new Phrase("Log.ColumnsDiffer", $"{entry.Index}");
        }

        Closed.Clear();
        Closed.Add((0, entry.Index, leaf));
        var (level, hash) = (0, leaf);
        while (_peaks.TryPeek(out var left) && left.Level == level)
        {
            _peaks.Pop();
            hash = MerkleTree.NodeHash(left.Hash, hash);
            level++;
            Closed.Add((level, entry.Index >> level, hash));
        }

        _peaks.Push((level, hash));
        Size++;
        NodeCount += Closed.Count;
        if (sizes.Contains(Size))
        {
            _roots[Size] = Current();
        }

        return null;
    }

    /// <summary>Root at one of the sizes that were asked for and have been reached.</summary>
    public byte[] Root(long size) => _roots[size];

    // From the right: the smallest subtree first.
    private byte[] Current() => _peaks.Count == 0 ? MerkleTree.EmptyRoot : _peaks.Skip(1).Aggregate(_peaks.Peek().Hash, (right, left) => MerkleTree.NodeHash(left.Hash, right));
}
