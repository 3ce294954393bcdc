using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Language;
using Workbench.Core.Log;

namespace Workbench.Core.Storage.Log;

/// <summary>Reads the log, signs it, and proves single entries.</summary>
public sealed class LogStore(IDbContextFactory<WorkbenchDbContext> database, Workspace workspace, TimeProvider time)
{
    /// <summary>Size and root now, unsigned; cheap whatever the size.</summary>
    public async Task<Checkpoint> HeadAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await HeadAsync(db, cancellation).ConfigureAwait(false);
    }

    /// <summary>Newest first, before index <paramref name="before"/>; of one subject or kind where given (a kind ending in a dot takes all beneath it).</summary>
    public async Task<ImmutableArray<LogEntry>> ListAsync(int count, long? before = null, string? subject = null, string? kind = null, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var rows = db.Set<LogEntryRow>().AsNoTracking().Where(row => (before == null || row.Index < before) && (subject == null || row.Subject == subject));
        if (kind is not null)
        {
            rows = kind.EndsWith('.') ? rows.Where(row => row.Kind.StartsWith(kind)) : rows.Where(row => row.Kind == kind);
        }

        var page = await rows.OrderByDescending(row => row.Index).Take(count).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. page.Select(row => row.ToEntry())];
    }

    public async Task<LogEntry?> FindAsync(long index, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return (await db.Set<LogEntryRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Index == index, cancellation).ConfigureAwait(false))?.ToEntry();
    }

    /// <summary>Signs the log as it is now and keeps the note; the same size is signed once.</summary>
    /// <exception cref="LogDamagedException">The log does not continue what was signed last: a log must never sign two histories.</exception>
    public async Task<(Checkpoint Checkpoint, string Note)> SignAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var signed = await SignAsync(db, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return signed;
    }

    /// <summary>The same inside the transaction of a change, so that what can't be signed does not happen.</summary>
    internal async Task<(Checkpoint Checkpoint, string Note)> SignAsync(WorkbenchDbContext db, CancellationToken cancellation)
    {
        var last = await db.Set<CheckpointRow>().AsNoTracking().OrderByDescending(row => row.Size).FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
        var head = await HeadAsync(db, cancellation).ConfigureAwait(false);
        using var key = LogKey.Open(workspace.KeyFolder);
        if (last is not null)
        {
            await CheckContinuesAsync(db, last, head, LogVerifiers.In(workspace.KeyFolder, key), cancellation).ConfigureAwait(false);
            if (last.Size == head.Size)
            {
                return (head, last.Note);
            }
        }

        var note = key.Sign(head.Text);
        db.Add(new CheckpointRow { Size = head.Size, Root = head.Root, Note = note, At = time.GetUtcNow() });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        return (head, note);
    }

    /// <summary>Also refuses when the key is another than before, as when its file was lost and made anew.</summary>
    private static async Task CheckContinuesAsync(WorkbenchDbContext db, CheckpointRow last, Checkpoint head, LogVerifiers keys, CancellationToken cancellation)
    {
        if (!keys.TryOpen(last.Note, out var text) || Checkpoint.Parse(text) is not { } signed || signed.Size != last.Size)
        {
            throw new LogDamagedException(new Phrase("Log.SignatureDiffers", $"{last.Size}"));
        }

        if (signed.Size > head.Size || !(await LogNodes.RootAsync(db, 0, signed.Size, cancellation).ConfigureAwait(false)).AsSpan().SequenceEqual(signed.Root))
        {
            throw new LogDamagedException(new Phrase("Log.NotContinued", $"{signed.Size}"));
        }
    }

    /// <summary>The last signed checkpoint and when; null before the first.</summary>
    public async Task<(Checkpoint Checkpoint, DateTimeOffset At)?> LastSignedAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<CheckpointRow>().AsNoTracking().OrderByDescending(row => row.Size).FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
        return row is null ? null : (Checkpoint.Parse(row.Note)!, row.At);
    }

    /// <summary>A proof that entry <paramref name="index"/> is in the log (C2SP tlog-proof).</summary>
    /// <exception cref="InputException">There is no such entry.</exception>
    public async Task<string> ProveAsync(long index, CancellationToken cancellation)
    {
        var (checkpoint, note) = await SignAsync(cancellation).ConfigureAwait(false);
        if (index < 0 || index >= checkpoint.Size)
        {
            throw new InputException(new InputProblem(new Phrase("Log.NoSuchEntry", $"{index}", $"{checkpoint.Size}"), Field: "INDEX"));
        }

        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var proof = await LogNodes.InclusionProofAsync(db, index, 0, checkpoint.Size, cancellation).ConfigureAwait(false);
        return $"c2sp.org/tlog-proof@v1\nindex {index}\n{string.Concat(proof.Select(hash => Convert.ToBase64String(hash) + "\n"))}\n{note}";
    }

    private async Task<Checkpoint> HeadAsync(WorkbenchDbContext db, CancellationToken cancellation)
    {
        var size = await db.Set<LogEntryRow>().MaxAsync(row => (long?)row.Index, cancellation).ConfigureAwait(false) + 1 ?? 0;
        using var key = LogKey.Open(workspace.KeyFolder);
        return new Checkpoint(key.Name, size, await LogNodes.RootAsync(db, 0, size, cancellation).ConfigureAwait(false));
    }
}
