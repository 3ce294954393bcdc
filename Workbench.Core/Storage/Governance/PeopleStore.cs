using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Governance;

/// <summary>Enrols people, keeps their roles, and checks who signs in. Each change and its log entry are one transaction; the log names people by id only.</summary>
/// <param name="seal">Seals authenticators' keys; null keeps them plain.</param>
public sealed partial class PeopleStore(IDbContextFactory<WorkbenchDbContext> database, TimeProvider time, ISecretSeal? seal = null)
{
    public const int LeastPasswordLength = PersonAccounts.LeastPasswordLength;

    private const int LongestName = 100;

    /// <summary>A person of this id changed, or came: open pages look again. Raised after the change is kept; of this process only.</summary>
    public event Action<string>? Changed;

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
    /// <param name="mustChange">The password is somebody else's choice: it is replaced at the first sign-in.</param>
    /// <exception cref="InputException">All that is wrong with name, roles or password.</exception>
    public async Task<Person> AddAsync(string name, ImmutableHashSet<Role> roles, string? password, Actor actor, CancellationToken cancellation, string? id = null, bool mustChange = false)
    {
        Permissions.Require(actor, Permission.ManagePeople);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        name = name.Trim();
        var isFirst = !await db.Set<PersonRow>().AnyAsync(cancellation).ConfigureAwait(false);
        var isTaken = await db.Set<PersonRow>().AnyAsync(person => person.Name == name || person.Id == name, cancellation).ConfigureAwait(false);
        var isDemo = id is not null;
        using var accounts = new PersonAccounts(db, time);
        var row = new PersonRow
        {
            // The first person keeps the id of the owner they were: under a new one they could approve what they proposed before.
            Id = id ?? (isFirst ? Actor.Owner.Id : $"p-{Guid.CreateVersion7(time.GetUtcNow()):n}"),
            Name = name,
            Roles = PersonRow.Join(roles),
            EnrolledAt = time.GetUtcNow(),
            MustChangePassword = mustChange,
        };
        InputProblem?[] problems =
        [
            name.Length == 0 ? new InputProblem(new Phrase("Governance.PersonNeedsName"), Field: "name") : null,
            name.Length > LongestName ? new InputProblem(new Phrase("Governance.FieldTooLong", "name", $"{LongestName}"), Field: "name") : null,
            isTaken ? new InputProblem(new Phrase("Governance.PersonExists", name), Field: "name") : null,
            roles.IsEmpty ? new InputProblem(new Phrase("Governance.PersonNeedsRole"), Field: "roles") : null,
            isFirst && !isDemo && !roles.IsEmpty && !roles.Contains(Role.Administrator) ? new InputProblem(new Phrase("Governance.FirstIsAdministrator"), Field: "roles") : null,
            .. isDemo ? [] : await accounts.ProblemsAsync(row, password).ConfigureAwait(false),
        ];
        Refuse(problems);
        db.Add(row);
        if (password is not null)
        {
            await accounts.ReplacePasswordAsync(row, password).ConfigureAwait(false);
        }

        await KeepAsync(db, row, "person.enrolled", actor, new JsonObject { ["roles"] = Names(roles) }, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        Changed?.Invoke(row.Id);
        return row.ToPerson();
    }

    /// <summary>Enrols the demonstration's people where they are missing.</summary>
    /// <returns>Who was enrolled, each with the password made for them.</returns>
    public async Task<ImmutableArray<(Person Person, string Password)>> AddDemoPeopleAsync(CancellationToken cancellation)
    {
        var added = ImmutableArray.CreateBuilder<(Person, string)>();
        foreach (var (id, name, chineseName, role) in DemoPeople.All)
        {
            if (await FindAsync(id, cancellation).ConfigureAwait(false) is null)
            {
                var password = OneTimePassword.New();
                added.Add((await AddAsync($"{name} · {chineseName}", [role], password, Actor.Owner, cancellation, id).ConfigureAwait(false), password));
            }
        }

        return added.ToImmutable();
    }

    /// <summary>One change of one person, with its entry, in one transaction; tells open pages afterwards.</summary>
    private async Task<Person> ChangeAsync(string id, string kind, Actor actor, Func<WorkbenchDbContext, PersonAccounts, PersonRow, Task<JsonObject?>> change, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<PersonRow>().FirstOrDefaultAsync(person => person.Id == id, cancellation).ConfigureAwait(false)
            ?? throw new InputException(new InputProblem(new Phrase("Governance.NoSuchPerson", id), Field: "person"));
        row.SecurityStamp ??= Guid.NewGuid().ToString("n");
        using var accounts = new PersonAccounts(db, time);
        var detail = await change(db, accounts, row).ConfigureAwait(false);
        await KeepAsync(db, row, kind, actor, detail ?? [], cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        Changed?.Invoke(id);
        return row.ToPerson();
    }

    private async Task KeepAsync(WorkbenchDbContext db, PersonRow row, string kind, Actor actor, JsonObject detail, CancellationToken cancellation)
    {
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await LogAppender.AppendAsync(db, new LogRecord(kind, row.Id, actor.Id, detail), time.GetUtcNow(), cancellation).ConfigureAwait(false);
    }

    private static JsonArray Names(IEnumerable<Role> roles) => new([.. roles.Order().Select(role => JsonValue.Create(role.ToString()))]);

    private static void Refuse(params InputProblem?[] problems)
    {
        if (problems.OfType<InputProblem>().ToImmutableArray() is { IsEmpty: false } wrong)
        {
            throw new InputException(wrong);
        }
    }
}
