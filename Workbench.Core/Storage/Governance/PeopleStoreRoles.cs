using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Decisions;

namespace Workbench.Core.Storage.Governance;

/// <summary>What an administrator changes about others.</summary>
public sealed partial class PeopleStore
{
    /// <summary>Holds from the next thing that the person does, also in pages that are open.</summary>
    /// <exception cref="InputException">No role, or nobody would be left to manage people.</exception>
    public async Task<Person> SetRolesAsync(string id, ImmutableHashSet<Role> roles, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ManagePeople);
        Refuse(roles.IsEmpty ? new InputProblem(new Phrase("Governance.PersonNeedsRole"), Field: "roles") : null);
        return await ChangeAsync(id, "person.roles-changed", actor, async (db, _, row) =>
        {
            Refuse(row.ExternalLogin is null ? null : new InputProblem(new Phrase("Governance.RolesComeFromProvider"), Field: "roles"));
            var before = row.RoleSet;
            if (!roles.Contains(Role.Administrator))
            {
                await RequireAnotherAdministratorAsync(db, row, cancellation).ConfigureAwait(false);
            }

            row.Roles = PersonRow.Join(roles);
            return new JsonObject { ["before"] = Names(before), ["after"] = Names(roles) };
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends every session of the person and keeps them out until unlocked. Their tokens do nothing meanwhile.</summary>
    public async Task<Person> LockAsync(string id, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ManagePeople);
        Refuse(id == actor.Id ? new InputProblem(new Phrase("Governance.NotYourself"), Field: "person") : null);
        return await ChangeAsync(id, "person.locked", actor, async (db, accounts, row) =>
        {
            await RequireAnotherAdministratorAsync(db, row, cancellation).ConfigureAwait(false);
            row.LockedAt = time.GetUtcNow();
            PersonAccounts.Done(await accounts.UpdateSecurityStampAsync(row).ConfigureAwait(false));
            return null;
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Also ends the lock after too many wrong passwords.</summary>
    public async Task<Person> UnlockAsync(string id, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ManagePeople);
        return await ChangeAsync(id, "person.unlocked", actor, (_, _, row) =>
        {
            (row.LockedAt, row.LockedUntil, row.FailedSignIns) = (null, null, 0);
            return Task.FromResult<JsonObject?>(null);
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>For who lost password or authenticator: both are gone, and a new password is made that must be replaced at the next sign-in.</summary>
    /// <returns>The password; it is not kept and can't be shown again.</returns>
    public async Task<string> ResetAsync(string id, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ManagePeople);
        var password = OneTimePassword.New();
        await ChangeAsync(id, "person.reset", actor, async (_, accounts, row) =>
        {
            Refuse(row.ExternalLogin is null ? null : new InputProblem(new Phrase("Governance.PasswordAtProvider"), Field: "person"));
            RemoveSecondFactor(row);
            row.MustChangePassword = true;
            await accounts.ReplacePasswordAsync(row, password).ConfigureAwait(false);
            return null;
        }, cancellation).ConfigureAwait(false);
        return password;
    }

    /// <summary>Erases who the person was: name, password, second factor and tokens. Their id stays in the log and beside decisions, and says nothing.</summary>
    public async Task<Person> EraseAsync(string id, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ManagePeople);
        Refuse(id == actor.Id ? new InputProblem(new Phrase("Governance.NotYourself"), Field: "person") : null);
        return await ChangeAsync(id, "person.erased", actor, async (db, accounts, row) =>
        {
            await RequireAnotherAdministratorAsync(db, row, cancellation).ConfigureAwait(false);
            (row.Name, row.PasswordHash, row.ExternalLogin, row.LastSignIn) = (row.Id, null, null, null);
            row.LockedAt ??= time.GetUtcNow();
            RemoveSecondFactor(row);
            PersonAccounts.Done(await accounts.UpdateSecurityStampAsync(row).ConfigureAwait(false));
            await db.Set<DecisionStepRow>().Where(step => step.ActorId == id).ExecuteUpdateAsync(set => set.SetProperty(step => step.ActorName, id), cancellation).ConfigureAwait(false);
            await db.Set<SignatoryRow>().Where(signatory => signatory.PersonId == id).ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
            await db.Set<TokenRow>().Where(token => token.PersonId == id).ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
            return null;
        }, cancellation).ConfigureAwait(false);
    }

    private static void RemoveSecondFactor(PersonRow row) => (row.SecondFactor, row.AuthenticatorKey, row.RecoveryCodes, row.LastCodeStep) = (false, null, null, null);

    private static async Task RequireAnotherAdministratorAsync(WorkbenchDbContext db, PersonRow row, CancellationToken cancellation)
    {
        if (!row.RoleSet.Contains(Role.Administrator))
        {
            return;
        }

        var others = await db.Set<PersonRow>().AsNoTracking().Where(person => person.Id != row.Id && person.LockedAt == null).Select(person => person.Roles).ToListAsync(cancellation).ConfigureAwait(false);
        Refuse(others.Any(roles => roles.Split(',').Contains(nameof(Role.Administrator))) ? null : new InputProblem(new Phrase("Governance.LastAdministrator"), Field: "person"));
    }
}
