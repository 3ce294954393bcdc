using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;

namespace Workbench.Core.Storage.Log;

/// <summary>What a change of the log's key left behind.</summary>
/// <param name="Vouched">The key before signed the first checkpoint of the new one, too.</param>
public sealed record LogRotated(LogVerifier Key, LogVerifier Before, Checkpoint Checkpoint, bool Vouched);

/// <summary>Has another key sign the log from now on. The entry names it, and the checkpoint over that entry carries both signatures; then the old private key is gone.</summary>
public sealed class LogRotation(IDbContextFactory<WorkbenchDbContext> database, Workspace workspace, LogStore log, TimeProvider time)
{
    /// <param name="newHistory">Only where the database was put back to an earlier state: the old key, which signed what is no longer there, signs nothing more, and the log goes on as another one.</param>
    /// <exception cref="LogDamagedException">The log does not continue what was signed last.</exception>
    /// <exception cref="InputException">There is no history to give up.</exception>
    public async Task<LogRotated> RotateAsync(bool newHistory, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ManageLog);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var detail = new JsonObject();
        if (newHistory)
        {
            detail["abandoned"] = await AbandonedAsync(db, cancellation).ConfigureAwait(false);
        }
        else
        {
            await log.SignAsync(db, cancellation).ConfigureAwait(false);
        }

        using var before = LogKey.Open(workspace.KeyFolder);
        using var next = LogKey.MakeNext(workspace.KeyFolder, newHistory ? null : before.Name);
        (detail["before"], detail["vkey"], detail["vouched"]) = (before.Verifier.Vkey, next.Verifier.Vkey, !newHistory);
        await LogAppender.AppendAsync(db, new LogRecord(LogKeyChange.Rotated, "log", actor.Id, detail), time.GetUtcNow(), cancellation).ConfigureAwait(false);
        var head = (await log.HeadAsync(db, cancellation).ConfigureAwait(false)) with { Origin = next.Name };
        var note = next.Sign(head.Text) + (newHistory ? "" : before.SignatureLine(head.Text));
        await log.KeepAsync(db, head, note, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        LogKey.FinishRotation(workspace.KeyFolder, note);
        return new LogRotated(next.Verifier, before.Verifier, head, !newHistory);
    }

    /// <summary>Size and root that were signed and are given up, so that the entry says so.</summary>
    private async Task<JsonObject> AbandonedAsync(WorkbenchDbContext db, CancellationToken cancellation)
    {
        await log.LastAsync(db, cancellation).ConfigureAwait(false);
        var head = await log.HeadAsync(db, cancellation).ConfigureAwait(false);
        using var key = LogKey.Open(workspace.KeyFolder);
        var kept = KeptCheckpoint.Read(workspace.KeyFolder);
        if (kept is null || await LogStore.PutBackAsync(db, kept, head, LogVerifiers.In(workspace.KeyFolder, key), cancellation).ConfigureAwait(false) is null)
        {
            throw new InputException(new InputProblem(new Phrase("Log.NothingPutBack"), Field: "--new-history"));
        }

        return Checkpoint.Parse(kept) is { } signed ? new JsonObject { ["size"] = signed.Size, ["root"] = signed.RootHex } : new JsonObject { ["unreadable"] = true };
    }
}
