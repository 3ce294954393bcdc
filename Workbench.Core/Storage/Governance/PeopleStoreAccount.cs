using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;

namespace Workbench.Core.Storage.Governance;

/// <summary>What people change about their own account.</summary>
public sealed partial class PeopleStore
{
    private const int RecoveryCodeCount = 10;

    /// <summary>Sets one's own password, or anybody's for those who manage people; ends a lock and every session.</summary>
    public async Task SetPasswordAsync(string id, string password, Actor actor, CancellationToken cancellation)
    {
        if (actor.Id != id)
        {
            Permissions.Require(actor, Permission.ManagePeople);
        }

        await ChangeAsync(id, "person.password-set", actor, (_, accounts, row) => ReplaceAsync(accounts, row, password), cancellation).ConfigureAwait(false);
    }

    /// <summary>One's own password, by who knows the current one; ends every session.</summary>
    /// <exception cref="InputException">The current password is another, or the new one breaks the rules.</exception>
    public async Task ChangePasswordAsync(string current, string password, Actor actor, CancellationToken cancellation)
    {
        await RequirePasswordAsync(actor, current, cancellation).ConfigureAwait(false);
        await ChangeAsync(actor.Id, "person.password-set", actor, (_, accounts, row) => ReplaceAsync(accounts, row, password), cancellation).ConfigureAwait(false);
    }

    /// <summary>A key for an authenticator app. It counts once a code of it was given.</summary>
    public async Task<string> BeginSecondFactorAsync(Actor actor, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<PersonRow>().FirstOrDefaultAsync(person => person.Id == actor.Id, cancellation).ConfigureAwait(false)
            ?? throw new InputException(new InputProblem(new Phrase("Governance.NoSuchPerson", actor.Id), Field: "person"));
        Refuse(row.SecondFactor || row.PasswordHash is null ? new InputProblem(new Phrase("Governance.SecondFactorThere"), Field: "code") : null);
        var key = Totp.NewKey();
        row.AuthenticatorKey = SealedKey.Keep(key, seal);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return key;
    }

    /// <returns>Recovery codes, each for once; they are not kept and can't be shown again.</returns>
    /// <exception cref="InputException">The code is not one of the key's.</exception>
    public async Task<ImmutableArray<string>> ConfirmSecondFactorAsync(string code, Actor actor, CancellationToken cancellation)
    {
        ImmutableArray<string> codes = [];
        await ChangeAsync(actor.Id, "person.second-factor-on", actor, async (_, accounts, row) =>
        {
            var step = !row.SecondFactor && SealedKey.Read(row.AuthenticatorKey, seal) is { } key ? Totp.Match(key, code, time.GetUtcNow(), row.LastCodeStep) : null;
            Refuse(step is null ? new InputProblem(new Phrase("Governance.CodeRefused"), Field: "code") : null);
            row.LastCodeStep = step;

            // Not through Identity, which would end this session too, and with it the page that shows the recovery codes.
            row.SecondFactor = true;
            codes = [.. (await accounts.GenerateNewTwoFactorRecoveryCodesAsync(row, RecoveryCodeCount).ConfigureAwait(false))!];
            return null;
        }, cancellation).ConfigureAwait(false);
        return codes;
    }

    /// <exception cref="InputException">The password is another.</exception>
    public async Task EndSecondFactorAsync(string password, Actor actor, CancellationToken cancellation)
    {
        await RequirePasswordAsync(actor, password, cancellation).ConfigureAwait(false);
        await ChangeAsync(actor.Id, "person.second-factor-off", actor, async (_, accounts, row) =>
        {
            RemoveSecondFactor(row);
            PersonAccounts.Done(await accounts.UpdateSecurityStampAsync(row).ConfigureAwait(false));
            return null;
        }, cancellation).ConfigureAwait(false);
    }

    private static async Task<JsonObject?> ReplaceAsync(PersonAccounts accounts, PersonRow row, string password)
    {
        Refuse([.. await accounts.ProblemsAsync(row, password).ConfigureAwait(false), row.ExternalLogin is null ? null : new InputProblem(new Phrase("Governance.PasswordAtProvider"), Field: "password")]);
        row.MustChangePassword = false;
        await accounts.ReplacePasswordAsync(row, password).ConfigureAwait(false);
        return null;
    }

    private async Task RequirePasswordAsync(Actor actor, string password, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<PersonRow>().FirstOrDefaultAsync(person => person.Id == actor.Id, cancellation).ConfigureAwait(false);
        if (row?.PasswordHash is null)
        {
            throw new InputException(new InputProblem(new Phrase("Governance.NoSuchPerson", actor.Id), Field: "current"));
        }

        row.SecurityStamp ??= Guid.NewGuid().ToString("n");
        using var accounts = new PersonAccounts(db, time);
        if (await accounts.IsLockedOutAsync(row).ConfigureAwait(false))
        {
            throw new InputException(new InputProblem(Locked(row), Field: "current"));
        }

        if (PersonAccounts.SharedHasher.VerifyHashedPassword(row, row.PasswordHash, password) == PasswordVerificationResult.Failed)
        {
            // Counts as at the door: an open page is no place to guess either.
            PersonAccounts.Done(await accounts.AccessFailedAsync(row).ConfigureAwait(false));
            await KeepAsync(db, row, "person.sign-in-refused", actor, new JsonObject { ["step"] = "account" }, cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            throw new InputException(new InputProblem(new Phrase("Governance.CurrentPasswordWrong"), Field: "current"));
        }
    }
}
