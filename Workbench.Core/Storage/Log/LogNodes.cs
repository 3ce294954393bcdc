using System.Numerics;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Log;

namespace Workbench.Core.Storage.Log;

/// <summary>Roots and proofs from the stored hashes of complete subtrees: a few reads whatever the size of the log.</summary>
internal static class LogNodes
{
    /// <summary>Hash of the complete subtree number <paramref name="index"/> of <paramref name="level"/>; null when it isn't stored.</summary>
    public static async Task<byte[]?> HashAsync(WorkbenchDbContext db, int level, long index, CancellationToken cancellation) => level == 0
        ? await db.Set<LogEntryRow>().Where(row => row.Index == index).Select(row => row.LeafHash).FirstOrDefaultAsync(cancellation).ConfigureAwait(false)
        : await db.Set<LogNodeRow>().Where(row => row.Level == level && row.Index == index).Select(row => row.Hash).FirstOrDefaultAsync(cancellation).ConfigureAwait(false);

    /// <summary>Root over the entries from <paramref name="start"/> on, <paramref name="count"/> of them; start is a multiple of the largest power of two in count.</summary>
    /// <exception cref="InvalidDataException">A hash is missing.</exception>
    public static async Task<byte[]> RootAsync(WorkbenchDbContext db, long start, long count, CancellationToken cancellation)
    {
        if (count == 0)
        {
            return MerkleTree.EmptyRoot;
        }

        if (BitOperations.IsPow2(count))
        {
            var level = BitOperations.Log2((ulong)count);
            return await HashAsync(db, level, start >> level, cancellation).ConfigureAwait(false)
                ?? throw new InvalidDataException($"The log lacks the hash of entries {start} to {start + count - 1}.");
        }

        var left = 1L << BitOperations.Log2((ulong)count);
        var leftRoot = await RootAsync(db, start, left, cancellation).ConfigureAwait(false);
        var rightRoot = await RootAsync(db, start + left, count - left, cancellation).ConfigureAwait(false);
        return MerkleTree.NodeHash(leftRoot, rightRoot);
    }

    /// <summary>Hashes from leaf <paramref name="index"/> up to the root of the first <paramref name="size"/> entries.</summary>
    public static async Task<List<byte[]>> InclusionProofAsync(WorkbenchDbContext db, long index, long start, long size, CancellationToken cancellation)
    {
        if (size == 1)
        {
            return [];
        }

        var left = 1L << BitOperations.Log2((ulong)(size - 1));
        var inLeft = index < left;
        var proof = inLeft
            ? await InclusionProofAsync(db, index, start, left, cancellation).ConfigureAwait(false)
            : await InclusionProofAsync(db, index - left, start + left, size - left, cancellation).ConfigureAwait(false);
        proof.Add(inLeft
            ? await RootAsync(db, start + left, size - left, cancellation).ConfigureAwait(false)
            : await RootAsync(db, start, left, cancellation).ConfigureAwait(false));
        return proof;
    }

    /// <summary>Hashes that show the tree over the first <paramref name="older"/> entries to be the beginning of that over the first <paramref name="size"/> (RFC 6962 PROOF).</summary>
    public static Task<List<byte[]>> ConsistencyProofAsync(WorkbenchDbContext db, long older, long size, CancellationToken cancellation) => SubProofAsync(db, older, 0, size, true, cancellation);

    private static async Task<List<byte[]>> SubProofAsync(WorkbenchDbContext db, long older, long start, long size, bool whole, CancellationToken cancellation)
    {
        if (older == size)
        {
            return whole ? [] : [await RootAsync(db, start, size, cancellation).ConfigureAwait(false)];
        }

        var left = 1L << BitOperations.Log2((ulong)(size - 1));
        var inLeft = older <= left;
        var proof = inLeft
            ? await SubProofAsync(db, older, start, left, whole, cancellation).ConfigureAwait(false)
            : await SubProofAsync(db, older - left, start + left, size - left, false, cancellation).ConfigureAwait(false);
        proof.Add(inLeft
            ? await RootAsync(db, start + left, size - left, cancellation).ConfigureAwait(false)
            : await RootAsync(db, start, left, cancellation).ConfigureAwait(false));
        return proof;
    }
}
