using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Labels;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Labels;

/// <summary>Labels in the workspace's database. The log keeps who labelled which answer how, and of a note its hash: its words can be erased.</summary>
public sealed class LabelStore(IDbContextFactory<WorkbenchDbContext> database, TimeProvider time) : ILabelStore
{
    public async Task<LabelSet> OfAsync(string runId, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var rows = await db.Set<LabelRow>().AsNoTracking().Where(row => row.RunId == runId && row.WithdrawnAt == null).OrderBy(row => row.Number).ToListAsync(cancellation).ConfigureAwait(false);
        return new LabelSet([.. rows.Select(row => row.ToLabel())]);
    }

    public async Task<Label> AddAsync(string runId, LabelItem item, LabelValue value, string? note, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Vote);
        var row = Row(runId, new LabelDraft(item, value, note), actor);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await RefuseSecondAsync(db, runId, [row], cancellation).ConfigureAwait(false);
        db.Add(row);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await LogAppender.AppendAsync(db, new LogRecord("label.given", runId, actor.Id, Detail(row)), row.At, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return row.ToLabel();
    }

    public async Task<int> AddManyAsync(string runId, IReadOnlyCollection<LabelDraft> drafts, string from, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Vote);
        var rows = drafts.Select(draft => Row(runId, draft, actor)).ToList();
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await RefuseSecondAsync(db, runId, rows, cancellation).ConfigureAwait(false);
        if (rows.Count > 0)
        {
            db.AddRange(rows);
            await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
            var content = string.Join('\n', rows.Select(row => $"{row.SampleId}\t{row.Candidate}\t{row.Repeat}\t{row.Value}"));
            var detail = new JsonObject { ["from"] = from, ["labels"] = rows.Count, ["first"] = rows[0].Number, ["last"] = rows[^1].Number, ["sha256"] = Hash(content) };
            await LogAppender.AppendAsync(db, new LogRecord("label.imported", runId, actor.Id, detail), time.GetUtcNow(), cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }

        return rows.Count;
    }

    public async Task<Label?> UndoAsync(string runId, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Vote);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<LabelRow>().Where(row => row.RunId == runId && row.By == actor.Id && row.WithdrawnAt == null).OrderByDescending(row => row.Number).FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
        if (row is not null)
        {
            row.WithdrawnAt = time.GetUtcNow();
            await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
            await LogAppender.AppendAsync(db, new LogRecord("label.withdrawn", runId, actor.Id, Detail(row)), time.GetUtcNow(), cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }

        return row?.ToLabel();
    }

    private LabelRow Row(string runId, LabelDraft draft, Actor actor) => new()
    {
        RunId = runId,
        SampleId = draft.Item.Sample.Id,
        Candidate = draft.Item.Candidate,
        Repeat = draft.Item.Repeat,
        By = actor.Id,
        Value = draft.Value,
        Note = string.IsNullOrWhiteSpace(draft.Note) ? null : draft.Note.Length <= LabelFile.LongestNote ? draft.Note.Trim() : throw new InputException(new InputProblem(new Phrase("Labels.NoteTooLong", $"{LabelFile.LongestNote}"), Field: "note")),
        At = time.GetUtcNow(),
    };

    /// <summary>One person has one label of an answer: a second look is another person's.</summary>
    private static async Task RefuseSecondAsync(WorkbenchDbContext db, string runId, List<LabelRow> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var by = rows[0].By;
        var known = await db.Set<LabelRow>().AsNoTracking().Where(row => row.RunId == runId && row.By == by && row.WithdrawnAt == null).Select(row => new { row.SampleId, row.Candidate, row.Repeat }).ToListAsync(cancellation).ConfigureAwait(false);
        var there = known.Select(row => (row.SampleId, row.Candidate, row.Repeat)).ToHashSet();
        if (rows.Find(row => there.Contains((row.SampleId, row.Candidate, row.Repeat))) is { } second)
        {
            throw new InputException(new InputProblem(new Phrase("Labels.LabelledBefore", second.SampleId), Field: "item", Hint: new Phrase("Labels.UndoFirst")));
        }
    }

    private static JsonObject Detail(LabelRow row) => new()
    {
        ["label"] = row.Number,
        ["sample"] = row.SampleId,
        ["candidate"] = row.Candidate,
        ["repeat"] = row.Repeat,
        ["value"] = row.Value.ToString().ToLowerInvariant(),
        ["noteSha256"] = row.Note is null ? null : Hash(row.Note),
    };

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
