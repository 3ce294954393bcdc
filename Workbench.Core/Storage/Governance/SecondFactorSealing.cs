using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;

namespace Workbench.Core.Storage.Governance;

/// <summary>Seals the keys of authenticators that were kept before there was a seal.</summary>
public sealed class SecondFactorSealing(IDbContextFactory<WorkbenchDbContext> database, ISecretSeal seal)
{
    /// <returns>How many were plain.</returns>
    public async Task<int> SealAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var rows = await db.Set<PersonRow>().Where(person => person.AuthenticatorKey != null).ToListAsync(cancellation).ConfigureAwait(false);
        var plain = rows.Where(row => SealedKey.IsPlain(row.AuthenticatorKey!)).ToList();
        plain.ForEach(row => row.AuthenticatorKey = SealedKey.Keep(row.AuthenticatorKey!, seal));
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return plain.Count;
    }
}
