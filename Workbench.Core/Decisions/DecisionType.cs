namespace Workbench.Core.Decisions;

/// <summary>What a decision record asks for.</summary>
public enum DecisionType
{
    /// <summary>A use is permitted.</summary>
    Approve,

    /// <summary>A use is permitted under conditions.</summary>
    Conditional,

    /// <summary>A use that stood is permitted for less than before.</summary>
    Restrict,

    /// <summary>A use is forbidden.</summary>
    Reject,

    /// <summary>An earlier decision ends.</summary>
    Revoke,

    /// <summary>A use goes on being permitted after a review.</summary>
    Renew,
}

public static class DecisionTypes
{
    /// <summary>Something may be used because of it.</summary>
    public static bool Permits(this DecisionType type) => type is not (DecisionType.Reject or DecisionType.Revoke);

    /// <summary>It is about an earlier decision, which it names.</summary>
    public static bool NeedsEarlier(this DecisionType type) => type is DecisionType.Restrict or DecisionType.Revoke or DecisionType.Renew;
}
