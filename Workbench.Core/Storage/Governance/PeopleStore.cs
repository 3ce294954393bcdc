using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;

namespace Workbench.Core.Storage.Governance;

/// <summary>Enrols people and checks who signs in. Passwords are kept as PBKDF2 hashes; five wrong ones lock for a quarter of an hour.</summary>
public sealed class PeopleStore(IDbContextFactory<WorkbenchDbContext> database, TimeProvider time)
{
    public const int LeastPasswordLength = 10;
    private const int FailuresBeforeLock = 5;
    private static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);
    private static readonly PasswordHasher<PersonRow> Hasher = new();

    public async Task<int> CountAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await db.Set<PersonRow>().CountAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>In order of enrolment.</summary>
    public async Task<ImmutableArray<Person>> ListAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var rows = await db.Set<PersonRow>().AsNoTracking().OrderBy(person => person.EnrolledAt).ThenBy(person => person.Id).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToPerson())];
    }

    public async Task<Person?> FindAsync(string idOrName, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<PersonRow>().AsNoTracking().FirstOrDefaultAsync(person => person.Id == idOrName || person.Name == idOrName, cancellation).ConfigureAwait(false);
        return row?.ToPerson();
    }

    /// <summary>Adds a person; the first two additions are what turns sign-in on, so the first person must be an administrator with a password.</summary>
    /// <exception cref="InputException">All that is wrong with name, roles or password.</exception>
    public async Task<Person> AddAsync(string name, ImmutableHashSet<Role> roles, string? password, Actor actor, CancellationToken cancellation, string? id = null)
    {
        Permissions.Require(actor, Permission.ManagePeople);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        name = name.Trim();
        var isFirst = !await db.Set<PersonRow>().AnyAsync(cancellation).ConfigureAwait(false);
        var isTaken = await db.Set<PersonRow>().AnyAsync(person => person.Name == name, cancellation).ConfigureAwait(false);
        var isDemo = id is not null;
        InputProblem?[] problems =
        [
            name.Length == 0 ? new InputProblem(new Phrase("Governance.PersonNeedsName"), Field: "name") : null,
            isTaken ? new InputProblem(new Phrase("Governance.PersonExists", name), Field: "name") : null,
            roles.IsEmpty ? new InputProblem(new Phrase("Governance.PersonNeedsRole"), Field: "roles") : null,
            isFirst && !isDemo && !roles.IsEmpty && !roles.Contains(Role.Administrator) ? new InputProblem(new Phrase("Governance.FirstIsAdministrator"), Field: "roles") : null,
            !isDemo && (password?.Length ?? 0) < LeastPasswordLength ? new InputProblem(new Phrase("Governance.PasswordTooShort", $"{LeastPasswordLength}"), Field: "password") : null,
        ];
        if (problems.OfType<InputProblem>().ToImmutableArray() is { IsEmpty: false } wrong)
        {
            throw new InputException(wrong);
        }

        var row = new PersonRow
        {
            // The first person keeps the id of the owner they were: under a new one they could approve what they proposed before.
            Id = id ?? (isFirst ? Actor.Owner.Id : $"p-{Guid.CreateVersion7(time.GetUtcNow()):n}"),
            Name = name,
            Roles = string.Join(',', roles.Order()),
            EnrolledAt = time.GetUtcNow(),
        };
        row.PasswordHash = password is null ? null : Hasher.HashPassword(row, password);
        db.Add(row);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        var detail = new JsonObject { ["roles"] = new JsonArray([.. roles.Order().Select(role => JsonValue.Create(role.ToString()))]) };
        await LogAppender.AppendAsync(db, new LogRecord("person.enrolled", row.Id, actor.Id, detail), time.GetUtcNow(), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return row.ToPerson();
    }

    /// <returns>The person, or null with the reason; the reason never tells whether the name exists.</returns>
    public async Task<(Person? Person, Phrase? Refused)> SignInAsync(string name, string password, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var row = await db.Set<PersonRow>().FirstOrDefaultAsync(person => person.Name == name, cancellation).ConfigureAwait(false);
        if (row?.LockedUntil > now)
        {
            return (null, new Phrase("Governance.SignInLocked", $"{Math.Ceiling((row.LockedUntil.Value - now).TotalMinutes)}"));
        }

        if (row?.PasswordHash is null)
        {
            // As much work as for a name that is there, so that the time taken does not tell which are.
            Hasher.HashPassword(null!, password);
        }

        if (row?.PasswordHash is null || Hasher.VerifyHashedPassword(row, row.PasswordHash, password) == PasswordVerificationResult.Failed)
        {
            if (row is not null)
            {
                row.FailedSignIns++;
                row.LockedUntil = row.FailedSignIns % FailuresBeforeLock == 0 ? now + LockTime : null;
                await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
                await LogAppender.AppendAsync(db, new LogRecord("person.sign-in-refused", row.Id, row.Id, []), now, cancellation).ConfigureAwait(false);
                await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            }

            return (null, new Phrase("Governance.SignInRefused"));
        }

        (row.FailedSignIns, row.LockedUntil) = (0, null);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await LogAppender.AppendAsync(db, new LogRecord("person.signed-in", row.Id, row.Id, []), now, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return (row.ToPerson(), null);
    }

    /// <summary>Sets one's own password, or anybody's for those who manage people; ends a lock.</summary>
    public async Task SetPasswordAsync(string id, string password, Actor actor, CancellationToken cancellation)
    {
        if (actor.Id != id)
        {
            Permissions.Require(actor, Permission.ManagePeople);
        }

        if (password.Length < LeastPasswordLength)
        {
            throw new InputException(new InputProblem(new Phrase("Governance.PasswordTooShort", $"{LeastPasswordLength}"), Field: "password"));
        }

        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<PersonRow>().FirstOrDefaultAsync(person => person.Id == id, cancellation).ConfigureAwait(false)
            ?? throw new InputException(new InputProblem(new Phrase("Governance.NoSuchPerson", id), Field: "person"));
        row.PasswordHash = Hasher.HashPassword(row, password);
        (row.FailedSignIns, row.LockedUntil) = (0, null);
        await LogAppender.AppendAsync(db, new LogRecord("person.password-set", id, actor.Id, []), time.GetUtcNow(), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Enrols the demonstration's people where they are missing.</summary>
    public async Task AddDemoPeopleAsync(CancellationToken cancellation)
    {
        foreach (var (id, name, chineseName, role) in DemoPeople.All)
        {
            if (await FindAsync(id, cancellation).ConfigureAwait(false) is null)
            {
                await AddAsync($"{name} · {chineseName}", [role], null, Actor.Owner, cancellation, id).ConfigureAwait(false);
            }
        }
    }
}
