using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;

namespace Workbench.Core.Log;

/// <summary>Hashes, roots and proofs of RFC 6962 section 2.1. Every hash is 32 bytes (SHA-256).</summary>
public static class MerkleTree
{
    public static byte[] EmptyRoot { get; } = SHA256.HashData([]);

    public static byte[] LeafHash(ReadOnlySpan<byte> entry)
    {
        var length = entry.Length + 1;
        var rented = length > 1024 ? ArrayPool<byte>.Shared.Rent(length) : null;
        var marked = rented is null ? stackalloc byte[length] : rented.AsSpan(0, length);
        marked[0] = 0;
        entry.CopyTo(marked[1..]);
        var hash = SHA256.HashData(marked);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash;
    }

    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> both = stackalloc byte[65];
        both[0] = 1;
        left.CopyTo(both[1..]);
        right.CopyTo(both[33..]);
        return SHA256.HashData(both);
    }

    /// <summary>MTH of the leaf hashes.</summary>
    public static byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.IsEmpty)
        {
            return EmptyRoot;
        }

        if (leaves.Length == 1)
        {
            return leaves[0];
        }

        var split = Split(leaves.Length);
        return NodeHash(Root(leaves[..split]), Root(leaves[split..]));
    }

    /// <summary>PATH(m, D[n]): the hashes that lead from leaf <paramref name="index"/> to the root.</summary>
    public static List<byte[]> InclusionProof(int index, ReadOnlySpan<byte[]> leaves)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Length);
        if (leaves.Length == 1)
        {
            return [];
        }

        var split = Split(leaves.Length);
        var (proof, sibling) = index < split
            ? (InclusionProof(index, leaves[..split]), Root(leaves[split..]))
            : (InclusionProof(index - split, leaves[split..]), Root(leaves[..split]));
        proof.Add(sibling);
        return proof;
    }

    /// <summary>PROOF(m, D[n]): shows that the tree of the first <paramref name="size"/> leaves is the beginning of this one.</summary>
    public static List<byte[]> ConsistencyProof(int size, ReadOnlySpan<byte[]> leaves)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, leaves.Length);
        return SubProof(size, leaves, whole: true);
    }

    private static List<byte[]> SubProof(int size, ReadOnlySpan<byte[]> leaves, bool whole)
    {
        if (size == leaves.Length)
        {
            return whole ? [] : [Root(leaves)];
        }

        var split = Split(leaves.Length);
        var (proof, sibling) = size <= split
            ? (SubProof(size, leaves[..split], whole), Root(leaves[split..]))
            : (SubProof(size - split, leaves[split..], whole: false), Root(leaves[..split]));
        proof.Add(sibling);
        return proof;
    }

    /// <summary>Largest power of two smaller than <paramref name="count"/>.</summary>
    private static int Split(int count) => 1 << (BitOperations.Log2((uint)(count - 1)));
}
