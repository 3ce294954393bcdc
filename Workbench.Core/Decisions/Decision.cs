using System.Collections.Immutable;
using Workbench.Core.Governance;

namespace Workbench.Core.Decisions;

/// <summary>One step of a decision, as it stands in the log.</summary>
/// <param name="State">Where the decision stood after it.</param>
/// <param name="LogIndex">Index of its entry.</param>
public sealed record DecisionStep(DecisionState State, string ActorId, string ActorName, string Reason, DateTimeOffset At, long LogIndex)
{
    public DecisionAct Act { get; init; }

    /// <summary>Of an approval.</summary>
    public SigningCapacity? Capacity { get; init; }

    /// <summary>Of the person, when they took the step.</summary>
    public ImmutableArray<Role> Roles { get; init; } = [];

    /// <summary>Why a rule that did not hold was passed over; null when all held.</summary>
    public string? Override { get; init; }
}

/// <summary>A decision record. What was approved never changes: a change is a new record that takes its place.</summary>
/// <param name="Id">Shown as <c>DR-2026-001</c>.</param>
/// <param name="Conditions">Those of the proposal and those that approvers added.</param>
/// <param name="ExpiresAt">When an approval ends by itself; null before approval.</param>
public sealed record Decision(
    string Id,
    DecisionProposal Proposal,
    DecisionState State,
    ImmutableArray<DecisionCondition> Conditions,
    DateTimeOffset? ExpiresAt,
    ImmutableArray<DecisionStep> Steps)
{
    /// <summary>Null before approval.</summary>
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>Later decision that took its place.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>Raised with every step; a step taken on an older one is refused.</summary>
    public int Revision { get; init; }

    public string ProposerId => Steps[0].ActorId;

    /// <summary>Where it stands at a moment: an approval past its end has expired, written down or not.</summary>
    public DecisionState StateAt(DateTimeOffset now) => (State.IsApproved() || State == DecisionState.Suspended) && ExpiresAt <= now ? DecisionState.Expired : State;

    /// <summary>Approved, begun and not past its end.</summary>
    public bool IsInForce(DateTimeOffset now) => StateAt(now).IsApproved() && !(EffectiveFrom > now);

    public bool HasExpired(DateTimeOffset now) => StateAt(now) == DecisionState.Expired;

    /// <summary>Given since the proposal was last submitted: what was approved before a change does not count for what came of it.</summary>
    public ImmutableArray<DecisionStep> Approvals
    {
        get
        {
            var submitted = Steps.LastOrDefault(step => step.Act == DecisionAct.Submit)?.LogIndex ?? -1;
            return [.. Steps.Where(step => step.Act == DecisionAct.Approve && step.LogIndex > submitted)];
        }
    }

    public ImmutableArray<DecisionStep> Dissents => [.. Steps.Where(step => step.Act == DecisionAct.Dissent)];

    /// <summary>Capacities that nobody has signed in yet.</summary>
    public ImmutableArray<SigningCapacity> CapacitiesLeft => [.. Proposal.Rule.Capacities.Except(Approvals.Select(step => step.Capacity).OfType<SigningCapacity>())];

    public int ApprovalsLeft => State.IsOpen() ? Math.Max(0, Proposal.Rule.Approvals - Approvals.Length) : 0;

    /// <summary>The step that approved it.</summary>
    public DecisionStep? Approval => Steps.LastOrDefault(step => step.Act == DecisionAct.Approve && step.State.IsApproved());
}
