using Microsoft.Playwright;

namespace Workbench.Tests.Browser;

/// <summary>Provenance in a real browser: a card prefilled from its file, facts stated, the lineage drawn, rules for a place.</summary>
public sealed class ProvenanceBrowserTests : BrowserTest
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public async Task Card_FactsStated_AreAVersionWithItsLineageAndRules(string culture)
    {
        var page = await OpenAsync("/models/demo-knows-harbour/provenance?for=CN", culture);
        await InteractiveAsync(page);
        await Assertions.Expect(page.Locator("[data-field=license] .badge")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("[data-rule=filing-number] .is-unscored")).ToBeVisibleAsync();
        await SeeAsync(page, $"provenance-{culture}");

        await page.GotoAsync("/models/demo-knows-harbour/provenance?for=CN&edit=1");
        await InteractiveAsync(page);
        await page.Locator("#p-country").SelectOptionAsync("CN");
        await page.Locator("#p-filingStatus").SelectOptionAsync("no");
        await page.Locator("fieldset .btn").Last.ClickAsync();
        await page.Locator("#l-parent-0").FillAsync("Lab/Base-7B");
        await page.Locator("#l-license-0").FillAsync("llama3");
        await page.Locator("#l-license-0").BlurAsync();
        await page.Locator(".choices input").First.CheckAsync();
        await SeeAsync(page, $"provenance-edit-{culture}");
        await page.Locator(".actions .btn.primary").ClickAsync();

        await Assertions.Expect(page.Locator("[data-rule=filing-number] .is-incorrect")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("figure svg g.node")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("section[aria-labelledby=h-history] tbody tr")).ToHaveCountAsync(1);
        await SeeAsync(page, $"provenance-stated-{culture}");

        await page.GotoAsync("/provenance?for=CN");
        await InteractiveAsync(page);
        await Assertions.Expect(page.Locator("tbody .tag.is-incorrect")).ToHaveCountAsync(1);
        await SeeAsync(page, $"provenance-list-{culture}");
        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }

    private async Task SeeAsync(IPage page, string name)
    {
        await ShootAsync(page, name);
        await CheckAccessibleAsync(page);
    }
}
