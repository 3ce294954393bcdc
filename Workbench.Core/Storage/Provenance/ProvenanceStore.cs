using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Provenance;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Provenance;

/// <summary>Keeps what people state of models. Every change is a version of its own and an entry of the log in the same transaction.</summary>
public sealed class ProvenanceStore(IDbContextFactory<WorkbenchDbContext> database, TimeProvider time)
{
    /// <summary>States a model's provenance anew, whole.</summary>
    /// <param name="card">Of weights that lie here, or that a card was made for before.</param>
    /// <param name="version">That the change was made to, 0 for the first: somebody else's later one is not overwritten.</param>
    /// <exception cref="InputException">Changed meanwhile, nothing changed, or the weights are not known here.</exception>
    /// <exception cref="NotAllowedException">The actor may not state what assessments rest on.</exception>
    public async Task<ProvenanceVersion> SetAsync(ProvenanceCard card, int version, ProvenanceStatement statement, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Assess);
        if (card.Sha256 is not { } sha256)
        {
            throw new InputException(new InputProblem(new Phrase("Provenance.NotHere"), Field: "sha256"));
        }

        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var last = (await NewestAsync(db, sha256, cancellation).ConfigureAwait(false))?.ToVersion();
        if ((last?.Version ?? 0) != version)
        {
            throw new InputException(new InputProblem(new Phrase("Provenance.ChangedMeanwhile", Text(last?.Version ?? 0)), Field: "version"));
        }

        if (last is null && card.File is null)
        {
            throw new InputException(new InputProblem(new Phrase("Provenance.NotHere"), Field: "sha256"));
        }

        var changed = statement.ChangedFrom(last?.Statement ?? ProvenanceStatement.Empty);
        if (changed.IsEmpty)
        {
            throw new InputException(new InputProblem(new Phrase("Provenance.NothingChanged")));
        }

        var row = new ProvenanceRow { Sha256 = sha256, Version = version + 1, Name = card.Name, File = card.File ?? last?.File, Content = statement.Content(), Changed = string.Join(' ', changed), By = actor.Id, At = time.GetUtcNow() };
        db.Add(row);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);

        // Names of fields and a hash, not what was stated: a contact is a person's, and may have to be erased.
        var detail = new JsonObject { ["model"] = card.Name, ["version"] = row.Version, ["sha256"] = statement.Sha256, ["fields"] = new JsonArray([.. changed.Select(name => JsonValue.Create(name))]) };
        await LogAppender.AppendAsync(db, new LogRecord("provenance.stated", sha256, actor.Id, detail), row.At, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return row.ToVersion();
    }

    /// <returns>The newest version; null where nobody stated anything.</returns>
    public async Task<ProvenanceVersion?> FindAsync(string sha256, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return (await NewestAsync(db, sha256, cancellation).ConfigureAwait(false))?.ToVersion();
    }

    /// <returns>Every version, the newest first.</returns>
    public async Task<ImmutableArray<ProvenanceVersion>> HistoryAsync(string sha256, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return [.. (await db.Set<ProvenanceRow>().AsNoTracking().Where(row => row.Sha256 == sha256).OrderByDescending(row => row.Version).ToListAsync(cancellation).ConfigureAwait(false)).Select(row => row.ToVersion())];
    }

    /// <returns>The newest version of every card.</returns>
    public async Task<ImmutableArray<ProvenanceVersion>> ListAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var rows = await db.Set<ProvenanceRow>().AsNoTracking().Where(row => row.Version == db.Set<ProvenanceRow>().Where(other => other.Sha256 == row.Sha256).Max(other => other.Version)).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.OrderBy(row => row.Name, StringComparer.OrdinalIgnoreCase).Select(row => row.ToVersion())];
    }

    private static Task<ProvenanceRow?> NewestAsync(WorkbenchDbContext db, string sha256, CancellationToken cancellation) =>
        db.Set<ProvenanceRow>().AsNoTracking().Where(row => row.Sha256 == sha256).OrderByDescending(row => row.Version).FirstOrDefaultAsync(cancellation);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
