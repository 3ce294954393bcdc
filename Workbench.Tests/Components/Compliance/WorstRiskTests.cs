using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Compliance;
using Workbench.Core.Banks;
using Workbench.Core.Compliance;

namespace Workbench.Tests.Components.Compliance;

public sealed class WorstRiskTests : ComponentTest
{
    public WorstRiskTests() => Services.AddSingleton(RiskTaxonomy.Read(Path.Combine(RiskTaxonomy.ShippedFolder, "taxonomy.json")));

    [Theory]
    [InlineData("en", "gbt.a.1.c")]
    [InlineData("zh-Hans", "gbt.a.1.c")]
    public void Render_RiskOfTheStandard_SaysItsNameWithTheCodeBeside(string language, string tag)
    {
        Speak(language);
        var name = Services.GetRequiredService<RiskTaxonomy>().Find("a.1.c")!.In(System.Globalization.CultureInfo.CurrentUICulture);

        var shown = Render<WorstRisk>(parameters => parameters.Add(each => each.Split, new ClauseSplit(ClauseSplit.Leaf, tag, 0.25, 40, null, false)));

        Assert.Contains(name, shown.Find(".bad").TextContent, StringComparison.Ordinal);
        Assert.Equal("A.1.c", shown.Find(".code").TextContent);
        Assert.Contains("25", shown.Find(".share").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_TagWithoutAName_ShowsTheTag()
    {
        var shown = Render<WorstRisk>(parameters => parameters.Add(each => each.Split, new ClauseSplit(ClauseSplit.Leaf, "aspect.unknown", 0.5, 4, null, true)));

        Assert.Equal("aspect.unknown", shown.Find(".code").TextContent);
    }
}
