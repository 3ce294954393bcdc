using Workbench.Core.Language;

namespace Workbench.Core.Scoring;

/// <summary>What a scorer found.</summary>
public enum Outcome
{
    Correct,
    Partial,
    Incorrect,

    /// <summary>The model said that it does not know, refused, or gave nothing.</summary>
    NoAnswer,

    /// <summary>No score could be given; the reason says why. Never counted as wrong.</summary>
    Unscored,
}

/// <summary>The verdict of one scorer on one answer.</summary>
/// <param name="Scorer">Kind of the scorer, as in the suite file.</param>
/// <param name="Value">0 to 1; null when unscored.</param>
/// <param name="Answer">The part of the answer the verdict rests on; null when it rests on the whole.</param>
public sealed record Score(string Scorer, Outcome Outcome, double? Value, string? Answer, Phrase Reason);
