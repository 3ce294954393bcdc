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

        var keysFile = Path.Combine(folder, LogPack.KeysFile) is var all && File.Exists(all) ? all : Path.Combine(folder, LogPack.KeyFile);
        var note = File.ReadAllText(Path.Combine(folder, LogPack.CheckpointFile));
        if (LogVerifiers.Parse(File.ReadAllText(keysFile)) is not { } keys || !keys.Current.TryOpen(note, out var text) || Checkpoint.Parse(text) is not { } checkpoint)
        {
            return Bad(0, null, new Phrase("Log.PackCheckpointDiffers"));
        }

        if (published is not null && keys.Chain.All(key => key.Vkey != published.Vkey))
        {
            return Bad(0, null, new Phrase("Log.KeyNotPublished"));
        }

        var leaves = new List<byte[]>();
        var changes = new List<LogKeyChange>();
        foreach (var (number, width) in TilePath.Over(checkpoint.Size))
        {
            if (CheckTile(folder, number, width, leaves, changes) is { } problem)
            {
                return problem;
            }
        }

        return CheckUpperLevels(folder, [.. leaves]) is { } file
            ? Bad(leaves.Count, null, new Phrase("Log.PackTileDiffers", file))
            : CheckTimestamps(folder) is { } stamp ? Bad(leaves.Count, null, new Phrase("Log.PackTimestampDiffers", stamp))
            : CheckRoots(folder, checkpoint, leaves, older => LogKeyChain.Check(keys.Chain, changes, [.. older, (checkpoint.Size, note)], published));
    }

    private static LogVerification? CheckTile(string folder, long number, int width, List<byte[]> leaves, List<LogKeyChange> changes)
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
            if (LogKeyChange.Of(index, entries[i]) is { } change)
            {
                changes.Add(change);
            }
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

    /// <summary>Each earlier checkpoint is the beginning of the same tree, and the last one the whole of it.</summary>
    private static LogVerification CheckRoots(string folder, Checkpoint checkpoint, List<byte[]> leaves, Func<IEnumerable<(long Size, string Note)>, Phrase?> checkSignatures)
    {
        var (older, unreadable) = Older(folder);
        var peaks = new MerklePeaks();
        var next = 0;
        foreach (var leaf in leaves)
        {
            peaks.Add(leaf);
            for (; next < older.Count && older[next].Checkpoint.Size <= peaks.Size; next++)
            {
                if (older[next].Checkpoint.Size > 0 && !peaks.Root().AsSpan().SequenceEqual(older[next].Checkpoint.Root))
                {
                    return Bad(leaves.Count, null, Differs(older[next].Name));
                }
            }
        }

        var root = peaks.Root();
        var problem = !root.AsSpan().SequenceEqual(checkpoint.Root) ? new Phrase("Log.PackRootDiffers")
            : unreadable is not null ? Differs(unreadable)
            : next < older.Count ? Differs(older[next].Name)
            : checkSignatures(older.Select(each => (each.Checkpoint.Size, each.Note)));
        return new LogVerification(leaves.Count, Convert.ToHexStringLower(root), problem is null, null, problem);
    }

    /// <returns>The first file that is no signed time-stamp of the checkpoint it is named for.</returns>
    private static string? CheckTimestamps(string folder)
    {
        var path = Path.Combine(folder, LogPack.TimestampFolder);
        foreach (var file in Directory.Exists(path) ? Directory.GetFiles(path).Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
        {
            var size = Path.GetFileName(file).Split('-')[0];
            var note = Path.Combine(folder, LogPack.OlderFolder, size);
            if (new FileInfo(file).Length > TimestampAnswer.LargestResponse || !File.Exists(note)
                || !TimestampAnswer.TryRead(File.ReadAllBytes(file), out var answer, out _) || !answer.Vouches(File.ReadAllBytes(note), out _))
            {
                return $"{LogPack.TimestampFolder}/{Path.GetFileName(file)}";
            }
        }

        return null;
    }

    private static (List<(string Name, string Note, Checkpoint Checkpoint)> Older, string? Unreadable) Older(string folder)
    {
        List<(string Name, string Note, Checkpoint Checkpoint)> older = [];
        var files = Path.Combine(folder, LogPack.OlderFolder) is var path && Directory.Exists(path) ? Directory.GetFiles(path) : [];
        foreach (var file in files)
        {
            var (name, note) = ($"{LogPack.OlderFolder}/{Path.GetFileName(file)}", File.ReadAllText(file));
            if (Checkpoint.Parse(note) is not { } checkpoint)
            {
                return (older, name);
            }

            older.Add((name, note, checkpoint));
        }

        return ([.. older.OrderBy(each => each.Checkpoint.Size)], null);
    }

    private static Phrase Differs(string file) => new("Log.PackOlderDiffers", file);

    private static LogVerification Bad(long size, long? index, Phrase problem) => new(size, null, false, index, problem);
}
