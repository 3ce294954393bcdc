using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Banks;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Banks;

/// <summary>What an import came to.</summary>
/// <param name="Known">Questions that were there already, word for word.</param>
public sealed record BankImport(int Added, int Known);

/// <summary>What a step came to.</summary>
/// <param name="Own">Questions left as they are because the person wrote them.</param>
public sealed record BankStep(int Done, int Own);

/// <summary>Question banks. Each step of a question is an entry of the log in the same transaction; whoever wrote or changed a question can't accept it.</summary>
public sealed class BankStore(IDbContextFactory<WorkbenchDbContext> database, RiskTaxonomy taxonomy, TimeProvider time)
{
    private const int Batch = 500;

    /// <summary>Adds questions as drafts, or for review at once; those that are there already are passed over.</summary>
    /// <param name="author">Id kept as their writer; null takes the actor.</param>
    /// <param name="from">Name of the file, for the log.</param>
    /// <exception cref="InputException">All that is wrong with them.</exception>
    /// <exception cref="NotAllowedException">The actor may not write questions.</exception>
    public async Task<BankImport> AddAsync(IReadOnlyCollection<BankDraft> drafts, string from, bool submit, string? author, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.EditBanks);
        ThrowIfAny(drafts.SelectMany(draft => BankRules.Check(draft, taxonomy)));
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var fresh = new List<BankItemRow>();
        foreach (var batch in drafts.Select(draft => (Draft: draft, Key: BankRules.Key(draft))).DistinctBy(each => each.Key).Chunk(Batch))
        {
            var keys = batch.Select(each => each.Key).ToList();
            var known = await db.Set<BankItemRow>().Where(row => keys.Contains(row.TextKey) && row.State != BankItemState.Retired).Select(row => row.TextKey).ToListAsync(cancellation).ConfigureAwait(false);
            foreach (var (draft, key) in batch.ExceptBy(known, each => each.Key))
            {
                var row = new BankItemRow { Leaf = "", Language = "", Text = "", TextKey = key, Writers = "", State = submit ? BankItemState.InReview : BankItemState.Draft, ChangedAt = time.GetUtcNow(), Revision = 1 };
                row.Take(draft);
                row.Wrote(author ?? actor.Id);
                db.Add(row);
                fresh.Add(row);
            }
        }

        if (fresh.Count > 0)
        {
            await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
            await LogAsync(db, fresh.Count == 1 ? "bank.written" : "bank.imported", fresh, actor, cancellation, ("from", from)).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }

