using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;

namespace Workbench.Core.Storage.Governance;

/// <summary>Recomputes the whole log from its bodies and holds it against every hash and signature that was kept.</summary>
public sealed class LogCheck(IDbContextFactory<WorkbenchDbContext> database, Workspace workspace)
{
    public async Task<LogVerification> VerifyAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var entries = db.Set<LogEntryRow>().AsNoTracking().OrderBy(row => row.Index).AsAsyncEnumerable();
        var tree = new LogReplay();
        await foreach (var row in entries.WithCancellation(cancellation).ConfigureAwait(false))
        {
            var entry = row.ToEntry();
            if (tree.Add(entry) is { } problem)
            {
                return new LogVerification(tree.Size, null, false, tree.Size, problem);
            }

            foreach (var (level, index, hash) in tree.Closed)
            {
                var stored = await LogNodes.HashAsync(db, level, index, cancellation).ConfigureAwait(false);
                if (stored is null || !stored.AsSpan().SequenceEqual(hash))
                {
                    return new LogVerification(tree.Size, null, false, entry.Index, new Phrase("Governance.NodeDiffers", $"{index << level}", $"{((index + 1) << level) - 1}"));
                }
            }
        }

        return await AgainstCheckpointsAsync(db, tree, cancellation).ConfigureAwait(false);
    }

    private async Task<LogVerification> AgainstCheckpointsAsync(WorkbenchDbContext db, LogReplay tree, CancellationToken cancellation)
    {
        using var key = LogKey.Open(workspace.KeyFolder);
        var root = Convert.ToHexStringLower(tree.Root(tree.Size));
        var checkpoints = await db.Set<CheckpointRow>().AsNoTracking().OrderBy(row => row.Size).ToListAsync(cancellation).ConfigureAwait(false);
        var good = 0L;
        foreach (var row in checkpoints)
        {
            var signed = key.Verifier.TryOpen(row.Note, out var text) ? Checkpoint.Parse(text) : null;
            if (signed is null || signed.Size != row.Size)
            {
                return new LogVerification(tree.Size, root, false, null, new Phrase("Governance.SignatureDiffers", $"{row.Size}"));
            }

            if (signed.Size > tree.Size)
            {
                return new LogVerification(tree.Size, root, false, tree.Size, new Phrase("Governance.EntriesMissing", $"{signed.Size}", $"{tree.Size}"));
            }

            if (!tree.Root(signed.Size).AsSpan().SequenceEqual(signed.Root))
            {
                // Which of the entries since the last good checkpoint was rewritten can't be told: all their hashes were rewritten with it.
                return new LogVerification(tree.Size, root, false, signed.Size - good == 1 ? good : null, new Phrase("Governance.HistoryRewritten", $"{good}", $"{signed.Size - 1}"));
            }

            good = signed.Size;
        }

        return new LogVerification(tree.Size, root, true, null, null);
    }
}

/// <summary>Builds the tree again, entry by entry, keeping only the leaf hashes.</summary>
internal sealed class LogReplay
{
    private readonly List<byte[]> _leaves = [];
    private readonly Stack<(int Level, byte[] Hash)> _peaks = [];

    public long Size => _leaves.Count;

    /// <summary>Subtrees that the last entry completed.</summary>
    public List<(int Level, long Index, byte[] Hash)> Closed { get; } = [];

    /// <returns>What is wrong with the entry; null when it is what was recorded.</returns>
    public Phrase? Add(LogEntry entry)
    {
        if (entry.Index != Size)
        {
            return new Phrase("Governance.IndexGap", $"{Size}", $"{entry.Index}");
        }

        var leaf = MerkleTree.LeafHash(entry.Body);
        if (!leaf.AsSpan().SequenceEqual(entry.LeafHash) || !entry.AgreesWithBody())
        {
            return new Phrase("Governance.EntryDiffers", $"{entry.Index}");
        }

        Closed.Clear();
        var (level, hash) = (0, leaf);
        while (_peaks.TryPeek(out var left) && left.Level == level)
        {
            _peaks.Pop();
            hash = MerkleTree.NodeHash(left.Hash, hash);
            level++;
            Closed.Add((level, entry.Index >> level, hash));
        }

        _peaks.Push((level, hash));
        _leaves.Add(leaf);
        return null;
    }

    public byte[] Root(long size) => MerkleTree.Root(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_leaves)[..(int)size]);
}
