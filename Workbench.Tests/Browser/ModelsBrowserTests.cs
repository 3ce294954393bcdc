using Microsoft.Playwright;

namespace Workbench.Tests.Browser;

/// <summary>The models page in a real browser: choose a set, load it, look into every tab by keyboard, in both languages.</summary>
public sealed class ModelsBrowserTests : BrowserTest
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public async Task Models_ChosenLoadedAndLookedInto_WorksAndIsAccessible(string culture)
    {
        var page = await OpenAsync("/models", culture);
        await InteractiveAsync(page);
        // Both before the address of the first has come back: the second must not undo the first.
        await page.EvaluateAsync("() => ['demo-knows', 'demo-invents'].forEach(name => document.querySelector(`tr[data-model=${name}] input[type=checkbox]`).click())");
        await Assertions.Expect(page.Locator(".fit .plan")).ToHaveCountAsync(6, new() { Timeout = Patience });
        Assert.Contains("set=demo-knows&set=demo-invents", page.Url, StringComparison.Ordinal);
        await ShootAsync(page, $"models-fit-{culture}");
        await CheckAccessibleAsync(page);

        await page.Locator(".ways button").First.ClickAsync();
        await Assertions.Expect(page.Locator("tr[data-host=Ready], tr[data-host=Busy]")).ToHaveCountAsync(2, new() { Timeout = Patience });
        await page.Locator("tr[data-model=demo-knows] a").ClickAsync();
        await page.Locator(".drawer").WaitForAsync();
        var tabs = page.Locator(".drawer .tabs a");
        for (var tab = 0; tab < await tabs.CountAsync(); tab++)
        {
            await tabs.Nth(tab).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(tabs.Nth(tab)).ToHaveAttributeAsync("aria-current", "page", new() { Timeout = Patience });
            await ShootAsync(page, $"models-tab-{tab}-{culture}");
            await CheckAccessibleAsync(page);
        }

        await page.Locator("main h1").FocusAsync();
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator("tr[aria-selected=true]")).ToHaveAttributeAsync("data-model", "demo-knows-harbour", new() { Timeout = Patience });
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".drawer")).ToHaveCountAsync(0, new() { Timeout = Patience });
        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }
}
