using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Decisions;

/// <summary>Who may sign in which capacity. Nobody claims one by themselves: whoever manages people names them.</summary>
public sealed class SignatoryStore(IDbContextFactory<WorkbenchDbContext> database, PeopleStore people, TimeProvider time)
{
    public async Task<ImmutableArray<SigningCapacity>> OfAsync(string personId, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return [.. await db.Set<SignatoryRow>().AsNoTracking().Where(row => row.PersonId == personId).Select(row => row.Capacity).ToListAsync(cancellation).ConfigureAwait(false)];
    }

    /// <summary>By person id.</summary>
    public async Task<ILookup<string, SigningCapacity>> AllAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return (await db.Set<SignatoryRow>().AsNoTracking().ToListAsync(cancellation).ConfigureAwait(false)).ToLookup(row => row.PersonId, row => row.Capacity);
    }

    /// <summary>Names a person for exactly these capacities; holds for what is signed from then on.</summary>
    /// <exception cref="InputException">No such person, or the plain approver's capacity, which the role gives.</exception>
    public async Task SetAsync(string person, ImmutableHashSet<SigningCapacity> capacities, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ManagePeople);
        var found = await people.FindAsync(person, cancellation).ConfigureAwait(false) ?? throw new InputException(new InputProblem(new Phrase("Governance.NoSuchPerson", person), Field: "person"));
        var wanted = capacities.Remove(SigningCapacity.Approver);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var rows = await db.Set<SignatoryRow>().Where(row => row.PersonId == found.Id).ToListAsync(cancellation).ConfigureAwait(false);
        if (wanted.SetEquals(rows.Select(row => row.Capacity)))
        {
            return;
        }

        db.RemoveRange(rows.Where(row => !wanted.Contains(row.Capacity)));
        db.AddRange(wanted.Except(rows.Select(row => row.Capacity)).Select(capacity => new SignatoryRow { PersonId = found.Id, Capacity = capacity }));
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        var detail = new JsonObject
        {
            ["before"] = new JsonArray([.. rows.Select(row => row.Capacity).Order().Select(capacity => JsonValue.Create(capacity.ToString()))]),
            ["after"] = new JsonArray([.. wanted.Order().Select(capacity => JsonValue.Create(capacity.ToString()))]),
        };
        await LogAppender.AppendAsync(db, new LogRecord("person.signatory-named", found.Id, actor.Id, detail), time.GetUtcNow(), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }
}
