using Microsoft.Playwright;

namespace Workbench.Tests.Browser;

/// <summary>The suites in a real browser: write one with a mistake, see it at its line, mend it, save it, see the version, and what a model is sent for it.</summary>
public sealed class SuitesBrowserTests : BrowserTest
{
    private const string Wrong = "name: mine\nversion: 1\nscorers: [exakt]\nsamples:\n  - { id: one, prompt: \"1 + 1?\", target: \"2\" }\n";


    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public async Task Editor_MistakeMendedAndSaved_BecomesAVersion(string culture)
    {
        var page = await OpenAsync("/suites/new", culture);
        await InteractiveAsync(page);
        var text = page.Locator("#suite-text");
        await text.FillAsync(Wrong);
        var place = page.Locator("[data-goto-line]");
        await Assertions.Expect(place).ToHaveAttributeAsync("data-goto-line", "3", new() { Timeout = Patience });
        await Assertions.Expect(page.Locator(".gutter b")).ToHaveTextAsync("3", new() { Timeout = Patience });
        await ShootAsync(page, $"suite-edit-wrong-{culture}");
        await CheckAccessibleAsync(page);

        await place.PressAsync("Enter");
        Assert.Equal("scorers: [exakt]", await text.EvaluateAsync<string>("area => area.value.slice(area.selectionStart, area.selectionEnd)"));
        await page.Keyboard.TypeAsync("scorers: [exact]");
        await Assertions.Expect(place).ToHaveCountAsync(0, new() { Timeout = Patience });
        await page.Locator(".preview select").Last.SelectOptionAsync("demo-knows");
        await Assertions.Expect(page.Locator("pre.prompt")).ToContainTextAsync("<|im_start|>user\n1 + 1?", new() { Timeout = Patience });
        await ShootAsync(page, $"suite-edit-whole-{culture}");
        await CheckAccessibleAsync(page);

        await text.FocusAsync();
        await page.Keyboard.PressAsync("Control+s");
        await page.WaitForURLAsync("**/suites/mine%401", new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("table.versions tbody tr")).ToHaveCountAsync(1, new() { Timeout = Patience });
        await page.Locator("table.samples tbody a").First.ClickAsync();
        await page.Locator(".drawer .turns").WaitForAsync();
        await ShootAsync(page, $"suite-page-{culture}");
        await CheckAccessibleAsync(page);

        foreach (var path in new[] { "/suites", "/suites/arithmetic/prompt?model=demo-knows", "/suites/arithmetic/diff?to=mine@1" })
        {
            await page.GotoAsync(path);
            await InteractiveAsync(page);
            await ShootAsync(page, $"suite{path.Replace('/', '-').Split('?')[0]}-{culture}");
            await CheckAccessibleAsync(page);
        }

        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }
}
