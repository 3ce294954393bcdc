using System.Collections.Immutable;
using Workbench.Core.Governance;
using static Workbench.Core.Decisions.DecisionState;

namespace Workbench.Core.Decisions;

/// <summary>What can be done to a decision.</summary>
public enum DecisionAct
{
    Draft,
    Revise,
    Submit,
    StartReview,

    /// <summary>One person's approval; the last one needed approves the decision.</summary>
    Approve,
    RequestChanges,
    Reject,
    Withdraw,

    /// <summary>A different opinion, kept beside the decision.</summary>
    Dissent,
    Suspend,
    Reinstate,
    Revoke,

    /// <summary>By the workbench, when its time is over.</summary>
    Expire,

    /// <summary>By the workbench, when a decision that takes its place is approved.</summary>
    Supersede,
}

/// <summary>One line of the state machine: from which states an act is possible, and who may do it.</summary>
/// <param name="To">Null where it depends: an approval by how many are still needed, a reinstatement by what was suspended; and where the state stays.</param>
/// <param name="Needs">Null for what only the workbench does.</param>
/// <param name="FourEyes">Not by the proposer, and not in a workspace of one.</param>
/// <param name="ProposerOnly">By the proposer alone.</param>
public sealed record DecisionMove(DecisionAct Act, ImmutableArray<DecisionState> From, DecisionState? To, Permission? Needs, bool FourEyes = false, bool ProposerOnly = false)
{
    private static readonly ImmutableArray<DecisionState> Unsettled = [Submitted, InReview];
    private static readonly ImmutableArray<DecisionState> Standing = [Approved, ConditionallyApproved];

    /// <summary>The whole state machine.</summary>
    public static ImmutableArray<DecisionMove> All { get; } =
    [
        new(DecisionAct.Revise, [Draft, ChangesRequested], null, Permission.ProposeDecision, ProposerOnly: true),
        new(DecisionAct.Submit, [Draft, ChangesRequested], Submitted, Permission.ProposeDecision, ProposerOnly: true),
        new(DecisionAct.Withdraw, [Draft, Submitted, InReview, ChangesRequested], Withdrawn, Permission.ProposeDecision, ProposerOnly: true),
        new(DecisionAct.Dissent, [Submitted, InReview, ChangesRequested], null, Permission.Vote),
        new(DecisionAct.StartReview, [Submitted], InReview, Permission.DecideDecision, FourEyes: true),
        new(DecisionAct.Approve, Unsettled, null, Permission.DecideDecision, FourEyes: true),
        new(DecisionAct.RequestChanges, Unsettled, ChangesRequested, Permission.DecideDecision, FourEyes: true),
        new(DecisionAct.Reject, Unsettled, Rejected, Permission.DecideDecision, FourEyes: true),

        // Stopping is safe: nobody waits for a second person.
        new(DecisionAct.Suspend, Standing, Suspended, Permission.DecideDecision),
        new(DecisionAct.Reinstate, [Suspended], null, Permission.DecideDecision, FourEyes: true),
        new(DecisionAct.Revoke, [Approved, ConditionallyApproved, Suspended], Revoked, Permission.DecideDecision, FourEyes: true),
        new(DecisionAct.Expire, [Approved, ConditionallyApproved, Suspended], Expired, null),
        new(DecisionAct.Supersede, [Approved, ConditionallyApproved, Suspended], Superseded, null),
    ];

    public static DecisionMove Of(DecisionAct act) => All.First(move => move.Act == act);
}
