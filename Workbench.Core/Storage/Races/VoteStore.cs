using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Log;
using Workbench.Core.Races;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Races;

/// <summary>Keeps blind votes, each ballot with its log entry in one transaction. A vote is never changed; who cast it may withdraw it.</summary>
public sealed class VoteStore(IDbContextFactory<WorkbenchDbContext> database, TimeProvider time)
{
    /// <returns>The pairs that the ballot came to.</returns>
    /// <exception cref="Language.InputException">The ballot is not one.</exception>
    /// <exception cref="Language.NotAllowedException">None of the person's roles may vote.</exception>
    public async Task<ImmutableArray<Vote>> CastAsync(Ballot ballot, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Vote);
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("n");
        var votes = ballot.Pairs(id, actor.Id, time.GetUtcNow());
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        db.AddRange(votes.Select(VoteRow.Of));
        await LogAppender.AppendAsync(db, new LogRecord("vote.cast", id, actor.Id, Detail(ballot, votes)), time.GetUtcNow(), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return votes;
    }

    /// <summary>Takes back a ballot: its votes count no longer, and the log keeps that they were cast and withdrawn.</summary>
    /// <param name="ballot"><see cref="Vote.Ballot"/>.</param>
    /// <exception cref="Language.NotAllowedException">None of the person's roles may vote.</exception>
    /// <exception cref="Language.InputException">The person has no such ballot, or withdrew it before.</exception>
    public async Task WithdrawAsync(string ballot, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Vote);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        string[] ids = [.. Ballot.PairIds(ballot)];
        if (await db.Set<VoteRow>().Where(row => ids.Contains(row.Id) && row.Voter == actor.Id).ExecuteDeleteAsync(cancellation).ConfigureAwait(false) == 0)
        {
            throw new Language.InputException(new Language.InputProblem(new Language.Phrase("Races.NoSuchBallot"), Field: "ballot"));
        }

        await LogAppender.AppendAsync(db, new LogRecord("vote.withdrawn", ballot, actor.Id, []), time.GetUtcNow(), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    /// <param name="hash">Of the candidate.</param>
    /// <returns>Its pairs, the votes that were withdrawn left out.</returns>
    public async Task<VoteCount> CountAsync(string hash, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var pairs = db.Set<VoteRow>().AsNoTracking().Where(row => (row.HashA == hash || row.HashB == hash) && row.HashA != row.HashB);
        var won = await pairs.CountAsync(row => (row.HashA == hash && row.Outcome == PairOutcome.A) || (row.HashB == hash && row.Outcome == PairOutcome.B), cancellation).ConfigureAwait(false);
        var lost = await pairs.CountAsync(row => (row.HashA == hash && row.Outcome == PairOutcome.B) || (row.HashB == hash && row.Outcome == PairOutcome.A), cancellation).ConfigureAwait(false);
        return new VoteCount(won, lost, await pairs.CountAsync(cancellation).ConfigureAwait(false) - won - lost);
    }

    private static JsonObject Detail(Ballot ballot, ImmutableArray<Vote> votes) => new()
    {
        ["promptSha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ballot.Prompt))),
        ["seats"] = new JsonArray([.. ballot.Seats.Select(seat => new JsonObject { ["name"] = seat.Name, ["hash"] = seat.Hash })]),
        ["pairs"] = new JsonArray([.. votes.Select(vote => new JsonObject { ["a"] = vote.A.Name, ["b"] = vote.B.Name, ["outcome"] = vote.Outcome.ToString() })]),
    };

    /// <summary>Oldest first.</summary>
    /// <param name="since">Only votes cast at this time or later; null takes all.</param>
    public async Task<ImmutableArray<Vote>> ListAsync(DateTimeOffset? since, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var rows = db.Set<VoteRow>().AsNoTracking().Where(row => since == null || row.At >= since).OrderBy(row => row.At).ThenBy(row => row.Id);
        return [.. (await rows.ToListAsync(cancellation).ConfigureAwait(false)).Select(row => row.ToVote())];
    }
}
