using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Language;

namespace Workbench.Core.Storage.Decisions;

/// <summary>An approver's word.</summary>
/// <param name="Conditions">Added to those of the proposal.</param>
/// <param name="ExpiresAt">Null takes what the proposal asks for or the tier allows; the earliest of all approvals counts.</param>
/// <param name="EffectiveFrom">Null for at once.</param>
/// <param name="Override">Why rules that do not hold are passed over; null where they must hold.</param>
public sealed record ApprovalWord(
    string Reason, ImmutableArray<DecisionCondition> Conditions, DateTimeOffset? ExpiresAt = null, DateTimeOffset? EffectiveFrom = null, SigningCapacity Capacity = SigningCapacity.Approver, string? Override = null);

/// <summary>The steps of a decision.</summary>
public sealed partial class DecisionStore
{
    /// <summary>Changes a draft, or a proposal that was sent back; what was given before stays in the log by its hash.</summary>
    public async Task<Decision> ReviseAsync(string id, DecisionProposal proposal, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ProposeDecision);
        var complete = await CompleteAsync(proposal, cancellation).ConfigureAwait(false);
        return await TakeAsync(id, DecisionAct.Revise, complete.Rationale, actor, (_, row, _) =>
        {
            (row.Proposal, row.Conditions) = (complete, complete.Conditions);
            return Task.FromResult(new Step(row.State, Detail(complete)));
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Puts a draft, or a changed proposal, before the approvers; approvals given before no longer count.</summary>
    public async Task<Decision> SubmitAsync(string id, string reason, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ProposeDecision);
        var files = await intake.FilesAsync(id, cancellation).ConfigureAwait(false);
        return await TakeAsync(id, DecisionAct.Submit, reason, actor, (_, row, _) =>
        {
            // From here on the files that were linked are named by their hashes.
            var proposal = row.Proposal;
            row.Proposal = proposal with { Evidence = [.. proposal.Evidence.Where(one => one.Kind != DecisionEvidenceKind.File), .. files] };
            var detail = Submitted(row.Proposal);
            detail["reason"] = reason;
            return Task.FromResult(new Step(DecisionState.Submitted, detail));
        }, cancellation).ConfigureAwait(false);
    }

    public Task<Decision> WithdrawAsync(string id, string reason, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ProposeDecision);
        return PlainAsync(id, DecisionAct.Withdraw, reason, actor, cancellation);
    }

    public Task<Decision> StartReviewAsync(string id, string reason, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.DecideDecision);
        return PlainAsync(id, DecisionAct.StartReview, reason, actor, cancellation);
    }

    public Task<Decision> RequestChangesAsync(string id, string reason, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.DecideDecision);
        return PlainAsync(id, DecisionAct.RequestChanges, reason, actor, cancellation);
    }

    public Task<Decision> RejectAsync(string id, string reason, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.DecideDecision);
        return PlainAsync(id, DecisionAct.Reject, reason, actor, cancellation);
    }

    /// <summary>Keeps a different opinion beside the decision; it stays whatever is decided.</summary>
    public Task<Decision> DissentAsync(string id, string reason, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Vote);
        return PlainAsync(id, DecisionAct.Dissent, reason, actor, cancellation);
    }

    /// <summary>Stops a use for now, at once.</summary>
    public Task<Decision> SuspendAsync(string id, string reason, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.DecideDecision);
        return PlainAsync(id, DecisionAct.Suspend, reason, actor, cancellation);
    }

    /// <summary>Lets a suspended use go on.</summary>
    public Task<Decision> ReinstateAsync(string id, string reason, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.DecideDecision);
        return PlainAsync(id, DecisionAct.Reinstate, reason, actor, cancellation);
    }

    /// <summary>Ends an approval before its time.</summary>
    public Task<Decision> RevokeAsync(string id, string reason, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.DecideDecision);
        return PlainAsync(id, DecisionAct.Revoke, reason, actor, cancellation);
    }

    private Task<Decision> PlainAsync(string id, DecisionAct act, string reason, Actor actor, CancellationToken cancellation) =>
        TakeAsync(id, act, reason, actor, (_, row, decision) =>
        {
            // A reinstated use stands as it stood: its approvals never changed.
            var to = DecisionMove.Of(act).To ?? (act == DecisionAct.Reinstate ? Standing(decision) : row.State);
            return Task.FromResult(new Step(to, new JsonObject { ["reason"] = reason }));
        }, cancellation);

    private static DecisionState Standing(Decision decision) => decision.Conditions.IsEmpty ? DecisionState.Approved : DecisionState.ConditionallyApproved;

    /// <summary>One step by a person: everything is asked inside the transaction that takes it.</summary>
    private async Task<Decision> TakeAsync(
        string id, DecisionAct act, string reason, Actor actor, Func<WorkbenchDbContext, DecisionRow, Decision, Task<Step>> decide, CancellationToken cancellation)
    {
        DecisionIntake.Refuse([DecisionIntake.Missing(reason, "reason") ?? DecisionIntake.TooLong(reason, "reason", DecisionIntake.LongestText)]);
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var row = await db.Set<DecisionRow>().Include(decision => decision.Steps).FirstOrDefaultAsync(decision => decision.Id == id, cancellation).ConfigureAwait(false) ?? throw NoSuch(id);
        var decision = row.ToDecision();
        if (DecisionRules.FromState(decision, act, time.GetUtcNow()) is { } impossible)
        {
            throw new InputException(new InputProblem(impossible, Field: "decision"));
        }

        if (DecisionRules.ForPerson(decision, act, actor, await people.CountAsync(cancellation).ConfigureAwait(false)) is { } refused)
        {
            throw new NotAllowedException(refused);
        }

        try
        {
            var step = await decide(db, row, decision).ConfigureAwait(false);
            await StepAsync(db, row, act, step.State, actor, reason, step.Detail, cancellation, step.Capacity, step.Override).ConfigureAwait(false);
            if (act == DecisionAct.Approve && step.State.IsApproved() && decision.Proposal.Supersedes is { } earlier)
            {
                await EndEarlierAsync(db, earlier, row, actor, cancellation).ConfigureAwait(false);
            }

            await log.SignAsync(db, cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return row.ToDecision();
        }
        catch (DbUpdateConcurrencyException)
        {
            throw Meanwhile(id);
        }
    }

    private static InputException Meanwhile(string id) => new(new InputProblem(new Phrase("Decisions.ChangedMeanwhile", id), Field: "decision"));

    /// <summary>The decision whose place a later one takes ends in the same transaction.</summary>
    private async Task EndEarlierAsync(WorkbenchDbContext db, string id, DecisionRow by, Actor actor, CancellationToken cancellation)
    {
        var row = await db.Set<DecisionRow>().Include(decision => decision.Steps).FirstAsync(decision => decision.Id == id, cancellation).ConfigureAwait(false);
        row.SupersededBy = by.Id;
        var standing = row.State.IsApproved() || row.State == DecisionState.Suspended;
        if (standing)
        {
            var (act, state) = by.Proposal.Type == DecisionType.Revoke ? (DecisionAct.Revoke, DecisionState.Revoked) : (DecisionAct.Supersede, DecisionState.Superseded);
            await StepAsync(db, row, act, state, actor, by.Id, new JsonObject { ["by"] = by.Id }, cancellation).ConfigureAwait(false);
        }
    }

    private sealed record Step(DecisionState State, JsonObject Detail, SigningCapacity? Capacity = null, string? Override = null);
}