        return new BankImport(fresh.Count, drafts.Count - fresh.Count);
    }

    /// <summary>Changes a question; it has to be reviewed again.</summary>
    /// <param name="revision">That the change was made to: somebody else's later one is not overwritten.</param>
    public async Task<BankItem> EditAsync(string id, int revision, BankDraft draft, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.EditBanks);
        ThrowIfAny(BankRules.Check(draft, taxonomy));
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await RowAsync(db, id, cancellation).ConfigureAwait(false);
        if (row.Revision != revision || row.State == BankItemState.Retired)
        {
            throw new InputException(new InputProblem(new Phrase(row.State == BankItemState.Retired ? "Banks.IsRetired" : "Banks.ChangedMeanwhile", id)));
        }

        var key = BankRules.Key(draft);
        if (await db.Set<BankItemRow>().Where(other => other.TextKey == key && other.Number != row.Number && other.State != BankItemState.Retired).Select(other => (long?)other.Number).FirstOrDefaultAsync(cancellation).ConfigureAwait(false) is { } twin)
        {
            throw new InputException(new InputProblem(new Phrase("Banks.ThereAlready", BankItemRow.Id(twin)), Field: "text"));
        }

        row.Take(draft);
        (row.State, row.ChangedAt, row.Revision) = (BankItemState.Draft, time.GetUtcNow(), row.Revision + 1);
        row.Wrote(actor.Id);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await LogAsync(db, "bank.edited", [row], actor, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return row.ToItem();
    }

    /// <summary>Gives drafts to review.</summary>
    public Task<BankStep> SubmitAsync(BankSelection which, Actor actor, CancellationToken cancellation) =>
        StepAsync(which, Permission.EditBanks, BankItemState.Draft, BankItemState.InReview, "bank.submitted", null, actor, cancellation);

    /// <summary>Accepts questions under review. With an id that the actor wrote it refuses; of many it leaves out the actor's own.</summary>
    /// <exception cref="NotAllowedException">The actor wrote or changed the one question, or may not review.</exception>
    public Task<BankStep> AcceptAsync(BankSelection which, Actor actor, CancellationToken cancellation) =>
        StepAsync(which, Permission.ReviewBanks, BankItemState.InReview, BankItemState.Accepted, "bank.accepted", null, actor, cancellation);

    /// <summary>Sends questions under review back to their writers.</summary>
    public Task<BankStep> ReturnAsync(BankSelection which, string reason, Actor actor, CancellationToken cancellation) =>
        StepAsync(which, Permission.ReviewBanks, BankItemState.InReview, BankItemState.Draft, "bank.returned", Reason(reason), actor, cancellation);

    /// <summary>Takes questions out of use for good; they stay to be seen.</summary>
    public Task<BankStep> RetireAsync(BankSelection which, string reason, Actor actor, CancellationToken cancellation) =>
        StepAsync(which, Permission.ReviewBanks, null, BankItemState.Retired, "bank.retired", Reason(reason), actor, cancellation);

    private async Task<BankStep> StepAsync(BankSelection which, Permission permission, BankItemState? from, BankItemState to, string kind, string? reason, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, permission);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var rows = await RowsAsync(db, which, from, to, cancellation).ConfigureAwait(false);
        var foreign = to == BankItemState.Accepted ? rows.FindAll(row => !row.WriterIds().Contains(actor.Id)) : rows;
        if (foreign.Count == 0 && rows.Count > 0 && which.Id is { } own)
        {
            throw new NotAllowedException(new Phrase("Banks.WriterMayNotAccept", own));
        }

        foreach (var row in foreign)
        {
            (row.State, row.ChangedAt) = (to, time.GetUtcNow());
            if (permission == Permission.ReviewBanks)
            {
                (row.ReviewedBy, row.ReviewedAt) = (actor.Id, time.GetUtcNow());
            }
        }

        if (foreign.Count > 0)
        {
            await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
            await LogAsync(db, kind, foreign, actor, cancellation, ("reason", reason)).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }

        return new BankStep(foreign.Count, rows.Count - foreign.Count);
    }

    private static async Task<List<BankItemRow>> RowsAsync(WorkbenchDbContext db, BankSelection which, BankItemState? from, BankItemState to, CancellationToken cancellation)
    {
        if (which.Id is null)
        {
            var filter = which.Filter! with { State = from ?? which.Filter.State };
            return await BankQuery.Rows(db, filter).Where(row => row.State != to).OrderBy(row => row.Number).ToListAsync(cancellation).ConfigureAwait(false);
        }

        var row = await RowAsync(db, which.Id, cancellation).ConfigureAwait(false);
        return (from is null ? row.State != to : row.State == from) ? [row]
            : throw new InputException(new InputProblem(new Phrase($"Banks.NotFrom{row.State}", which.Id)));
    }

    private static async Task<BankItemRow> RowAsync(WorkbenchDbContext db, string id, CancellationToken cancellation)
    {
        var number = BankItemRow.NumberOf(id);
        return await db.Set<BankItemRow>().FirstOrDefaultAsync(row => row.Number == number, cancellation).ConfigureAwait(false)
            ?? throw new InputException(new InputProblem(new Phrase("Banks.NoQuestion", id)));
    }

    /// <summary>One entry for all of a step: how many, the first and the last, and a hash over id, revision and content of each.</summary>
    private async Task LogAsync(WorkbenchDbContext db, string kind, IReadOnlyList<BankItemRow> rows, Actor actor, CancellationToken cancellation, params (string Name, string? Value)[] more)
    {
        var content = string.Join('\n', rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{BankItemRow.Id(row.Number)} {row.Revision} {BankRules.Hash(row.ToDraft())}")));
        var detail = new JsonObject
        {
            ["questions"] = rows.Count,
            ["first"] = BankItemRow.Id(rows[0].Number),
            ["last"] = BankItemRow.Id(rows[^1].Number),
            ["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content))),
            ["banks"] = new JsonArray([.. rows.Select(row => BankNames.Of(row.Kind)).Distinct().Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]),
        };
        foreach (var (name, value) in more)
        {
            if (value is not null)
            {
                detail[name] = value;
            }
        }

        await LogAppender.AppendAsync(db, new LogRecord(kind, rows.Count == 1 ? BankItemRow.Id(rows[0].Number) : $"banks:{BankNames.Of(rows[0].Kind)}", actor.Id, detail), time.GetUtcNow(), cancellation).ConfigureAwait(false);
    }

    private static string Reason(string reason) => !string.IsNullOrWhiteSpace(reason) && reason.Length <= BankRules.LongestText ? reason.Trim()
        : throw new InputException(new InputProblem(new Phrase(string.IsNullOrWhiteSpace(reason) ? "Banks.NoReason" : "Banks.TextTooLong", $"{BankRules.LongestText}"), Field: "reason"));

    private static void ThrowIfAny(IEnumerable<InputProblem> problems)
    {
        if (problems.Take(100).ToImmutableArray() is { IsEmpty: false } wrong)
        {
            throw new InputException(wrong);
        }
    }
}
