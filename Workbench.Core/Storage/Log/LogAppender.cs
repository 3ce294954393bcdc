using Microsoft.EntityFrameworkCore;
using Workbench.Core.Log;

namespace Workbench.Core.Storage.Log;

/// <summary>Appends to the log inside the caller's transaction, so that a change and its entry are kept or lost together.</summary>
internal static class LogAppender
{
    /// <exception cref="InvalidOperationException">There is no transaction. One is needed before anything is read: it holds the database's one write lock, so indexes stay without gaps.</exception>
    public static Task<LogEntry> AppendAsync(WorkbenchDbContext db, LogRecord record, CancellationToken cancellation) =>
        AppendAsync(db, record, TimeProvider.System.GetUtcNow(), cancellation);

    public static async Task<LogEntry> AppendAsync(WorkbenchDbContext db, LogRecord record, DateTimeOffset at, CancellationToken cancellation)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("The log is appended to inside the transaction of the change it records.");
        }

        var last = await db.Set<LogEntryRow>().OrderByDescending(row => row.Index).Select(row => new { row.Index, row.At }).FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
        var index = last?.Index + 1 ?? 0;

        // Whoever waited for this turn read the clock before whoever had it; and a clock may be set back.
        var entry = last is null || at >= last.At ? LogEntry.Make(index, record, at) : LogEntry.Make(index, record, last.At, at);
        db.Add(new LogEntryRow { Index = index, Kind = entry.Kind, Subject = entry.Subject, Actor = entry.Actor, At = entry.At, Body = entry.Body, LeafHash = entry.LeafHash });
        await AddNodesAsync(db, index, entry.LeafHash, cancellation).ConfigureAwait(false);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        return entry;
    }

    /// <summary>Every leaf with an odd number closes subtrees: as many as its index ends in one bits.</summary>
    private static async Task AddNodesAsync(WorkbenchDbContext db, long index, byte[] hash, CancellationToken cancellation)
    {
        // A second copy of the leaf's hash, so that a body changed together with the hash beside it is still found at its own index.
        db.Add(new LogNodeRow { Level = 0, Index = index, Hash = hash });
        for (var level = 0; (index & 1) == 1; level++, index >>= 1)
        {
            var left = await LogNodes.HashAsync(db, level, index - 1, cancellation).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"The log lacks the hash of level {level}, number {index - 1}: verify it before it grows.");
            hash = MerkleTree.NodeHash(left, hash);
            db.Add(new LogNodeRow { Level = level + 1, Index = index >> 1, Hash = hash });
        }
    }
}
