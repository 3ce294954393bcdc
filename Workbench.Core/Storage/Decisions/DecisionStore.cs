using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Decisions;

/// <summary>Decision records and their rules: the proposer never decides, every step has a reason, each step is one entry of the log, signed in the same transaction.</summary>
public sealed class DecisionStore(IDbContextFactory<WorkbenchDbContext> database, PeopleStore people, LogStore log, TimeProvider time)
{
    /// <summary>Characters of a reason or rationale: it is kept in a log entry, which has an end.</summary>
    private const int LongestText = 4000;

    private const int LongestName = 500;

    private const int MostConditions = 20;

    /// <exception cref="InputException">All that is missing in the proposal.</exception>
    public async Task<Decision> ProposeAsync(DecisionProposal proposal, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ProposeDecision);
        InputProblem?[] problems =
        [
            Missing(proposal.Candidate, "candidate"),
            Missing(proposal.FieldOfUse, "fieldOfUse"),
            Missing(proposal.AssessmentId, "assessment"),
            Missing(proposal.Rationale, "rationale") ?? TooLong(proposal.Rationale, "rationale", LongestText),
            TooLong(proposal.Candidate, "candidate", LongestName),
            TooLong(proposal.FieldOfUse, "fieldOfUse", LongestName),
        ];
        ThrowIfAny(problems);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var year = time.GetUtcNow().Year;
        var count = await db.Set<DecisionRow>().CountAsync(row => row.Id.StartsWith($"DR-{year}-"), cancellation).ConfigureAwait(false);
        var row = new DecisionRow { Id = $"DR-{year}-{count + 1:000}", Candidate = proposal.Candidate, ProposalJson = JsonSerializer.Serialize(proposal), State = DecisionState.Proposed };
        db.Add(row);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        var detail = new JsonObject
        {
            ["candidate"] = proposal.Candidate,
            ["candidateHash"] = proposal.CandidateHash,
            ["fieldOfUse"] = proposal.FieldOfUse,
            ["assessment"] = proposal.AssessmentId,
            ["assessmentSha256"] = proposal.AssessmentSha256,
            ["run"] = proposal.RunId,
            ["rationale"] = proposal.Rationale,
        };
        await CandidateRows.UseAsync(db, proposal.CandidateHash, proposal.Candidate, "decision", row.Id, time.GetUtcNow(), cancellation).ConfigureAwait(false);
        await StepAsync(db, row, DecisionState.Proposed, actor, proposal.Rationale, detail, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return row.ToDecision();
    }

    /// <summary>Approves for a time and under conditions.</summary>
    /// <exception cref="NotAllowedException">The actor proposed it, is no approver, or is alone in the workspace.</exception>
    /// <exception cref="InputException">No reason, an end that is not in the future, or a decision that no longer waits.</exception>
    public Task<Decision> ApproveAsync(string id, string reason, ImmutableArray<string> conditions, DateTimeOffset expiresAt, Actor actor, CancellationToken cancellation)
    {
        InputProblem?[] problems =
        [
            expiresAt > time.GetUtcNow() ? null : new InputProblem(new Phrase("Governance.ExpiryInThePast"), Field: "expiresAt"),
            conditions.Length <= MostConditions ? null : new InputProblem(new Phrase("Governance.TooManyConditions", $"{MostConditions}"), Field: "conditions"),
            .. conditions.Select((condition, at) => Missing(condition, $"conditions[{at}]") ?? TooLong(condition, $"conditions[{at}]", LongestName)),
        ];
        return DecideAsync(id, DecisionState.Approved, reason, problems, actor, (row, detail) =>
        {
            row.ConditionsJson = JsonSerializer.Serialize(conditions);
            row.ExpiresAt = expiresAt;
            detail["conditions"] = new JsonArray([.. conditions.Select(condition => JsonValue.Create(condition))]);
            detail["expiresAt"] = expiresAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        }, cancellation);
    }

    public Task<Decision> RejectAsync(string id, string reason, Actor actor, CancellationToken cancellation) =>
        DecideAsync(id, DecisionState.Rejected, reason, [], actor, static (_, _) => { }, cancellation);

