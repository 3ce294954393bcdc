namespace Workbench.Core.Log;

/// <summary>Checks proofs as RFC 9162 sections 2.1.3.2 and 2.1.4.2 spell it out; false for anything that does not hold, never an exception.</summary>
public static class MerkleProof
{
    public static bool IncludesLeaf(ulong index, ulong size, byte[] leafHash, IReadOnlyList<byte[]> proof, byte[] root)
    {
        if (index >= size || leafHash.Length != 32)
        {
            return false;
        }

        var (node, last, hash) = (index, size - 1, leafHash);
        foreach (var sibling in proof)
        {
            if (last == 0 || sibling.Length != 32)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleTree.NodeHash(sibling, hash);
                (node, last) = SkipLeftEdge(node, last);
            }
            else
            {
                hash = MerkleTree.NodeHash(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash.AsSpan().SequenceEqual(root);
    }

    public static bool IsConsistent(ulong size1, ulong size2, byte[] root1, byte[] root2, IReadOnlyList<byte[]> proof)
    {
        // An empty tree is the beginning of every tree, so a proof from it says nothing: refused.
        if (size1 == 0 || size1 > size2)
        {
            return false;
        }

        if (size1 == size2)
        {
            return proof.Count == 0 && root1.AsSpan().SequenceEqual(root2);
        }

        var path = (size1 & (size1 - 1)) == 0 ? [root1, .. proof] : proof;
        if (path.Count == 0 || proof.Count == 0 || path.Any(hash => hash.Length != 32))
        {
            return false;
        }

        var (node, last) = (size1 - 1, size2 - 1);
        while ((node & 1) == 1)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        var (hash1, hash2) = (path[0], path[0]);
        foreach (var sibling in path.Skip(1))
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash1 = MerkleTree.NodeHash(sibling, hash1);
                hash2 = MerkleTree.NodeHash(sibling, hash2);
                (node, last) = SkipLeftEdge(node, last);
            }
            else
            {
                hash2 = MerkleTree.NodeHash(hash2, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash1.AsSpan().SequenceEqual(root1) && hash2.AsSpan().SequenceEqual(root2);
    }

    private static (ulong Node, ulong Last) SkipLeftEdge(ulong node, ulong last)
    {
        while ((node & 1) == 0 && node != 0)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        return (node, last);
    }
}
