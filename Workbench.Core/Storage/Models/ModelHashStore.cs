using Microsoft.EntityFrameworkCore;
using Workbench.Core.Models;

namespace Workbench.Core.Storage.Models;

/// <summary>Keeps hashes of model files in the workspace, so that gigabytes are read once and not at every start.</summary>
public sealed class ModelHashStore(IDbContextFactory<WorkbenchDbContext> database) : IModelHashStore
{
    public async Task<string?> FindAsync(string path, long bytes, DateTimeOffset changed, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await db.Set<ModelHashRow>().Where(row => row.Path == path && row.Bytes == bytes && row.Changed == changed).Select(row => row.Sha256).FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
    }

    // One statement: two processes may have read the same file at the same time.
    public async Task KeepAsync(string path, long bytes, DateTimeOffset changed, string sha256, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO "ModelHashes" ("Path", "Bytes", "Changed", "Sha256") VALUES ({path}, {bytes}, {changed.UtcTicks}, {sha256})
            ON CONFLICT ("Path") DO UPDATE SET "Bytes" = excluded."Bytes", "Changed" = excluded."Changed", "Sha256" = excluded."Sha256"
            """, cancellation).ConfigureAwait(false);
    }
}
