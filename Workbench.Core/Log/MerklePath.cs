using System.Collections.Immutable;
using System.Numerics;

namespace Workbench.Core.Log;

/// <summary>One step of an inclusion proof, from the leaf towards the root.</summary>
/// <param name="Sibling">The hash that the proof gives, 32 bytes, over entries <paramref name="First"/> to <paramref name="Last"/>.</param>
/// <param name="OnTheLeft">The sibling stands before what is proved.</param>
/// <param name="Node">Hash of both together.</param>
public sealed record MerkleStep(byte[] Sibling, bool OnTheLeft, long First, long Last, byte[] Node);

/// <summary>An inclusion proof spelled out: which entries each hash stands for, and what each step comes to. The last node is the root.</summary>
public static class MerklePath
{
    /// <param name="proof">As <c>PATH(index, size)</c> of RFC 6962 orders it.</param>
    public static ImmutableArray<MerkleStep> Of(long index, long size, byte[] leafHash, IReadOnlyList<byte[]> proof)
    {
        var ranges = Ranges(index, size);
        var steps = ImmutableArray.CreateBuilder<MerkleStep>(proof.Count);
        var hash = leafHash;
        foreach (var (range, sibling) in ranges.Zip(proof))
        {
            var left = range.Last < index;
            hash = left ? MerkleTree.NodeHash(sibling, hash) : MerkleTree.NodeHash(hash, sibling);
            steps.Add(new MerkleStep(sibling, left, range.First, range.Last, hash));
        }

        return steps.ToImmutable();
    }

    /// <summary>The entries beside the way, nearest first.</summary>
    private static List<(long First, long Last)> Ranges(long index, long size)
    {
        List<(long, long)> ranges = [];
        var (first, count) = (0L, size);
        while (count > 1)
        {
            var left = 1L << BitOperations.Log2((ulong)(count - 1));
            if (index < first + left)
            {
                ranges.Add((first + left, first + count - 1));
                count = left;
            }
            else
            {
                ranges.Add((first, first + left - 1));
                (first, count) = (first + left, count - left);
            }
        }

        ranges.Reverse();
        return ranges;
    }

    /// <summary>What each hash of a consistency proof stands for, in the proof's order (RFC 6962 <c>PROOF(older, size)</c>). Those within the first <paramref name="older"/> entries rebuild both roots, the others the newer one.</summary>
    public static ImmutableArray<(long First, long Last)> ConsistencyRanges(long older, long size)
    {
        List<(long, long)> ranges = [];
        var (first, count, whole) = (0L, size, true);
        while (older != count)
        {
            var left = 1L << BitOperations.Log2((ulong)(count - 1));
            if (older <= left)
            {
                ranges.Add((first + left, first + count - 1));
                count = left;
            }
            else
            {
                ranges.Add((first, first + left - 1));
                (first, count, older, whole) = (first + left, count - left, older - left, false);
            }
        }

        if (!whole)
        {
            ranges.Add((first, first + count - 1));
        }

        ranges.Reverse();
        return [.. ranges];
    }
}
