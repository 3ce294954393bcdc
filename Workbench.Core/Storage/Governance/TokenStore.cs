using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Governance;

/// <summary>Personal access tokens: made by their person, shown once, good for what they were made for, until they end or are revoked.</summary>
public sealed class TokenStore(IDbContextFactory<WorkbenchDbContext> database, TimeProvider time)
{
    private const int MostActive = 50;
    private static readonly TimeSpan UseNoted = TimeSpan.FromMinutes(1);

    /// <summary>Of one person, newest first; those that ended too.</summary>
    public async Task<ImmutableArray<PersonalToken>> ListAsync(string personId, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var rows = await db.Set<TokenRow>().AsNoTracking().Where(token => token.PersonId == personId).OrderByDescending(token => token.CreatedAt).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToToken())];
    }

    /// <returns>The token, and what it says: that is not kept and can't be shown again.</returns>
    /// <exception cref="InputException">No name, nothing it may do, more than the person may, or an end that is past or too far.</exception>
    /// <exception cref="NotAllowedException">A token can't make tokens.</exception>
    public async Task<(PersonalToken Token, string Secret)> CreateAsync(string name, ImmutableHashSet<Permission> scope, TimeSpan life, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Read);
        RequireSession(actor);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var active = await db.Set<TokenRow>().CountAsync(token => token.PersonId == actor.Id && token.RevokedAt == null && token.ExpiresAt > now, cancellation).ConfigureAwait(false);
        InputProblem?[] problems =
        [
            string.IsNullOrWhiteSpace(name) ? new InputProblem(new Phrase("Governance.TokenNeedsName"), Field: "name") : null,
            name.Length > 100 ? new InputProblem(new Phrase("Governance.FieldTooLong", "name", "100"), Field: "name") : null,
            scope.IsEmpty ? new InputProblem(new Phrase("Governance.TokenNeedsScope"), Field: "scope") : null,
            .. scope.Order().Select(permission => Permissions.WhyNot(actor, permission) is { } why ? new InputProblem(why, Field: "scope") : null),
            life <= TimeSpan.Zero || life > PersonalToken.Longest ? new InputProblem(new Phrase("Governance.TokenLife", $"{(int)PersonalToken.Longest.TotalDays}"), Field: "days") : null,
            active >= MostActive ? new InputProblem(new Phrase("Governance.TooManyTokens", $"{MostActive}"), Field: "name") : null,
        ];
        if (problems.OfType<InputProblem>().ToImmutableArray() is { IsEmpty: false } wrong)
        {
            throw new InputException(wrong);
        }

        var secret = PersonalToken.NewSecret();
        var row = new TokenRow
        {
            Id = $"t-{Guid.CreateVersion7(now):n}",
            PersonId = actor.Id,
            Name = name.Trim(),
            Hash = PersonalToken.Hash(secret),
            Scope = string.Join(',', scope.Order()),
            CreatedAt = now,
            ExpiresAt = now + life,
        };
        db.Add(row);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        var detail = new JsonObject
        {
            ["person"] = actor.Id,
            ["scope"] = new JsonArray([.. scope.Order().Select(permission => JsonValue.Create(permission.ToString()))]),
            ["expiresAt"] = row.ExpiresAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
        };
        await LogAppender.AppendAsync(db, new LogRecord("token.made", row.Id, actor.Id, detail), now, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return (row.ToToken(), secret);
    }

    /// <summary>One's own, or anybody's for those who manage people; holds from the next request.</summary>
    /// <exception cref="InputException">There is no such token.</exception>
    public async Task<PersonalToken> RevokeAsync(string id, Actor actor, CancellationToken cancellation)
    {
        RequireSession(actor);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<TokenRow>().FirstOrDefaultAsync(token => token.Id == id, cancellation).ConfigureAwait(false);
        if (row?.PersonId != actor.Id)
        {
            Permissions.Require(actor, Permission.ManagePeople);
        }

        if (row is null)
        {
            throw new InputException(new InputProblem(new Phrase("Governance.NoSuchToken", id), Field: "token"));
        }

        if (row.RevokedAt is null)
        {
            row.RevokedAt = time.GetUtcNow();
            await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
            await LogAppender.AppendAsync(db, new LogRecord("token.revoked", row.Id, actor.Id, new JsonObject { ["person"] = row.PersonId }), time.GetUtcNow(), cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }

        return row.ToToken();
    }

    /// <returns>Who comes with it, with the roles they have now and the token's scope; null for a token that is unknown, over, revoked, or whose person is locked.</returns>
    public async Task<Actor?> ActorAsync(string secret, CancellationToken cancellation)
    {
        if (!secret.StartsWith(PersonalToken.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var hash = PersonalToken.Hash(secret);
        var row = await db.Set<TokenRow>().FirstOrDefaultAsync(token => token.Hash == hash, cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        if (row?.ToToken().IsActive(now) != true)
        {
            return null;
        }

        var person = await db.Set<PersonRow>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == row.PersonId, cancellation).ConfigureAwait(false);

        // Before anybody is enrolled there is one person, without a row.
        var actor = person?.LockedAt is not null || person?.MustChangePassword == true ? null
            : person?.ToPerson().ToActor()
            ?? (row.PersonId == Actor.Owner.Id && !await db.Set<PersonRow>().AnyAsync(cancellation).ConfigureAwait(false) ? Actor.Owner : null);
        if (actor is not null && (row.LastUsedAt is null || now - row.LastUsedAt > UseNoted))
        {
            row.LastUsedAt = now;
            await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        }

        return actor is null ? null : actor with { Scope = row.ToToken().Scope };
    }

    /// <summary>Whoever finds a token must not be able to make more of them, or to shut others out.</summary>
    private static void RequireSession(Actor actor)
    {
        if (actor.Scope is not null)
        {
            throw new NotAllowedException(new Phrase("Governance.TokenMakesNoToken"));
        }
    }
}
