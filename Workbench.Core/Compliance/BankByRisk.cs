using System.Collections.Immutable;
using Workbench.Core.Banks;

namespace Workbench.Core.Compliance;

/// <summary>Questions of one kind about one risk, against the least number asked for.</summary>
/// <param name="Least">0 where no number is asked for.</param>
public sealed record RiskCount(BankKind Kind, int Questions, int Least)
{
    public bool IsMet => Questions >= Least;
}

/// <summary>What the banks hold about one risk or subject, kind by kind.</summary>
public sealed record RiskStock(RiskLeaf Leaf, ImmutableArray<RiskCount> Counts)
{
    public bool IsMet => Counts.All(count => count.IsMet);
}

/// <summary>The banks risk by risk: which minima of the taxonomy they meet, as they were at a moment.</summary>
/// <param name="Risks">In the taxonomy's order; only those that some bank has a minimum for.</param>
public sealed record BankByRisk(ImmutableArray<RiskStock> Risks)
{
    public int Questions => Risks.Sum(risk => risk.Counts.Sum(count => count.Questions));

    public int Met => Risks.Count(risk => risk.IsMet);

    /// <param name="stock">What was held, as a plan froze it or as it is.</param>
    public static BankByRisk Of(RiskTaxonomy taxonomy, IReadOnlyCollection<BankStock> stock)
    {
        var held = stock.ToLookup(each => (each.Bank, RiskTag.BankLeaf(each.Tag)), each => each.Questions);
        return new BankByRisk(
        [
            .. taxonomy.Leaves.Select(leaf => new RiskStock(leaf, [.. Enum.GetValues<BankKind>().Where(kind => leaf.Least(kind) > 0).Select(kind => new RiskCount(kind, held[(BankNames.Of(kind), leaf.Id)].Sum(), leaf.Least(kind)))]))
                .Where(risk => !risk.Counts.IsEmpty),
        ]);
    }

    public static BankByRisk Of(RiskTaxonomy taxonomy, IEnumerable<BankCoverage> now) => Of(taxonomy, PlanSuite.Stock(now));
}