    /// <summary>Ends an approval before its time.</summary>
    public Task<Decision> RevokeAsync(string id, string reason, Actor actor, CancellationToken cancellation) =>
        DecideAsync(id, DecisionState.Revoked, reason, [], actor, static (_, _) => { }, cancellation);

    public async Task<Decision?> FindAsync(string id, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        return (await db.Set<DecisionRow>().AsNoTracking().Include(row => row.Steps).FirstOrDefaultAsync(row => row.Id == id, cancellation).ConfigureAwait(false))?.ToDecision();
    }

    /// <summary>Newest first; of one state where given.</summary>
    public async Task<ImmutableArray<Decision>> ListAsync(DecisionState? state, int count, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var rows = await db.Set<DecisionRow>().AsNoTracking().Include(row => row.Steps).Where(row => state == null || row.State == state)
            .OrderByDescending(row => row.Number).Take(count).ToListAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToDecision())];
    }

    /// <returns>Why the actor may not decide on it (role, four eyes); null when they may.</returns>
    public async Task<Phrase?> WhyNotAsync(Decision decision, Actor actor, CancellationToken cancellation) =>
        Permissions.WhyNot(actor, Permission.DecideDecision)
        ?? (await people.CountAsync(cancellation).ConfigureAwait(false) < 2 ? new Phrase("Governance.FourEyesNeedTwo")
            : decision.Steps.Any(step => step.State == DecisionState.Proposed && step.ActorId == actor.Id) ? new Phrase("Governance.ProposerMayNotDecide", decision.Id)
            : null);

    private async Task<Decision> DecideAsync(
        string id, DecisionState to, string reason, InputProblem?[] problems, Actor actor, Action<DecisionRow, JsonObject> change, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.DecideDecision);
        ThrowIfAny([Missing(reason, "reason") ?? TooLong(reason, "reason", LongestText), .. problems]);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<DecisionRow>().Include(decision => decision.Steps).FirstOrDefaultAsync(decision => decision.Id == id, cancellation).ConfigureAwait(false)
            ?? throw new InputException(new InputProblem(new Phrase("Governance.NoSuchDecision", id), Field: "decision"));
        if (row.ToDecision().HasExpired(time.GetUtcNow()))
        {
            throw new InputException(new InputProblem(new Phrase("Governance.HasExpired", id), Field: "decision"));
        }

        if (row.State != (to == DecisionState.Revoked ? DecisionState.Approved : DecisionState.Proposed))
        {
            throw new InputException(new InputProblem(new Phrase($"Governance.NotFrom{row.State}", id), Field: "decision"));
        }

        if (await WhyNotAsync(row.ToDecision(), actor, cancellation).ConfigureAwait(false) is { } reasonNot)
        {
            throw new NotAllowedException(reasonNot);
        }

        var detail = new JsonObject { ["reason"] = reason };
        change(row, detail);
        row.State = to;
        await StepAsync(db, row, to, actor, reason, detail, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return row.ToDecision();
    }

    private async Task StepAsync(WorkbenchDbContext db, DecisionRow row, DecisionState state, Actor actor, string reason, JsonObject detail, CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        var entry = await LogAppender.AppendAsync(db, new LogRecord($"decision.{state.ToString().ToLowerInvariant()}", row.Id, actor.Id, detail), at, cancellation).ConfigureAwait(false);
        row.Steps.Add(new DecisionStepRow { LogIndex = entry.Index, State = state, ActorId = actor.Id, ActorName = actor.Name, Reason = reason, At = at });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await log.SignAsync(db, cancellation).ConfigureAwait(false);
    }

    private static InputProblem? TooLong(string value, string field, int most) =>
        value.Length > most ? new InputProblem(new Phrase("Governance.FieldTooLong", field, $"{most}"), Field: field) : null;

    private static InputProblem? Missing(string value, string field) => string.IsNullOrWhiteSpace(value) ? new InputProblem(new Phrase("Governance.FieldMissing", field), Field: field) : null;

    private static void ThrowIfAny(IEnumerable<InputProblem?> problems)
    {
        if (problems.OfType<InputProblem>().ToImmutableArray() is { IsEmpty: false } wrong)
        {
            throw new InputException(wrong);
        }
    }
}
