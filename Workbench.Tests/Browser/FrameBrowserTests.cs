using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace Workbench.Tests.Browser;

/// <summary>Frame, Home, Models and Compare in a real browser, with real model processes.</summary>
public sealed class FrameBrowserTests : BrowserTest
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 60_000 };

    [Fact]
    public async Task Models_LoadedAndKilled_ComeBackAndThePageSaysSo()
    {
        var page = await OpenAsync("/models?model=demo-knows");
        await page.GetByRole(AriaRole.Button, new() { Name = "Load the demonstration models" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody .live")).ToHaveCountAsync(await page.Locator("tbody tr input[type=checkbox]").CountAsync(), new() { Timeout = 45_000 });
        await ShootAsync(page, "models.en.light");
        await AssertAccessibleAsync(page);

        var process = page.Locator(".drawer dt:has-text('Process') + dd").First;
        using (var host = Process.GetProcessById(int.Parse(await process.InnerTextAsync(), CultureInfo.InvariantCulture)))
        {
            host.Kill();
        }

        await Assertions.Expect(page.Locator(".drawer dt:has-text('Restarts') + dd")).ToHaveTextAsync("1", new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator(".drawer .live")).ToBeVisibleAsync(Patient);
        Assert.Empty(Problems);
    }

    [Fact]
    public async Task Compare_AskedAndVotedOn_IsReproducedByItsAddress()
    {
        var page = await OpenAsync("/compare?m1=demo-knows&m2=demo-invents&q=What+is+the+capital+of+France%3F");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask" }).First.ClickAsync();
        await Assertions.Expect(page.GetByText("ended by itself")).ToHaveCountAsync(2, new() { Timeout = 45_000 });
        await ShootAsync(page, "compare.en.light");
        await AssertAccessibleAsync(page);
        await page.GetByText("prompt as sent").First.ClickAsync();
        await Assertions.Expect(page.Locator(".drawer pre")).ToContainTextAsync("What is the capital of France?");
        await ShootAsync(page, "compare-sent.en.light");
        await page.Keyboard.PressAsync("Escape");

        await page.Locator("[data-switch=blind]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-switch=blind]")).ToHaveAttributeAsync("aria-checked", "true");
        await page.Locator("[data-key='Ctrl+Enter']").ClickAsync();
        await Assertions.Expect(page.Locator("[data-key='1']")).ToBeEnabledAsync(new() { Timeout = 60_000 });
        await ShootAsync(page, "compare-blind.en.light");
        await page.Keyboard.PressAsync("1");
        await Assertions.Expect(page.GetByText("Kept: A is best.")).ToBeVisibleAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/compare/C-0002"));
        Assert.Empty(Problems);
    }

    [Fact]
    public async Task Home_InChineseAndDark_SaysEverythingInChinese()
    {
        var page = await OpenAsync("/", "zh-Hans");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("从这里开始");
        await ShootAsync(page, "home.zh.light");
        await page.Locator("a.to-dark").ClickAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-Hans");
        await ShootAsync(page, "home.zh.dark");
        await AssertAccessibleAsync(page);
        await page.Locator("a[href^='/culture']").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Three ways to begin");
        Assert.Empty(Problems);
    }
}
