using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Evidence;
using Workbench.Core.Findings;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Findings;

/// <summary>Exceptions: asked for by one person, decided by another, for a time. Each step is one entry of the log, signed in the same transaction.</summary>
public sealed class ExceptionStore(IDbContextFactory<WorkbenchDbContext> database, AssessmentViews views, PeopleStore people, LogStore log, TimeProvider time)
{
    /// <exception cref="InputException">All that is wrong with the request.</exception>
    /// <exception cref="NotAllowedException">The actor may not assess.</exception>
    public async Task<ClauseException> RequestAsync(ExceptionDraft draft, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Assess);
        var now = time.GetUtcNow();
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var view = await views.FindAsync(db, draft.AssessmentId, cancellation).ConfigureAwait(false)
            ?? throw new InputException(new InputProblem(new Phrase("Findings.NoSuchAssessment", draft.AssessmentId), Field: "assessment"));
        var candidate = view.Of(draft.Candidate);
        var (files, wrong) = await EvidenceUse.ResolveAsync(db, draft.EvidenceIds, now, cancellation).ConfigureAwait(false);
        FieldRules.ThrowIfAny([.. ExceptionRules.Check(draft, candidate, now), .. wrong]);
        var row = new ExceptionRow
        {
            Number = (await db.Set<ExceptionRow>().MaxAsync(each => (int?)each.Number, cancellation).ConfigureAwait(false) ?? 0) + 1,
            AssessmentId = view.Assessment.Id,
            PackId = view.Pack.Id,
            PackSha256 = view.Assessment.PackSha256,
            Candidate = candidate!.Name,
            CandidateHash = candidate.Hash,
            Clauses = JsonSerializer.Serialize(draft.ClauseIds.Distinct(StringComparer.Ordinal)),
            FieldOfUse = draft.FieldOfUse.Trim(),
            Reason = draft.Reason.Trim(),
            Measure = draft.Measure.Trim(),
            Evidence = JsonSerializer.Serialize(files),
            State = ExceptionState.Requested,
            ExpiresAt = draft.ExpiresAt,
        };
        db.Add(row);
        await EvidenceUse.LinkAsync(db, files, EvidenceSubject.Exception(ExceptionRow.Id(row.Number)), actor.Id, now, cancellation).ConfigureAwait(false);
        await StepAsync(db, row, ExceptionState.Requested, row.Reason, row.ToException().ToJson(), actor, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return row.ToException();
    }

    /// <exception cref="NotAllowedException">The actor asked for it, is no approver, or is alone in the workspace.</exception>
    /// <exception cref="InputException">No reason, it no longer waits, it has expired, or what shows its measure has.</exception>
    public Task<ClauseException> ApproveAsync(string id, string reason, Actor actor, CancellationToken cancellation) => DecideAsync(id, ExceptionState.Approved, reason, actor, cancellation);

    public Task<ClauseException> RejectAsync(string id, string reason, Actor actor, CancellationToken cancellation) => DecideAsync(id, ExceptionState.Rejected, reason, actor, cancellation);

