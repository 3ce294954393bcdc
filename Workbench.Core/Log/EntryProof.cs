using System.Collections.Immutable;

namespace Workbench.Core.Log;

/// <summary>An entry with the way from its hash to the root of <paramref name="Checkpoint"/>.</summary>
/// <param name="SignedAt">Null when no checkpoint over the entry was signed yet: then the root is today's.</param>
/// <param name="Path">From the leaf; empty in a log of one entry.</param>
public sealed record EntryProof(LogEntry Entry, Checkpoint Checkpoint, DateTimeOffset? SignedAt, ImmutableArray<MerkleStep> Path)
{
    /// <summary>The bytes of the entry lead to the root.</summary>
    public bool Leads
    {
        get
        {
            var leaf = MerkleTree.LeafHash(Entry.Body);
            return leaf.AsSpan().SequenceEqual(Entry.LeafHash) && (Path.IsEmpty ? leaf : Path[^1].Node).AsSpan().SequenceEqual(Checkpoint.Root);
        }
    }
}
