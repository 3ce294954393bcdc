using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Evidence;
using Workbench.Core.Findings;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Findings;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Evidence;

/// <summary>Evidence files: bytes in the workspace's folder, facts and links in the database. Each change is one entry of the log, which names the hash.</summary>
public sealed class EvidenceStore(IDbContextFactory<WorkbenchDbContext> database, Workspace workspace, TimeProvider time) : IEvidenceReader
{
    private readonly EvidenceFolder _folder = new(Path.Combine(workspace.Folder, "evidence"));

    /// <summary>Takes a file in and links it.</summary>
    /// <exception cref="InputException">All that is wrong with what is said of it; it is empty, too large, or there already.</exception>
    /// <exception cref="NotAllowedException">The actor may not assess, and it is not for an open finding of their own only.</exception>
    public async Task<EvidenceFile> AddAsync(Stream content, EvidenceDraft draft, ImmutableArray<EvidenceSubject> subjects, Actor actor, CancellationToken cancellation)
    {
        await RequireAsync(actor, subjects, cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        if (EvidenceRules.Check(draft, subjects, now).ToImmutableArray() is { IsEmpty: false } wrong)
        {
            throw new InputException(wrong);
        }

        var name = EvidenceRules.CleanName(draft.Name);
        var incoming = await _folder.ReceiveAsync(content, name, cancellation).ConfigureAwait(false);
        try
        {
            await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await RefuseTwinAsync(db, incoming.Sha256, draft, cancellation).ConfigureAwait(false);
            var row = new EvidenceRow
            {
                Number = (await db.Set<EvidenceRow>().MaxAsync(each => (int?)each.Number, cancellation).ConfigureAwait(false) ?? 0) + 1,
                Sha256 = incoming.Sha256,
                Name = name,
                Kind = draft.Kind,
                Note = string.IsNullOrWhiteSpace(draft.Note) ? null : draft.Note.Trim(),
                Bytes = incoming.Bytes,
                MediaType = EvidenceRules.CleanType(draft.MediaType),
                By = actor.Id,
                At = now,
                ExpiresAt = draft.ExpiresAt,
            };
            if (row.Number > EvidenceRules.MostFiles)
            {
                throw new InputException(new InputProblem(new Phrase("Evidence.TooManyFiles", Text(EvidenceRules.MostFiles))));
            }

            db.Add(row);
            foreach (var subject in subjects.Distinct())
            {
                await CheckSubjectAsync(db, subject, cancellation).ConfigureAwait(false);
                row.Links.Add(new EvidenceLinkRow { Subject = subject.ToString(), By = actor.Id, At = now });
            }

            await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
            var detail = new JsonObject { ["sha256"] = row.Sha256, ["bytes"] = row.Bytes, ["kind"] = EvidenceNames.Of(row.Kind), ["subjects"] = new JsonArray([.. row.Links.Select(link => JsonValue.Create(link.Subject))]) };
            if (row.ExpiresAt is { } end)
            {
                detail["expiresAt"] = end.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            }

            await LogAppender.AppendAsync(db, new LogRecord("evidence.added", EvidenceRow.Id(row.Number), actor.Id, detail), now, cancellation).ConfigureAwait(false);

            // Bytes without a row hurt nobody; a row without bytes would.
            _folder.Keep(incoming);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return row.ToFile();
        }
        finally
        {
            File.Delete(incoming.Path);
        }
    }

    /// <exception cref="InputException">No such file or subject, or they are linked already.</exception>
    public Task<EvidenceFile> LinkAsync(string id, EvidenceSubject subject, Actor actor, CancellationToken cancellation) => ChangeAsync(id, "evidence.linked", subject, actor, async (db, row) =>
    {
        if (row.Links.Exists(link => link.Subject == subject.ToString()))
        {
            throw new InputException(new InputProblem(new Phrase("Evidence.LinkedAlready", EvidenceRow.Id(row.Number), $"{subject}"), Field: "subject"));
        }

        if (row.Links.Count >= EvidenceRules.MostLinks)
        {
            throw new InputException(new InputProblem(new Phrase("Evidence.TooManyLinks", Text(EvidenceRules.MostLinks)), Field: "subject"));
        }

        await CheckSubjectAsync(db, subject, cancellation).ConfigureAwait(false);
        row.Links.Add(new EvidenceLinkRow { Subject = subject.ToString(), By = actor.Id, At = time.GetUtcNow() });
    }, cancellation);

    /// <summary>Takes a link away; the file stays, and the log keeps that the link was there.</summary>
    public Task<EvidenceFile> UnlinkAsync(string id, EvidenceSubject subject, Actor actor, CancellationToken cancellation) => ChangeAsync(id, "evidence.unlinked", subject, actor, (_, row) =>
    {
        if (row.Links.RemoveAll(link => link.Subject == subject.ToString()) == 0)
        {
            throw new InputException(new InputProblem(new Phrase("Evidence.NotLinked", EvidenceRow.Id(row.Number), $"{subject}"), Field: "subject"));
        }

        return Task.CompletedTask;
    }, cancellation);

    /// <returns>Whether all of these are findings that the person owns and that are not settled.</returns>
    public async Task<bool> AreOwnFindingsAsync(string person, ImmutableArray<EvidenceSubject> subjects, CancellationToken cancellation)
    {
        if (subjects.IsEmpty || subjects.Any(subject => subject.Kind != "finding"))
        {
            return false;
        }

        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var open = await db.Set<FindingRow>().AsNoTracking().Where(row => row.Owner == person && row.Status != FindingStatus.Accepted && row.Status != FindingStatus.Closed).Select(row => row.Number).ToListAsync(cancellation).ConfigureAwait(false);
        var ids = open.Select(FindingRow.Id).ToHashSet(StringComparer.Ordinal);
        return subjects.All(subject => ids.Contains(subject.Id));
    }

    public async Task<EvidenceFile?> FindAsync(string id, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var number = EvidenceRow.NumberOf(id);
        return (await db.Set<EvidenceRow>().AsNoTracking().Include(row => row.Links).FirstOrDefaultAsync(row => row.Number == number, cancellation).ConfigureAwait(false))?.ToFile();
    }

    public async Task<ImmutableArray<EvidenceFile>> ForAsync(EvidenceSubject subject, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var rows = await Rows(db, new EvidenceFilter(Subject: subject)).OrderBy(row => row.Number).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToFile())];
    }

    public async Task<ImmutableArray<EvidenceFile>> ListAsync(EvidenceFilter filter, int count, string? before, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var last = before is null ? int.MaxValue : EvidenceRow.NumberOf(before);
        var rows = await Rows(db, filter).Where(row => row.Number < last).OrderByDescending(row => row.Number).Take(count).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToFile())];
    }

    public async Task<int> CountAsync(EvidenceFilter filter, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return await Rows(db, filter).CountAsync(cancellation).ConfigureAwait(false);
    }

    public async Task<Stream> OpenAsync(string id, CancellationToken cancellation)
    {
        var file = await FindAsync(id, cancellation).ConfigureAwait(false) ?? throw Missing(id);
        return await _folder.OpenAsync(file.Sha256, cancellation).ConfigureAwait(false) ?? throw new InputException(new InputProblem(new Phrase("Evidence.Damaged", file.Id), File: file.Name));
    }

    public async Task<ImmutableArray<EvidenceFile>> DamagedAsync(CancellationToken cancellation)
    {
        var damaged = ImmutableArray.CreateBuilder<EvidenceFile>();
        foreach (var same in (await ListAsync(new EvidenceFilter(), int.MaxValue, null, cancellation).ConfigureAwait(false)).Reverse().GroupBy(file => file.Sha256))
        {
            var stream = await _folder.OpenAsync(same.Key, cancellation).ConfigureAwait(false);
            if (stream is null)
            {
                damaged.AddRange(same);
                continue;
            }

            await stream.DisposeAsync().ConfigureAwait(false);
        }

        return damaged.ToImmutable();
    }

    private IQueryable<EvidenceRow> Rows(WorkbenchDbContext db, EvidenceFilter filter)
    {
        var now = time.GetUtcNow();
        var rows = db.Set<EvidenceRow>().AsNoTracking().Include(row => row.Links).AsQueryable();
        rows = filter.Kind is { } kind ? rows.Where(row => row.Kind == kind) : rows;
        rows = filter.Expired switch { true => rows.Where(row => row.ExpiresAt <= now), false => rows.Where(row => row.ExpiresAt == null || row.ExpiresAt > now), null => rows };
        if (filter.Subject?.ToString() is { } subject)
        {
            rows = rows.Where(row => row.Links.Any(link => link.Subject == subject));
        }

        return string.IsNullOrWhiteSpace(filter.Text) ? rows : rows.Where(TextMatch.Contains<EvidenceRow>(db, row => row.Name, filter.Text));
    }

    /// <summary>Whoever assesses may add evidence to anything; whoever answers a finding may add it to that finding until it is settled.</summary>
    private async Task RequireAsync(Actor actor, ImmutableArray<EvidenceSubject> subjects, CancellationToken cancellation)
    {
        var answers = !Permissions.Has(actor, Permission.Assess) && Permissions.Has(actor, Permission.AnswerFindings) && await AreOwnFindingsAsync(actor.Id, subjects, cancellation).ConfigureAwait(false);
        Permissions.Require(actor, answers ? Permission.AnswerFindings : Permission.Assess);
    }

    private async Task<EvidenceFile> ChangeAsync(string id, string kind, EvidenceSubject subject, Actor actor, Func<WorkbenchDbContext, EvidenceRow, Task> change, CancellationToken cancellation)
    {
        await RequireAsync(actor, kind == "evidence.linked" ? [subject] : [], cancellation).ConfigureAwait(false);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var number = EvidenceRow.NumberOf(id);
        var row = await db.Set<EvidenceRow>().Include(each => each.Links).FirstOrDefaultAsync(each => each.Number == number, cancellation).ConfigureAwait(false) ?? throw Missing(id);
        await change(db, row).ConfigureAwait(false);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        var detail = new JsonObject { ["sha256"] = row.Sha256, ["subject"] = subject.ToString() };
        await LogAppender.AppendAsync(db, new LogRecord(kind, EvidenceRow.Id(row.Number), actor.Id, detail), time.GetUtcNow(), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return row.ToFile();
    }

    /// <summary>Renewed evidence is the same file with another expiry; the same file with the same one is a slip.</summary>
    private static async Task RefuseTwinAsync(WorkbenchDbContext db, string sha256, EvidenceDraft draft, CancellationToken cancellation)
    {
        if (await db.Set<EvidenceRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Sha256 == sha256 && row.Kind == draft.Kind && row.ExpiresAt == draft.ExpiresAt, cancellation).ConfigureAwait(false) is { } twin)
        {
            var id = EvidenceRow.Id(twin.Number);
            throw new InputException(new InputProblem(new Phrase("Evidence.ThereAlready", id), Field: "file", Hint: new Phrase("Evidence.LinkInstead", id)));
        }
    }

    private static async Task CheckSubjectAsync(WorkbenchDbContext db, EvidenceSubject subject, CancellationToken cancellation)
    {
        if (!await EvidenceSubjects.ExistsAsync(db, subject, cancellation).ConfigureAwait(false))
        {
            throw new InputException(new InputProblem(new Phrase("Evidence.SubjectUnknown", $"{subject}"), Field: "subject"));
        }

        var text = subject.ToString();
        if (await db.Set<EvidenceLinkRow>().CountAsync(link => link.Subject == text, cancellation).ConfigureAwait(false) >= EvidenceRules.MostLinks)
        {
            throw new InputException(new InputProblem(new Phrase("Evidence.TooManyForSubject", text, Text(EvidenceRules.MostLinks)), Field: "subject"));
        }
    }

    private static InputException Missing(string id) => new(new InputProblem(new Phrase("Evidence.NoFile", id), Field: "evidence"));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
