namespace Workbench.Core.Decisions;

/// <summary>Where a decision record stands.</summary>
public enum DecisionState
{
    Draft,
    Submitted,
    InReview,
    ChangesRequested,
    Approved,
    ConditionallyApproved,
    Rejected,
    Suspended,
    Revoked,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>A later decision took its place.</summary>
    Superseded,
    Withdrawn,
}

public static class DecisionStates
{
    /// <summary>Nobody has decided yet.</summary>
    public static bool IsOpen(this DecisionState state) => state is DecisionState.Draft or DecisionState.Submitted or DecisionState.InReview or DecisionState.ChangesRequested;

    public static bool IsApproved(this DecisionState state) => state is DecisionState.Approved or DecisionState.ConditionallyApproved;

    /// <summary>Approvers may give their verdict.</summary>
    public static bool IsBeforeApprovers(this DecisionState state) => state is DecisionState.Submitted or DecisionState.InReview;
}
