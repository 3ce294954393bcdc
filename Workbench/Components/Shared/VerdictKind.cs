namespace Workbench.Components.Shared;

/// <summary>What a comparison with a limit came to.</summary>
public enum VerdictKind
{
    Conforms,
    DoesNotConform,
    NotEnoughEvidence,

    /// <summary>The interval crosses the limit.</summary>
    Undecided,
}
