using System.Collections.Concurrent;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Language;
using Workbench.Core.Log;

namespace Workbench.Core.Storage.Log;

/// <summary>Recomputes the whole log from its bodies and holds it against every hash and signature that was kept.</summary>
public sealed class LogCheck(IDbContextFactory<WorkbenchDbContext> database, Workspace workspace)
{
    private const int PageSize = 8192;

    /// <summary>Entries that one processor hashes at a time.</summary>
    private const int PartSize = 1024;

    public async Task<LogVerification> VerifyAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        // One moment of the log: an entry appended meanwhile would look like one too many.
        await using var snapshot = await db.BeginSnapshotAsync(cancellation).ConfigureAwait(false);
        var checkpoints = await db.Set<CheckpointRow>().AsNoTracking().OrderBy(row => row.Size).ToListAsync(cancellation).ConfigureAwait(false);
        var tree = new LogReplay([.. checkpoints.Select(row => row.Size)]);
        var (page, next) = (new LogPage(), new LogPage());
        await LogScan.ReadAsync(db, page, 0, PageSize, cancellation).ConfigureAwait(false);
        while (page.Count > 0)
        {
            // SQLite reads in the thread that asks: the next entries are read while these are checked.
            var end = tree.Size + page.Count;
            var reading = Task.Run(() => LogScan.ReadAsync(db, next, end, PageSize, cancellation), cancellation);
            LogVerification? bad;
            try
            {
                bad = Check(page, tree);
            }
            finally
            {
                await reading.ConfigureAwait(false);
            }

            if (bad is not null)
            {
                return bad;
            }

            (page, next) = (next, page);
        }

        var kept = await db.Set<LogNodeRow>().LongCountAsync(cancellation).ConfigureAwait(false);
        if (kept != tree.NodeCount)
        {
            return new LogVerification(tree.Size, tree.RootHex, false, tree.Size, new Phrase("Log.NodesBeyond", $"{tree.Size}"));
        }

        var found = AgainstCheckpoints(checkpoints, tree);
        return found.Ok && Against(await LogAnchor.ListAsync(db.Set<TimestampRow>(), cancellation).ConfigureAwait(false), checkpoints) is { } stamp ? found with { Ok = false, Problem = stamp } : found;
    }

    private static LogVerification? Check(LogPage page, LogReplay tree)
    {
        var leaves = new byte[page.Count][];
        var faults = new LogFault[page.Count];
        Parallel.ForEach(Partitioner.Create(0, page.Count, PartSize), part =>
        {
            for (var at = part.Item1; at < part.Item2; at++)
            {
                faults[at] = page.Columns(at).Check(out leaves[at]);
            }
        });

        for (var at = 0; at < page.Count; at++)
        {
            if (tree.Add(page.Columns(at), faults[at], leaves[at]) is { } problem)
            {
                return new LogVerification(tree.Size, null, false, tree.Size, problem);
            }

            foreach (var (level, index, hash) in tree.Closed)
            {
                if (!page.Keeps(level, index, hash))
                {
                    var start = index << level;
                    return new LogVerification(tree.Size, null, false, start, new Phrase("Log.NodeDiffers", $"{start}", $"{((index + 1) << level) - 1}"));
                }
            }
        }

        return null;
    }

    private LogVerification AgainstCheckpoints(List<CheckpointRow> checkpoints, LogReplay tree)
    {
        LogKey.FinishRotation(workspace.KeyFolder, checkpoints.LastOrDefault()?.Note);
        using var key = LogKey.Open(workspace.KeyFolder);
        return Against(LogVerifiers.In(workspace.KeyFolder, key), checkpoints, tree);
    }

    /// <summary>Every time-stamp is of the checkpoint it lies beside.</summary>
    private static Phrase? Against(IEnumerable<LogTimestamp> stamps, List<CheckpointRow> checkpoints)
    {
        var notes = checkpoints.ToDictionary(row => row.Size, row => Encoding.UTF8.GetBytes(row.Note));
        return stamps.FirstOrDefault(stamp => !notes.TryGetValue(stamp.Size, out var note) || !TimestampAnswer.TryRead(stamp.Response, out var answer, out _) || !answer.Vouches(note, out _)) is { } wrong
            ? new Phrase("Log.TimestampDiffers", $"{wrong.Size}")
            : null;
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
