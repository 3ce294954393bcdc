using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Storage.Findings;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Decisions;

/// <summary>Decision records and their rules: every step follows the state machine, is one entry of the log, and is signed in the same transaction.</summary>
public sealed partial class DecisionStore(
    IDbContextFactory<WorkbenchDbContext> database, PeopleStore people, SignatoryStore signatories, LogStore log, DecisionIntake intake, DecisionFactsReader facts, FindingStore findings, TimeProvider time)
{
    /// <summary>Writes a proposal down without putting it before anybody.</summary>
    /// <exception cref="InputException">All that is missing or wrong.</exception>
    public async Task<Decision> DraftAsync(DecisionProposal proposal, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ProposeDecision);
        return await CreateAsync(proposal, submit: false, actor, cancellation).ConfigureAwait(false);
    }

    /// <summary>Drafts and submits at once: two entries of the log.</summary>
    /// <exception cref="InputException">All that is missing or wrong.</exception>
    public async Task<Decision> ProposeAsync(DecisionProposal proposal, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ProposeDecision);
        return await CreateAsync(proposal, submit: true, actor, cancellation).ConfigureAwait(false);
    }

    /// <summary>Proposes that a use goes on: the same subject and field, the evidence as given, in the place of the earlier decision.</summary>
    /// <param name="assessmentId">Null takes the earlier one's, which is stale where anything changed.</param>
    public async Task<Decision> RenewAsync(string id, string rationale, string? assessmentId, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ProposeDecision);
        var earlier = await FindAsync(id, cancellation).ConfigureAwait(false) ?? throw NoSuch(id);
        return await CreateAsync(Renewal(earlier, assessmentId) with { Rationale = rationale }, submit: true, actor, cancellation).ConfigureAwait(false);
    }

    /// <summary>What a renewal starts from.</summary>
    public static DecisionProposal Renewal(Decision earlier, string? assessmentId) => earlier.Proposal with
    {
        Type = DecisionType.Renew,
        Tier = earlier.Proposal.Rule.Tier,
        Supersedes = earlier.Id,
        Conditions = earlier.Conditions,
        AssessmentId = assessmentId ?? earlier.Proposal.AssessmentId,
        CandidateHash = "",
        AssessmentSha256 = null,
        RunId = "",
        ExpiresAt = null,
    };

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

    private async Task<Decision> CreateAsync(DecisionProposal proposal, bool submit, Actor actor, CancellationToken cancellation)
    {
        var complete = await CompleteAsync(proposal, cancellation).ConfigureAwait(false);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var year = time.GetUtcNow().Year;
        var count = await db.Set<DecisionRow>().CountAsync(row => row.Id.StartsWith($"DR-{year}-"), cancellation).ConfigureAwait(false);
        var row = new DecisionRow { Id = string.Create(CultureInfo.InvariantCulture, $"DR-{year}-{count + 1:000}"), Candidate = complete.Candidate, ProposalJson = "", State = DecisionState.Draft };
        (row.Proposal, row.Conditions) = (complete, complete.Conditions);
        db.Add(row);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await CandidateRows.UseAsync(db, complete.CandidateHash, complete.Candidate, "decision", row.Id, time.GetUtcNow(), cancellation).ConfigureAwait(false);
        await StepAsync(db, row, DecisionAct.Draft, DecisionState.Draft, actor, complete.Rationale, Detail(complete), cancellation).ConfigureAwait(false);
        if (submit)
        {
            await StepAsync(db, row, DecisionAct.Submit, DecisionState.Submitted, actor, complete.Rationale, Submitted(complete), cancellation).ConfigureAwait(false);
        }

        await log.SignAsync(db, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return row.ToDecision();
    }

    private async Task<DecisionProposal> CompleteAsync(DecisionProposal proposal, CancellationToken cancellation)
    {
        var complete = await intake.CompleteAsync(proposal, cancellation).ConfigureAwait(false);
        if (complete.Supersedes is { } id)
        {
            var state = (await FindAsync(id, cancellation).ConfigureAwait(false) ?? throw NoSuch(id, "supersedes")).StateAt(time.GetUtcNow());
            if (!(state.IsApproved() || state is DecisionState.Suspended or DecisionState.Expired))
            {
                throw new InputException(new InputProblem(new Phrase("Decisions.NotStanding", id), Field: "supersedes"));
            }
        }

        return complete;
    }

    private async Task StepAsync(
        WorkbenchDbContext db, DecisionRow row, DecisionAct act, DecisionState state, Actor actor, string reason, JsonObject detail, CancellationToken cancellation, SigningCapacity? capacity = null, string? over = null)
    {
        var at = time.GetUtcNow();
        detail["state"] = state.ToString();
        var entry = await LogAppender.AppendAsync(db, new LogRecord(Kind(act, state), row.Id, actor.Id, detail), at, cancellation).ConfigureAwait(false);
        row.State = state;
        row.Revision++;
        row.Steps.Add(new DecisionStepRow
        {
            LogIndex = entry.Index,
            Act = act,
            State = state,
            ActorId = actor.Id,
            ActorName = actor.Name,
            Roles = string.Join(',', actor.Roles.Order()),
            Capacity = capacity,
            Reason = reason,
            Override = over,
            At = at,
        });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
    }

    private static string Kind(DecisionAct act, DecisionState state) => "decision." + act switch
    {
        DecisionAct.Draft => "drafted",
        DecisionAct.Revise => "revised",
        DecisionAct.Submit => "submitted",
        DecisionAct.StartReview => "review-started",
        DecisionAct.Approve => state.IsApproved() ? "approved" : "signed",
        DecisionAct.RequestChanges => "changes-requested",
        DecisionAct.Reject => "rejected",
        DecisionAct.Withdraw => "withdrawn",
        DecisionAct.Dissent => "dissented",
        DecisionAct.Suspend => "suspended",
        DecisionAct.Reinstate => "reinstated",
        DecisionAct.Revoke => "revoked",
        DecisionAct.Expire => "expired",
        _ => "superseded",
    };

    private static JsonObject Detail(DecisionProposal proposal) => new()
    {
        ["type"] = proposal.Type.ToString(),
        ["tier"] = proposal.Tier?.ToString(),
        ["candidate"] = proposal.Candidate,
        ["candidateHash"] = proposal.CandidateHash,
        ["weightsSha256"] = proposal.Subject?.WeightsSha256,
        ["fieldOfUse"] = proposal.FieldOfUse,
        ["environment"] = proposal.Environment,
        ["jurisdiction"] = proposal.Jurisdiction,
        ["assessment"] = proposal.AssessmentId,
        ["assessmentSha256"] = proposal.AssessmentSha256,
        ["evidence"] = new JsonArray([.. proposal.Evidence.Select(one => new JsonObject { ["kind"] = one.Kind.ToString(), ["id"] = one.Id, ["sha256"] = one.Sha256 })]),
        ["run"] = proposal.RunId,
        ["supersedes"] = proposal.Supersedes,
        ["rationale"] = proposal.Rationale,
        ["contentSha256"] = proposal.Sha256,
    };

    private static JsonObject Submitted(DecisionProposal proposal) => new()
    {
        ["contentSha256"] = proposal.Sha256,
        ["approvalsNeeded"] = proposal.Rule.Approvals,
        ["files"] = new JsonArray([.. proposal.Evidence.Where(one => one.Kind == DecisionEvidenceKind.File).Select(one => JsonValue.Create(one.Sha256))]),
    };

    private static InputException NoSuch(string id, string field = "decision") => new(new InputProblem(new Phrase("Governance.NoSuchDecision", id), Field: field));
}
