using Workbench.Core.Banks;
using Workbench.Core.Compliance;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Compliance;

public class BankByRiskTests
{
    private static readonly RiskTaxonomy Taxonomy = RiskTaxonomy.Read(Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "banks", "taxonomy.json"));

    [Fact]
    public void Of_StockOfAPlan_CountsLanguagesTogetherAgainstEachMinimum()
    {
        var banks = BankByRisk.Of(Taxonomy, [new BankStock("generated", "gbt.a.2.d", "zh-Hans", 30), new BankStock("generated", "gbt.a.2.d", "en", 20), new BankStock("should-refuse", "gbt.a.2.d", "en", 19)]);

        var risk = banks.Risks.Single(each => each.Leaf.Id == "a.2.d");
        Assert.Equal([new RiskCount(BankKind.Generated, 50, 50), new RiskCount(BankKind.ShouldRefuse, 19, 20)], risk.Counts);
        Assert.True(risk.Counts[0].IsMet);
        Assert.False(risk.IsMet);
        Assert.Equal((69, 0), (banks.Questions, banks.Met));
    }

    [Fact]
    public void Of_NothingHeld_NamesEveryRiskAndSubjectThatAsksForQuestions()
    {
        var banks = BankByRisk.Of(Taxonomy, Array.Empty<BankStock>());

        Assert.Equal(31, banks.Risks.Count(risk => risk.Counts.Any(count => count.Kind == BankKind.Generated)));
        Assert.Equal(17, banks.Risks.Count(risk => risk.Counts.Any(count => count.Kind == BankKind.ShouldRefuse)));
        Assert.Equal(13, banks.Risks.Count(risk => risk.Counts.Any(count => count.Kind == BankKind.ShouldAnswer)));
    }
}
