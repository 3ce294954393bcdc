using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
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
    public Task<ImmutableArray<LogEntry>> ListAsync(int count, long? before = null, string? subject = null, string? kind = null, CancellationToken cancellation = default) =>
        SearchAsync(new LogFilter(kind, subject), count, before, cancellation);

    /// <summary>Newest first, before index <paramref name="before"/>; by an index of the database, so a page costs the same in a long log.</summary>
    public async Task<ImmutableArray<LogEntry>> SearchAsync(LogFilter filter, int count, long? before, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var (first, end) = await LogSearch.RangeAsync(db, filter, before, cancellation).ConfigureAwait(false);
        var page = await LogSearch.Page(db, filter, first, end, count).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. page.Select(row => row.ToEntry())];
    }

    /// <summary>Signed checkpoints, largest first, below size <paramref name="before"/>.</summary>
    public async Task<ImmutableArray<SignedCheckpoint>> CheckpointsAsync(int count, long? before, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var rows = await db.Set<CheckpointRow>().AsNoTracking().Where(row => before == null || row.Size < before).OrderByDescending(row => row.Size).Take(count)
            .ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => new SignedCheckpoint(Checkpoint.Parse(row.Note)!, row.Note, row.At))];
    }

    /// <summary>Checks a proof with the keys of this log.</summary>
    public async Task<bool> HoldsAsync(string proof, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await LastAsync(db, cancellation).ConfigureAwait(false);
        using var key = LogKey.Open(workspace.KeyFolder);
        return LogProof.Verify(proof, LogVerifiers.In(workspace.KeyFolder, key)).Ok;
    }

    /// <summary>The hashes by which the log at one size is shown to begin with that at another, and which entries each is over.</summary>
    public async Task<ImmutableArray<(long First, long Last, byte[] Hash)>> ContinuationAsync(long older, long newer, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var proof = await LogNodes.ConsistencyProofAsync(db, older, newer, cancellation).ConfigureAwait(false);
        return [.. MerklePath.ConsistencyRanges(older, newer).Zip(proof, static (range, hash) => (range.First, range.Last, hash))];
    }

    /// <summary>How an entry hangs together with the root of the last signed checkpoint, or with today's where that does not reach it.</summary>
    /// <returns>Null when there is no such entry.</returns>
    public async Task<EntryProof?> PathAsync(long index, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        if (await db.Set<LogEntryRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Index == index, cancellation).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        var last = await db.Set<CheckpointRow>().AsNoTracking().OrderByDescending(each => each.Size).FirstOrDefaultAsync(each => each.Size > index, cancellation).ConfigureAwait(false);
        var checkpoint = last is null ? await HeadAsync(db, cancellation).ConfigureAwait(false) : Checkpoint.Parse(last.Note)!;
        var proof = await LogNodes.InclusionProofAsync(db, index, 0, checkpoint.Size, cancellation).ConfigureAwait(false);
        return new EntryProof(row.ToEntry(), checkpoint, last?.At, MerklePath.Of(index, checkpoint.Size, row.LeafHash, proof));
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

    /// <summary>The same because somebody asks for it. Leaves no entry: it would itself be past what was signed.</summary>
    /// <exception cref="NotAllowedException">The actor may not.</exception>
    public Task<(Checkpoint Checkpoint, string Note)> CheckpointAsync(Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ExportLog);
        return SignAsync(cancellation);
    }

    /// <summary>The same inside the transaction of a change, so that what can't be signed does not happen.</summary>
    internal async Task<(Checkpoint Checkpoint, string Note)> SignAsync(WorkbenchDbContext db, CancellationToken cancellation)
    {
        var last = await LastAsync(db, cancellation).ConfigureAwait(false);
        var head = await HeadAsync(db, cancellation).ConfigureAwait(false);
        using var key = LogKey.Open(workspace.KeyFolder);
        await CheckContinuesAsync(db, last?.Note, head, LogVerifiers.In(workspace.KeyFolder, key), cancellation).ConfigureAwait(false);
        if (last?.Size == head.Size)
        {
            return (head, last.Note);
        }

        var note = key.Sign(head.Text);
        await KeepAsync(db, head, note, cancellation).ConfigureAwait(false);
        return (head, note);
    }

    internal async Task KeepAsync(WorkbenchDbContext db, Checkpoint head, string note, CancellationToken cancellation)
    {
        db.Add(new CheckpointRow { Size = head.Size, Root = head.Root, Note = note, At = time.GetUtcNow() });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        db.OnCommitted(() => KeptCheckpoint.Write(workspace.KeyFolder, note));
    }

    internal async Task<CheckpointRow?> LastAsync(WorkbenchDbContext db, CancellationToken cancellation)
    {
        var last = await db.Set<CheckpointRow>().AsNoTracking().OrderByDescending(row => row.Size).FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
        LogKey.FinishRotation(workspace.KeyFolder, last?.Note);
        return last;
    }

    /// <summary>Both what the database and what the folder of keys say was signed last has to be the beginning of this log. Also refuses when the key is another than before, as when its file was lost and made anew.</summary>
    private async Task CheckContinuesAsync(WorkbenchDbContext db, string? last, Checkpoint head, LogVerifiers keys, CancellationToken cancellation)
    {
        if (last is not null)
        {
            if (!keys.TryOpen(last, out var text) || Checkpoint.Parse(text) is not { } signed)
            {
                throw new LogDamagedException(new Phrase("Log.SignatureDiffers", $"{Checkpoint.Parse(last)?.Size}"));
            }

            if (!await ContinuesAsync(db, signed, head, cancellation).ConfigureAwait(false))
            {
                throw new LogDamagedException(new Phrase("Log.NotContinued", $"{signed.Size}"));
            }
        }

        if (KeptCheckpoint.Read(workspace.KeyFolder) is { } kept && kept != last && await PutBackAsync(db, kept, head, keys, cancellation).ConfigureAwait(false) is { } putBack)
        {
            throw new LogDamagedException(putBack);
        }
    }

    /// <returns>What is wrong with the database when it does not continue what the key signed last; null when it does.</returns>
    internal static async Task<Phrase?> PutBackAsync(WorkbenchDbContext db, string kept, Checkpoint head, LogVerifiers keys, CancellationToken cancellation) =>
        !keys.TryOpen(kept, out var text) || Checkpoint.Parse(text) is not { } signed ? new Phrase("Log.KeptUnreadable", KeptCheckpoint.FileName)
        : await ContinuesAsync(db, signed, head, cancellation).ConfigureAwait(false) ? null
        : new Phrase("Log.PutBack", $"{signed.Size}", signed.RootHex[..12], $"{head.Size}");

    internal static async Task<bool> ContinuesAsync(WorkbenchDbContext db, Checkpoint signed, Checkpoint head, CancellationToken cancellation) =>
        signed.Size <= head.Size && (await LogNodes.RootAsync(db, 0, signed.Size, cancellation).ConfigureAwait(false)).AsSpan().SequenceEqual(signed.Root);

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
        return LogProof.OfEntry((await FindAsync(index, cancellation).ConfigureAwait(false))!, proof, note);
    }

    /// <summary>A proof that the log at size <paramref name="newer"/> begins with the one at size <paramref name="older"/>.</summary>
    /// <exception cref="InputException">No checkpoint was signed at one of them, or they are in the wrong order.</exception>
    public async Task<string> ProveContinuationAsync(long older, long newer, CancellationToken cancellation)
    {
        if (older < 1 || newer <= older)
        {
            throw new InputException(new InputProblem(new Phrase("Log.CheckpointOrder"), Field: "--from"));
        }

        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var notes = await db.Set<CheckpointRow>().AsNoTracking().Where(row => row.Size == older || row.Size == newer).ToDictionaryAsync(row => row.Size, row => row.Note, cancellation).ConfigureAwait(false);
        var missing = new[] { older, newer }.Where(size => !notes.ContainsKey(size)).Select(size => new InputProblem(new Phrase("Log.NoSuchCheckpoint", $"{size}"), Field: size == older ? "--from" : "--to")).ToImmutableArray();
        return missing.IsEmpty
            ? LogProof.OfContinuation(notes[older], notes[newer], await LogNodes.ConsistencyProofAsync(db, older, newer, cancellation).ConfigureAwait(false))
            : throw new InputException(missing);
    }

    internal async Task<Checkpoint> HeadAsync(WorkbenchDbContext db, CancellationToken cancellation)
    {
        var size = await db.Set<LogEntryRow>().MaxAsync(row => (long?)row.Index, cancellation).ConfigureAwait(false) + 1 ?? 0;
        using var key = LogKey.Open(workspace.KeyFolder);
        return new Checkpoint(key.Name, size, await LogNodes.RootAsync(db, 0, size, cancellation).ConfigureAwait(false));
    }
}
