using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Compliance;
using Workbench.Core.Banks;
using Workbench.Core.Compliance;

namespace Workbench.Tests.Components.Compliance;

public sealed class BankPanelTests : ComponentTest
{
    private readonly RiskTaxonomy _taxonomy = RiskTaxonomy.Read(Path.Combine(RiskTaxonomy.ShippedFolder, "taxonomy.json"));

    public BankPanelTests() => Services.AddSingleton(_taxonomy);

    [Fact]
    public void Render_OneBankShortOfARisk_MarksThatRowAndNoOther()
    {
        Speak("zh-Hans");
        BankStock[] stock = [.. _taxonomy.Leaves.SelectMany(leaf => Enum.GetValues<BankKind>().Where(kind => leaf.Least(kind) > 0).Select(kind => new BankStock(BankNames.Of(kind), PlanSuite.Tag(leaf.Id), "zh-Hans", leaf.Id == "a.3.d" ? 14 : leaf.Least(kind))))];

        var panel = Render<BankPanel>(parameters => parameters.Add(each => each.Banks, BankByRisk.Of(_taxonomy, stock)).Add(each => each.IsFrozen, true));

        var row = Assert.Single(panel.FindAll(".short"));
        Assert.Equal(("a.3.d", "generated"), (row.GetAttribute("data-leaf"), row.GetAttribute("data-bank")));
        Assert.Contains("A.3.d", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("14", row.TextContent, StringComparison.Ordinal);
        Assert.Equal(31 + 17 + 13, panel.FindAll(".leaf").Count);
    }
}
