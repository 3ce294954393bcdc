using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Log;

namespace Workbench.Core.Storage.Log;

/// <summary>Writes the log as a pack that others verify without this program. The export itself is an entry of the log.</summary>
public sealed class LogExport(IDbContextFactory<WorkbenchDbContext> database, Workspace workspace, LogStore log, TimeProvider time)
{
    /// <exception cref="LogDamagedException">The log does not verify; nothing is written.</exception>
    /// <exception cref="Language.InputException">The folder holds something else.</exception>
    public async Task<Checkpoint> WriteAsync(string folder, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ExportLog);
        return (await WriteAsync(folder, new LogRecord("log.exported", "log", actor.Id, []), cancellation).ConfigureAwait(false)).Checkpoint;
    }

    /// <param name="record">The entry that says why.</param>
    /// <returns>The checkpoint, and where that entry stands.</returns>
    internal async Task<(Checkpoint Checkpoint, long Entry)> WriteAsync(string folder, LogRecord record, CancellationToken cancellation)
    {
        if (await new LogCheck(database, workspace).VerifyAsync(cancellation).ConfigureAwait(false) is { Problem: { } problem })
        {
            throw new LogDamagedException(problem);
        }

        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        long entry;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false))
        {
            entry = (await LogAppender.AppendAsync(db, record, time.GetUtcNow(), cancellation).ConfigureAwait(false)).Index;
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }

        var (checkpoint, note) = await log.SignAsync(cancellation).ConfigureAwait(false);
        var bodies = await db.Set<LogEntryRow>().AsNoTracking().Where(row => row.Index < checkpoint.Size).OrderBy(row => row.Index).Select(row => row.Body)
            .ToListAsync(cancellation).ConfigureAwait(false);
        using var key = LogKey.Open(workspace.KeyFolder);
        var older = await db.Set<CheckpointRow>().AsNoTracking().Where(row => row.Size < checkpoint.Size).OrderBy(row => row.Size).Select(row => new { row.Size, row.Note })
            .ToListAsync(cancellation).ConfigureAwait(false);
        var stamps = await LogAnchor.ListAsync(db.Set<TimestampRow>().Where(row => row.Size < checkpoint.Size), cancellation).ConfigureAwait(false);
        LogPack.Write(folder, bodies, note, LogVerifiers.In(workspace.KeyFolder, key), [.. older.Select(row => (row.Size, row.Note))], stamps);
        return (checkpoint, entry);
    }
}