    /// <summary>Takes a request or an exception back; whoever may assess, for it only makes things stricter.</summary>
    public async Task<ClauseException> WithdrawAsync(string id, string reason, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Assess);
        return await ChangeAsync(id, ExceptionState.Withdrawn, reason, actor, static (exception, _) => exception.State is ExceptionState.Requested or ExceptionState.Approved, cancellation).ConfigureAwait(false);
    }

    /// <returns>Why the actor may not decide on it (role, four eyes); null when they may.</returns>
    public async Task<Phrase?> WhyNotAsync(ClauseException exception, Actor actor, CancellationToken cancellation) =>
        ExceptionRules.WhyNotDecide(exception, actor, await people.CountAsync(cancellation).ConfigureAwait(false));

    public async Task<ClauseException?> FindAsync(string id, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var number = AssessmentViews.NumberOf(id, "E-");
        return (await db.Set<ExceptionRow>().AsNoTracking().Include(row => row.Steps).FirstOrDefaultAsync(row => row.Number == number, cancellation).ConfigureAwait(false))?.ToException();
    }

    /// <summary>Newest first.</summary>
    public async Task<ImmutableArray<ClauseException>> ListAsync(ExceptionFilter filter, int count, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var rows = db.Set<ExceptionRow>().AsNoTracking().Include(row => row.Steps).AsQueryable();
        rows = filter.AssessmentId is { } assessment ? rows.Where(row => row.AssessmentId == assessment) : rows;
        rows = filter.CandidateHash is { } hash ? rows.Where(row => row.CandidateHash == hash) : rows;
        rows = filter.Standing switch
        {
            ExceptionStanding.Waiting => rows.Where(row => row.State == ExceptionState.Requested && row.ExpiresAt > now),
            ExceptionStanding.InForce => rows.Where(row => row.State == ExceptionState.Approved && row.ExpiresAt > now),
            ExceptionStanding.Expired => rows.Where(row => (row.State == ExceptionState.Approved || row.State == ExceptionState.Requested) && row.ExpiresAt <= now),
            ExceptionStanding.Rejected => rows.Where(row => row.State == ExceptionState.Rejected),
            ExceptionStanding.Withdrawn => rows.Where(row => row.State == ExceptionState.Withdrawn),
            _ => rows,
        };
        return [.. (await rows.OrderByDescending(row => row.Number).Take(count).ToListAsync(cancellation).ConfigureAwait(false)).Select(row => row.ToException())];
    }

    private Task<ClauseException> DecideAsync(string id, ExceptionState to, string reason, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.DecideDecision);
        return ChangeAsync(id, to, reason, actor, (exception, count) =>
        {
            if (exception.State != ExceptionState.Requested)
            {
                return false;
            }

            if (ExceptionRules.WhyNotDecide(exception, actor, count) is { } whyNot)
            {
                throw new NotAllowedException(whyNot);
            }

            if (to == ExceptionState.Approved)
            {
                FieldRules.ThrowIfAny(exception.Evidence.Where(file => file.HasExpired(time.GetUtcNow())).Select(file => new InputProblem(new Phrase("Findings.FileExpired", file.Id), Field: "evidence")));
            }

            return true;
        }, cancellation);
    }

    /// <param name="isPossible">Given the exception and how many people are enrolled.</param>
    private async Task<ClauseException> ChangeAsync(string id, ExceptionState to, string reason, Actor actor, Func<ClauseException, int, bool> isPossible, CancellationToken cancellation)
    {
        FieldRules.ThrowIfAny(FieldRules.Given(reason, "reason"));
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var number = AssessmentViews.NumberOf(id, "E-");
        var row = await db.Set<ExceptionRow>().Include(each => each.Steps).FirstOrDefaultAsync(each => each.Number == number, cancellation).ConfigureAwait(false)
            ?? throw new InputException(new InputProblem(new Phrase("Findings.NoSuchException", id), Field: "exception"));
        var exception = row.ToException();
        if (!isPossible(exception, await db.Set<PersonRow>().CountAsync(cancellation).ConfigureAwait(false)))
        {
            throw new InputException(new InputProblem(new Phrase($"Findings.ExceptionNotFrom.{exception.State}", exception.Id), Field: "exception"));
        }

        if (exception.Standing(time.GetUtcNow()) == ExceptionStanding.Expired)
        {
            throw new InputException(new InputProblem(new Phrase("Findings.ExceptionExpired", exception.Id), Field: "exception"));
        }

        row.State = to;
        await StepAsync(db, row, to, reason.Trim(), new JsonObject { ["reason"] = reason.Trim(), ["clauses"] = new JsonArray([.. exception.ClauseIds.Select(clause => JsonValue.Create(clause))]), ["candidateHash"] = row.CandidateHash }, actor, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return row.ToException();
    }

    private async Task StepAsync(WorkbenchDbContext db, ExceptionRow row, ExceptionState state, string reason, JsonObject detail, Actor actor, CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        var entry = await LogAppender.AppendAsync(db, new LogRecord($"exception.{FindingNames.Of(state)}", ExceptionRow.Id(row.Number), actor.Id, detail), at, cancellation).ConfigureAwait(false);
        row.Steps.Add(new ExceptionStepRow { LogIndex = entry.Index, State = state, By = actor.Id, Reason = reason, At = at });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await log.SignAsync(db, cancellation).ConfigureAwait(false);
    }
}
