using Microsoft.EntityFrameworkCore;
using Workbench.Core.Language;
using Workbench.Core.Log;

namespace Workbench.Core.Storage.Log;

/// <summary>Recomputes the whole log from its bodies and holds it against every hash and signature that was kept.</summary>
public sealed class LogCheck(IDbContextFactory<WorkbenchDbContext> database, Workspace workspace)
{
    private const int PageSize = 8192;

    public async Task<LogVerification> VerifyAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        // One moment of the log: an entry appended meanwhile would look like one too many.
        await using var snapshot = await db.BeginSnapshotAsync(cancellation).ConfigureAwait(false);
        var checkpoints = await db.Set<CheckpointRow>().AsNoTracking().OrderBy(row => row.Size).ToListAsync(cancellation).ConfigureAwait(false);
        var tree = new LogReplay([.. checkpoints.Select(row => row.Size)]);
        while (await LogScan.EntriesAsync(db, tree.Size, PageSize, cancellation).ConfigureAwait(false) is { Count: > 0 } page)
        {
            var first = tree.Size;
            var nodes = await NodesAsync(db, first, first + page.Count, cancellation).ConfigureAwait(false);
            foreach (var entry in page)
            {
                if (Check(tree, entry, first, nodes) is { } bad)
                {
                    return bad;
                }
            }
        }

        var kept = await db.Set<LogNodeRow>().LongCountAsync(cancellation).ConfigureAwait(false);
        return kept != tree.NodeCount
            ? new LogVerification(tree.Size, tree.RootHex, false, tree.Size, new Phrase("Log.NodesBeyond", $"{tree.Size}"))
            : AgainstCheckpoints(checkpoints, tree);
    }

    private static LogVerification? Check(LogReplay tree, LogEntry entry, long first, List<byte[]?[]> nodes)
    {
        if (tree.Add(entry) is { } problem)
        {
            return new LogVerification(tree.Size, null, false, tree.Size, problem);
        }

        foreach (var (level, index, hash) in tree.Closed)
        {
            if (!nodes[level][index - (first >> level)].AsSpan().SequenceEqual(hash))
            {
                var start = index << level;
                return new LogVerification(tree.Size, null, false, start, new Phrase("Log.NodeDiffers", $"{start}", $"{((index + 1) << level) - 1}"));
            }
        }

        return null;
    }

    /// <summary>The kept hashes of subtrees that end with one of the entries from <paramref name="first"/> to before <paramref name="end"/>, by level.</summary>
    private static async Task<List<byte[]?[]>> NodesAsync(WorkbenchDbContext db, long first, long end, CancellationToken cancellation)
    {
        List<byte[]?[]> nodes = [];
        for (var level = 0; end >> level > 0; level++)
        {
            nodes.Add(await LogScan.NodesAsync(db, level, first >> level, end >> level, cancellation).ConfigureAwait(false));
        }

        return nodes;
    }

    private LogVerification AgainstCheckpoints(List<CheckpointRow> checkpoints, LogReplay tree)
    {
        LogKey.FinishRotation(workspace.KeyFolder, checkpoints.LastOrDefault()?.Note);
        using var key = LogKey.Open(workspace.KeyFolder);
        return Against(LogVerifiers.In(workspace.KeyFolder, key), checkpoints, tree);
    }

    /// <summary>Every signed checkpoint is one that the tree had.</summary>
    internal static LogVerification Against(LogVerifiers verifiers, IReadOnlyList<CheckpointRow> checkpoints, LogReplay tree)
    {
        var good = 0L;
        foreach (var row in checkpoints)
        {
            var signed = verifiers.TryOpen(row.Note, out var text) ? Checkpoint.Parse(text) : null;
            if (signed is null || signed.Size != row.Size)
            {
                return new LogVerification(tree.Size, tree.RootHex, false, null, new Phrase("Log.SignatureDiffers", $"{row.Size}"));
            }

            if (signed.Size > tree.Size)
            {
                return new LogVerification(tree.Size, tree.RootHex, false, tree.Size, new Phrase("Log.EntriesMissing", $"{signed.Size}", $"{tree.Size}"));
            }

            if (!tree.Root(signed.Size).AsSpan().SequenceEqual(signed.Root))
            {
                // Which of them was rewritten can't be told, as all their hashes were rewritten with it: the first that no signature vouches for.
                return new LogVerification(tree.Size, tree.RootHex, false, good, new Phrase("Log.HistoryRewritten", $"{good}", $"{signed.Size - 1}"));
            }

            good = signed.Size;
        }

        var problem = LogKeyChain.Check(verifiers.Chain, tree.KeyChanges, checkpoints.Select(row => (row.Size, row.Note)));
        return new LogVerification(tree.Size, tree.RootHex, problem is null, null, problem);
    }
}
