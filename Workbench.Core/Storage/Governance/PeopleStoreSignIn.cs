using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Governance;

/// <summary>Who comes in.</summary>
public sealed partial class PeopleStore
{
    /// <summary>Stands in the log for names that nobody has: what was typed there may be a password.</summary>
    private const string Unknown = "unknown";

    /// <returns>The person, the reason why not, or, with a second factor, who still has to give a code.</returns>
    public async Task<SignInOutcome> SignInAsync(string name, string password, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var seen = await db.Set<PersonRow>().AsNoTracking().FirstOrDefaultAsync(person => person.Name == name, cancellation).ConfigureAwait(false);

        // Before the transaction: hashing takes long, and writers take turns. As much work for a name that is not there, so that the time taken does not tell.
        var hash = seen?.PasswordHash;
        var verified = hash is null
            ? (PersonAccounts.SharedHasher.HashPassword(null!, password), PasswordVerificationResult.Failed).Failed
            : PersonAccounts.SharedHasher.VerifyHashedPassword(seen!, hash, password);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<PersonRow>().FirstOrDefaultAsync(person => person.Name == name, cancellation).ConfigureAwait(false);
        using var accounts = new PersonAccounts(db, time);
        if (row is null)
        {
            await LogAppender.AppendAsync(db, new LogRecord("person.sign-in-refused", Unknown, Unknown, []), time.GetUtcNow(), cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return new SignInOutcome(null, new Phrase("Governance.SignInRefused"));
        }

        row.SecurityStamp ??= Guid.NewGuid().ToString("n");
        if (await accounts.IsLockedOutAsync(row).ConfigureAwait(false))
        {
            return new SignInOutcome(null, Locked(row));
        }

        if (verified == PasswordVerificationResult.Failed || row.PasswordHash != hash || row.LockedAt is not null)
        {
            PersonAccounts.Done(await accounts.AccessFailedAsync(row).ConfigureAwait(false));
            await KeepAsync(db, row, "person.sign-in-refused", row.ToPerson().ToActor(), [], cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return new SignInOutcome(null, new Phrase("Governance.SignInRefused"));
        }

        if (verified == PasswordVerificationResult.SuccessRehashNeeded)
        {
            row.PasswordHash = PersonAccounts.SharedHasher.HashPassword(row, password);
        }

        if (row.SecondFactor)
        {
            await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return new SignInOutcome(null, null, row.ToPerson());
        }

        return await EnterAsync(db, transaction, row, "password", cancellation).ConfigureAwait(false);
    }

    /// <summary>The second step: a code of the authenticator, or a recovery code, which counts once.</summary>
    /// <param name="stamp">As it was after the first step: a password changed meanwhile begins anew.</param>
    public async Task<SignInOutcome> SignInWithCodeAsync(string id, string stamp, string code, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<PersonRow>().FirstOrDefaultAsync(person => person.Id == id, cancellation).ConfigureAwait(false);
        if (row is null || row.SecurityStamp != stamp || !row.SecondFactor || row.LockedAt is not null)
        {
            return new SignInOutcome(null, new Phrase("Governance.SignInRefused"));
        }

        using var accounts = new PersonAccounts(db, time);
        if (await accounts.IsLockedOutAsync(row).ConfigureAwait(false))
        {
            return new SignInOutcome(null, Locked(row));
        }

        if (SealedKey.Read(row.AuthenticatorKey, seal) is { } key && Totp.Match(key, code, time.GetUtcNow(), row.LastCodeStep) is { } step)
        {
            row.LastCodeStep = step;
            return await EnterAsync(db, transaction, row, "authenticator", cancellation).ConfigureAwait(false);
        }

        if ((await accounts.RedeemTwoFactorRecoveryCodeAsync(row, code).ConfigureAwait(false)).Succeeded)
        {
            return await EnterAsync(db, transaction, row, "recovery-code", cancellation).ConfigureAwait(false);
        }

        PersonAccounts.Done(await accounts.AccessFailedAsync(row).ConfigureAwait(false));
        await KeepAsync(db, row, "person.sign-in-refused", row.ToPerson().ToActor(), new JsonObject { ["step"] = "code" }, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return new SignInOutcome(null, new Phrase("Governance.CodeRefused"));
    }

    /// <summary>Somebody whom the organisation's identity provider vouches for; enrolled the first time, with the roles it says, every time.</summary>
    /// <param name="roles">May be empty: such a person sees nothing until the provider says a role.</param>
    public async Task<SignInOutcome> SignInExternallyAsync(string issuer, string subject, string name, ImmutableHashSet<Role> roles, CancellationToken cancellation)
    {
        var login = $"{issuer}\n{subject}";
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<PersonRow>().FirstOrDefaultAsync(person => person.ExternalLogin == login, cancellation).ConfigureAwait(false);
        if (row is null)
        {
            row = new PersonRow
            {
                Id = $"p-{Guid.CreateVersion7(time.GetUtcNow()):n}",
                Name = await FreeNameAsync(db, name, cancellation).ConfigureAwait(false),
                Roles = PersonRow.Join(roles),
                ExternalLogin = login,
                SecurityStamp = Guid.NewGuid().ToString("n"),
                EnrolledAt = time.GetUtcNow(),
            };
            db.Add(row);
            await KeepAsync(db, row, "person.enrolled", row.ToPerson().ToActor(), new JsonObject { ["roles"] = Names(roles), ["by"] = "provider" }, cancellation).ConfigureAwait(false);
        }
        else if (!row.RoleSet.SetEquals(roles))
        {
            var before = row.RoleSet;
            row.Roles = PersonRow.Join(roles);
            await KeepAsync(db, row, "person.roles-changed", row.ToPerson().ToActor(), new JsonObject { ["before"] = Names(before), ["after"] = Names(roles), ["by"] = "provider" }, cancellation).ConfigureAwait(false);
        }

        if (row.LockedAt is not null)
        {
            await KeepAsync(db, row, "person.sign-in-refused", row.ToPerson().ToActor(), [], cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return new SignInOutcome(null, new Phrase("Governance.SignInRefused"));
        }

        var outcome = await EnterAsync(db, transaction, row, "provider", cancellation).ConfigureAwait(false);
        Changed?.Invoke(row.Id);
        return outcome;
    }

    /// <returns>The person as they are now; null when the session with this stamp is over.</returns>
    public async Task<Person?> CheckAsync(string id, string stamp, CancellationToken cancellation) =>
        await FindByIdAsync(id, cancellation).ConfigureAwait(false) is { IsLocked: false } person && person.Stamp == stamp ? person : null;

    public async Task<Person?> FindByIdAsync(string id, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return (await db.Set<PersonRow>().AsNoTracking().FirstOrDefaultAsync(person => person.Id == id, cancellation).ConfigureAwait(false))?.ToPerson();
    }

    private async Task<SignInOutcome> EnterAsync(WorkbenchDbContext db, Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction, PersonRow row, string by, CancellationToken cancellation)
    {
        (row.FailedSignIns, row.LockedUntil, row.LastSignIn) = (0, null, time.GetUtcNow());
        await KeepAsync(db, row, "person.signed-in", row.ToPerson().ToActor(), new JsonObject { ["by"] = by }, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return new SignInOutcome(row.ToPerson(), null);
    }

    private Phrase Locked(PersonRow row) => new("Governance.SignInLocked", $"{Math.Ceiling((row.LockedUntil!.Value - time.GetUtcNow()).TotalMinutes)}");

    private static async Task<string> FreeNameAsync(WorkbenchDbContext db, string name, CancellationToken cancellation)
    {
        var wanted = name.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, LongestName - 5)] : "—";
        for (var at = 1; ; at++)
        {
            var free = at == 1 ? wanted : $"{wanted} ({at})";
            if (!await db.Set<PersonRow>().AnyAsync(person => person.Name == free || person.Id == free, cancellation).ConfigureAwait(false))
            {
                return free;
            }
        }
    }
}
