using Microsoft.Playwright;

namespace Workbench.Tests.Browser;

/// <summary>An import in a real browser: a table with names of its own, mapped by keyboard, seen in preview, saved.</summary>
public sealed class SuiteImportBrowserTests : BrowserTest
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public async Task Import_TableMappedByHand_BecomesASuite(string culture)
    {
        var page = await OpenAsync("/suites", culture);
        await page.Locator("a[href='/suites/import']").First.ClickAsync();
        await page.WaitForURLAsync("**/suites/import", new() { Timeout = Patience });
        await InteractiveAsync(page);
        var text = "ask,gold,mood\nWhat is 1 + 1?,2,grey\nWhat is the capital of France?,Paris,blue\n"u8.ToArray();
        await page.Locator("#import-file").SetInputFilesAsync(new FilePayload { Name = "quiz.csv", MimeType = "text/csv", Buffer = text }, new() { Timeout = Patience });
        await Assertions.Expect(page.Locator(".problems li")).ToHaveCountAsync(1, new() { Timeout = Patience });
        await ShootAsync(page, $"suite-import-unmapped-{culture}");
        await CheckAccessibleAsync(page);

        await page.Locator("tr:has-text('ask') select").SelectOptionAsync("prompt");
        await Assertions.Expect(page.Locator(".problems li").First).ToContainTextAsync(":2", new() { Timeout = Patience });
        await page.Locator("tr:has-text('gold') select").SelectOptionAsync("target");
        await Assertions.Expect(page.Locator(".notes li")).ToHaveCountAsync(1, new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("td.prompt")).ToHaveCountAsync(2, new() { Timeout = Patience });
        await ShootAsync(page, $"suite-import-whole-{culture}");
        await CheckAccessibleAsync(page);

        await page.Keyboard.PressAsync("Control+s");
        await page.WaitForURLAsync("**/suites/quiz%401", new() { Timeout = Patience });
        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }
}
