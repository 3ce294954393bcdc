using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Workbench.Core.Storage.Log;

/// <summary>Many queries on the database as it is at one moment, without keeping writers out.</summary>
internal static class ReadSnapshot
{
    public static async Task<IDbContextTransaction> BeginSnapshotAsync(this WorkbenchDbContext db, CancellationToken cancellation)
    {
        if (db.Database.IsNpgsql())
        {
            return await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation).ConfigureAwait(false);
        }

        await db.Database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var transaction = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
        return (await db.Database.UseTransactionAsync(transaction, cancellation).ConfigureAwait(false))!;
    }
}
