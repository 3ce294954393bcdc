using Workbench.Core.Language;

namespace Workbench.Core.Decisions;

public enum DecisionEvidenceKind
{
    Assessment,
    Pack,
    Suite,
    Weights,

    /// <summary>An evidence file.</summary>
    File,

    /// <summary>The assessment with its answers, findings and exceptions, as it was for the candidate.</summary>
    View,
}

/// <summary>Something a decision rests on, with the hash it had when the decision was proposed.</summary>
public sealed record DecisionEvidence(DecisionEvidenceKind Kind, string Id, string Sha256);

public enum EvidenceStanding
{
    Unchanged,
    Changed,
    Expired,
    Missing,
}

/// <summary>How a piece of evidence stands now.</summary>
/// <param name="Words">Why it no longer holds; null when it does.</param>
public sealed record EvidenceCheck(DecisionEvidence Evidence, EvidenceStanding Standing, Phrase? Words);
