namespace Workbench.Core.Compliance;

/// <summary>What the binding clauses of a pack come to together. One that fails weighs more than any number that conform; what is missing is never read as conforming.</summary>
public enum Conclusion
{
    /// <summary>Every clause that applies conforms.</summary>
    Conforms,

    /// <summary>Everything that can be measured conforms; what is to be shown by documents is missing.</summary>
    ConformsAsFarAsShown,

    /// <summary>Nothing fails, and something that can be measured has too little evidence for a verdict.</summary>
    NotEnoughEvidence,

    /// <summary>At least one clause does not conform.</summary>
    DoesNotConform,
}

/// <summary>The conclusion in the words of the filing form (TC260-003, clause 9.1), which knows three, and open where no one of them may be written down yet.</summary>
public enum FilingConclusion
{
    AllConform,
    PartlyConforms,
    NoneConforms,

    /// <summary>Nothing fails, but evidence or documents are missing.</summary>
    Open,
}
