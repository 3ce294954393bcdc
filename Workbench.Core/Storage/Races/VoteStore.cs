using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Races;

namespace Workbench.Core.Storage.Races;

/// <summary>Keeps blind votes. A vote is never changed.</summary>
public sealed class VoteStore(IDbContextFactory<WorkbenchDbContext> database, TimeProvider time)
{
    /// <returns>The pairs that the ballot came to.</returns>
    /// <exception cref="Language.InputException">The ballot is not one.</exception>
    public async Task<ImmutableArray<Vote>> CastAsync(Ballot ballot, Actor actor, CancellationToken cancellation)
    {
        var votes = ballot.Pairs(Guid.CreateVersion7(time.GetUtcNow()).ToString("n"), actor.Id, time.GetUtcNow());
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        db.AddRange(votes.Select(VoteRow.Of));
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        return votes;
    }

    /// <summary>Oldest first.</summary>
    /// <param name="since">Only votes cast at this time or later; null takes all.</param>
    public async Task<ImmutableArray<Vote>> ListAsync(DateTimeOffset? since, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var rows = db.Set<VoteRow>().AsNoTracking().Where(row => since == null || row.At >= since).OrderBy(row => row.At).ThenBy(row => row.Id);
        return [.. (await rows.ToListAsync(cancellation).ConfigureAwait(false)).Select(row => row.ToVote())];
    }
}
