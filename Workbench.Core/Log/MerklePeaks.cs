namespace Workbench.Core.Log;

/// <summary>A Merkle tree that grows leaf by leaf and keeps only its right edge: the roots of its complete subtrees, largest first.</summary>
public sealed class MerklePeaks
{
    private readonly Stack<(int Level, byte[] Hash)> _peaks = [];

    public long Size { get; private set; }

    /// <summary>Subtrees that the last leaf completed, the leaf itself first; <c>Index</c> counts within the level.</summary>
    public List<(int Level, long Index, byte[] Hash)> Closed { get; } = [];

    public void Add(byte[] leaf)
    {
        Closed.Clear();
        Closed.Add((0, Size, leaf));
        var (level, hash) = (0, leaf);
        while (_peaks.TryPeek(out var left) && left.Level == level)
        {
            _peaks.Pop();
            hash = MerkleTree.NodeHash(left.Hash, hash);
            level++;
            Closed.Add((level, Size >> level, hash));
        }

        _peaks.Push((level, hash));
        Size++;
    }

    /// <summary>Root over the leaves so far.</summary>
    public byte[] Root()
    {
        // From the right: the smallest subtree first.
        byte[]? root = null;
        foreach (var (_, hash) in _peaks)
        {
            root = root is null ? hash : MerkleTree.NodeHash(hash, root);
        }

        return root ?? MerkleTree.EmptyRoot;
    }
}
