using Workbench.Core.Language;

namespace Workbench.Core.Log;

/// <summary>Verifies an exported log offline: signature, every entry against its hash tile, and the root.</summary>
public static class LogPackCheck
{
    /// <param name="published">The key as it was published elsewhere; null takes the pack's own, which shows only that the pack agrees with itself.</param>
    /// <exception cref="InputException">There is no such folder.</exception>
    public static LogVerification Verify(string folder, LogVerifier? published = null)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException(new InputProblem(new Phrase("Log.PackMissing"), folder, Field: "--pack"));
        }

        foreach (var name in (string[])[LogPack.KeyFile, LogPack.CheckpointFile])
        {
            if (!File.Exists(Path.Combine(folder, name)))
            {
                return Bad(0, null, new Phrase("Log.PackFileMissing", name));
            }
        }

        var verifier = published ?? LogVerifier.Parse(File.ReadAllText(Path.Combine(folder, LogPack.KeyFile)));
        if (verifier is null || !verifier.TryOpen(File.ReadAllText(Path.Combine(folder, LogPack.CheckpointFile)), out var text) || Checkpoint.Parse(text) is not { } checkpoint)
        {
            return Bad(0, null, new Phrase("Log.PackCheckpointDiffers"));
        }

        var leaves = new List<byte[]>();
        foreach (var (number, width) in TilePath.Over(checkpoint.Size))
        {
            if (CheckTile(folder, number, width, leaves) is { } problem)
            {
                return problem;
            }
        }

        return CheckUpperLevels(folder, [.. leaves]) is { } file
            ? Bad(leaves.Count, null, new Phrase("Log.PackTileDiffers", file))
            : CheckRoot(folder, checkpoint, verifier, [.. leaves]);
    }

    private static LogVerification? CheckTile(string folder, long number, int width, List<byte[]> leaves)
    {
        var (bundlePath, tilePath) = (TilePath.Of(null, number, width), TilePath.Of(0, number, width));
        foreach (var path in (string[])[bundlePath, tilePath])
        {
            if (!File.Exists(Path.Combine(folder, path)))
            {
                return Bad(leaves.Count, leaves.Count, new Phrase("Log.PackFileMissing", path));
            }
        }

        var hashes = File.ReadAllBytes(Path.Combine(folder, tilePath));
        var entries = LogPack.ReadBundle(File.ReadAllBytes(Path.Combine(folder, bundlePath)), out var rest);
        for (var i = 0; i < width; i++)
        {
            var index = leaves.Count;
            if (i >= entries.Count || hashes.Length < (i + 1) * 32)
            {
                return Bad(index, index, new Phrase("Log.PackEntryBroken", bundlePath));
            }

            var leaf = MerkleTree.LeafHash(entries[i]);
            if (!leaf.AsSpan().SequenceEqual(hashes.AsSpan(i * 32, 32)))
            {
                return Bad(index, index, new Phrase("Log.EntryDiffers", $"{index}"));
            }

            leaves.Add(leaf);
        }

        var isWhole = entries.Count == width && rest == 0;
        return isWhole && hashes.Length == width * 32 ? null : Bad(leaves.Count, leaves.Count - 1, new Phrase("Log.PackTrailing", isWhole ? tilePath : bundlePath));
    }

    private static string? CheckUpperLevels(string folder, byte[][] hashes)
    {
        for (var level = 1; ; level++)
        {
            hashes = [.. hashes.Chunk(TilePath.Width).Where(tile => tile.Length == TilePath.Width).Select(tile => MerkleTree.Root(tile))];
            if (hashes.Length == 0)
            {
                return null;
            }

            foreach (var (number, width) in TilePath.Over(hashes.Length))
            {
                var path = TilePath.Of(level, number, width);
                var file = Path.Combine(folder, path);
                if (!File.Exists(file) || !File.ReadAllBytes(file).AsSpan().SequenceEqual(hashes.Skip((int)number * TilePath.Width).Take(width).SelectMany(hash => hash).ToArray()))
                {
                    return path;
                }
            }
        }
    }

    private static LogVerification CheckRoot(string folder, Checkpoint checkpoint, LogVerifier verifier, byte[][] leaves)
    {
        var root = MerkleTree.Root(leaves);
        var problem = !root.AsSpan().SequenceEqual(checkpoint.Root) ? new Phrase("Log.PackRootDiffers") : OlderDiffers(folder, verifier, leaves);
        return new LogVerification(leaves.Length, Convert.ToHexStringLower(root), problem is null, null, problem);
    }

    private static Phrase? OlderDiffers(string folder, LogVerifier verifier, byte[][] leaves)
    {
        var older = Path.Combine(folder, LogPack.OlderFolder);
        foreach (var file in Directory.Exists(older) ? Directory.GetFiles(older).Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
        {
            if (!verifier.TryOpen(File.ReadAllText(file), out var text) || Checkpoint.Parse(text) is not { } checkpoint
                || checkpoint.Size > leaves.Length || !MerkleTree.Root(leaves.AsSpan(0, (int)checkpoint.Size)).AsSpan().SequenceEqual(checkpoint.Root))
            {
                return new Phrase("Log.PackOlderDiffers", $"{LogPack.OlderFolder}/{Path.GetFileName(file)}");
            }
        }

        return null;
    }

    private static LogVerification Bad(long size, long? index, Phrase problem) => new(size, null, false, index, problem);
}
