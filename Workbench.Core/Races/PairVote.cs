namespace Workbench.Core.Races;

/// <summary>What a voter said of two answers shown side by side.</summary>
public enum PairOutcome
{
    A,
    B,
    Tie,

    /// <summary>Neither will do; counts as a tie in ratings, and apart in the tally.</summary>
    BothBad,
}

/// <summary>One vote between two runners.</summary>
/// <param name="A">The runner in the first seat.</param>
/// <param name="Cluster">What makes votes alike, usually the prompt; null in all votes where each stands alone.</param>
public readonly record struct PairVote(string A, string B, PairOutcome Outcome, string? Cluster = null);

/// <summary>What a tie means for the ratings.</summary>
public enum TieRule
{
    /// <summary>Half a win and half a loss.</summary>
    Half,

    /// <summary>Left out.</summary>
    Drop,

    /// <summary>A third outcome, likelier between equals: P(tie) ∝ ν √(π π) (Davidson 1970).</summary>
    Davidson,

    /// <summary>A third outcome below a threshold of difference: P(A) = σ(d − τ) (Rao and Kupper 1967).</summary>
    RaoKupper,
}
