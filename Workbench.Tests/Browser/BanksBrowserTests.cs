using Microsoft.Playwright;

namespace Workbench.Tests.Browser;

/// <summary>The banks in a real browser: the starter banks loaded and accepted, a question written and refused to its writer, a suite drawn.</summary>
public sealed class BanksBrowserTests : BrowserTest
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public async Task Banks_FilledReviewedAndDrawn_MakeASuite(string culture)
    {
        var page = await OpenAsync("/banks", culture);
        await InteractiveAsync(page);
        await page.Locator(".note .btn").ClickAsync();
        await Assertions.Expect(page.Locator("table.coverage .track").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".note .btn")).ToHaveCountAsync(0, new() { Timeout = Patience });
        await SeeAsync(page, $"banks-in-review-{culture}");

        await page.GotoAsync("/banks/review?bank=should-answer");
        await InteractiveAsync(page);
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(25);
        await SeeAsync(page, $"banks-review-{culture}");
        await page.Locator(".page-head .btn").ClickAsync();
        await Assertions.Expect(page.Locator(".empty")).ToBeVisibleAsync(new() { Timeout = Patience });

        await page.GotoAsync("/banks?bank=should-answer");
        await InteractiveAsync(page);
        await Assertions.Expect(page.Locator("table.coverage .is-correct")).ToHaveCountAsync(13);
        await SeeAsync(page, $"banks-accepted-{culture}");
        await page.Locator("#draw-leaf").FillAsync("2");
        await page.Locator("#draw-leaf").BlurAsync();
        await page.Locator("section .fields .btn").ClickAsync();
        await page.WaitForURLAsync("**/suites/bank-should-answer%401", new() { Timeout = Patience });

        await page.GotoAsync("/banks/new?bank=generated&leaf=a.1.a");
        await InteractiveAsync(page);
        await page.Locator("#q-text").FillAsync("An own question of ours?");
        await page.Locator("#q-text").BlurAsync();
        await SeeAsync(page, $"banks-new-{culture}");
        await page.Locator(".form .btn").Nth(1).ClickAsync();
        await page.WaitForURLAsync("**/banks/items?*", new() { Timeout = Patience });
        await SeeAsync(page, $"banks-items-{culture}");
        await page.Locator("tbody a.strong").First.ClickAsync();
        await Assertions.Expect(page.Locator("[data-why=Accept]")).ToBeVisibleAsync(new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("[data-step=bank-accept]")).ToBeDisabledAsync();
        await SeeAsync(page, $"banks-item-{culture}");
        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }

    private async Task SeeAsync(IPage page, string name)
    {
        await ShootAsync(page, name);
        await CheckAccessibleAsync(page);
    }
}
