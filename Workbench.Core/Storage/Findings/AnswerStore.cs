using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Compliance;
using Workbench.Core.Evidence;
using Workbench.Core.Findings;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Findings;

/// <summary>Answers to documentary clauses: a layer over the assessment, whose own content stays as it was made.</summary>
public sealed class AnswerStore(IDbContextFactory<WorkbenchDbContext> database, IAssessmentStore assessments, TimeProvider time)
{
    /// <summary>Answers a clause; what was answered before stays, superseded.</summary>
    /// <param name="candidate">Null answers for every candidate of the assessment.</param>
    /// <exception cref="InputException">All that is wrong with the answer.</exception>
    /// <exception cref="NotAllowedException">The actor may not assess.</exception>
    public async Task<ImmutableArray<ClauseAnswer>> AnswerAsync(string assessmentId, string? candidate, AnswerDraft draft, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Assess);
        var assessment = await assessments.FindAsync(assessmentId, cancellation).ConfigureAwait(false)
            ?? throw new InputException(new InputProblem(new Phrase("Findings.NoSuchAssessment", assessmentId), Field: "assessment"));
        var pack = await assessments.PackAsync(assessment.PackSha256, cancellation).ConfigureAwait(false);
        var names = assessment.Candidates.Select(one => one.Name).Where(name => candidate is null || name == candidate).ToList();
        var now = time.GetUtcNow();
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var (files, wrong) = await EvidenceUse.ResolveAsync(db, draft.EvidenceIds, now, cancellation).ConfigureAwait(false);
        FieldRules.ThrowIfAny(
        [
            names.Count == 0 ? new InputProblem(new Phrase("Findings.NoSuchCandidate", candidate ?? ""), Field: "candidate") : null,
            .. AnswerRules.Check(draft, pack?.Clauses.FirstOrDefault(clause => clause.Id == draft.ClauseId)),
            .. wrong,
        ]);
        var (reason, plan) = (draft.Reason.Trim(), string.IsNullOrWhiteSpace(draft.Plan) ? null : draft.Plan.Trim());
        var detail = new JsonObject
        {
            ["clause"] = draft.ClauseId,
            ["candidates"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]),
            ["verdict"] = FindingNames.Of(draft.Verdict),
            ["reason"] = reason,
            ["plan"] = plan,
            ["evidence"] = new JsonArray([.. files.Select(file => new JsonObject { ["id"] = file.Id, ["sha256"] = file.Sha256 })]),
        };
        var entry = await LogAppender.AppendAsync(db, new LogRecord("clause.answered", assessment.Id, actor.Id, detail), now, cancellation).ConfigureAwait(false);
        var last = await db.Set<ClauseAnswerRow>().MaxAsync(row => (int?)row.Number, cancellation).ConfigureAwait(false) ?? 0;
        var rows = names.ConvertAll(name => new ClauseAnswerRow
        {
            Number = ++last,
            AssessmentId = assessment.Id,
            Candidate = name,
            ClauseId = draft.ClauseId,
            Verdict = draft.Verdict,
            Reason = reason,
            Plan = plan,
            Evidence = JsonSerializer.Serialize(files),
            By = actor.Id,
            At = now,
            LogIndex = entry.Index,
        });
        db.AddRange(rows);
        await EvidenceUse.LinkAsync(db, files, EvidenceSubject.Clause(assessment.Id, draft.ClauseId), actor.Id, now, cancellation).ConfigureAwait(false);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToAnswer())];
    }
}
