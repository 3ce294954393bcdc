using System.Collections.Immutable;

namespace Workbench.Core.Decisions;

/// <summary>How much can go wrong in a field of use.</summary>
public enum RiskTier
{
    /// <summary>Minimal.</summary>
    T1,

    /// <summary>Limited.</summary>
    T2,

    /// <summary>High: three signatories.</summary>
    T3,

    /// <summary>Prohibited: can only be rejected.</summary>
    T4,
}

/// <summary>In what capacity somebody signs an approval, next to the approver's role.</summary>
public enum SigningCapacity
{
    Approver,
    LegalRepresentative,
    HeadOfAssessment,
    HeadOfLegal,
}

/// <summary>What a tier asks of its approval.</summary>
/// <param name="Approvals">Different persons who must approve.</param>
/// <param name="Months">An approval ends after these at the latest.</param>
/// <param name="Capacities">Each must have signed; empty where any approver will do.</param>
public sealed record TierRule(RiskTier Tier, int Approvals, int Months, ImmutableArray<SigningCapacity> Capacities)
{
    private static readonly ImmutableArray<TierRule> All =
    [
        new(RiskTier.T1, 1, 24, []),
        new(RiskTier.T2, 2, 12, []),
        new(RiskTier.T3, 3, 6, [SigningCapacity.LegalRepresentative, SigningCapacity.HeadOfAssessment, SigningCapacity.HeadOfLegal]),
        new(RiskTier.T4, 1, 24, []),
    ];

    public static TierRule Of(RiskTier tier) => All[(int)tier];
}
