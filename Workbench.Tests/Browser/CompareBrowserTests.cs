using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Workbench.Tests.Browser;

/// <summary>Compare with the demonstration models: asked, read token by token, branched, kept, and opened again.</summary>
public sealed partial class CompareBrowserTests : BrowserTest
{
    [Theory]
    [InlineData("en", "light")]
    [InlineData("zh-Hans", "dark")]
    public async Task Compare_ByKeyboardAlone_IsAskedReadBranchedAndKept(string culture, string theme)
    {
        var question = culture == "en" ? "What is the capital of Ireland?" : "爱尔兰的首都是哪里？";
        var page = await OpenAsync($"/compare?m1=demo-knows&m2=demo-invents&m3=demo-refuses&q={Uri.EscapeDataString(question)}", culture);
        if (theme == "dark")
        {
            await page.Locator("a.to-dark").ClickAsync();
            await InteractiveAsync(page);
        }

        await page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(page).ToHaveURLAsync(KeptUrl(), new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("article.answer footer b").First).ToBeVisibleAsync();
        await SeeAsync(page, $"compare.{culture}.{theme}");

        await page.Locator(".tokens").Nth(1).FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator(".tok-open")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".alts")).ToBeVisibleAsync();
        await SeeAsync(page, $"compare-token.{culture}.{theme}");
        await page.Keyboard.PressAsync("b");
        await Assertions.Expect(page.Locator(".alts [role=option]").First).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => document.activeElement?.getAttribute('role') === 'option'");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("article.answer").Nth(1).Locator(".versions .tabular")).ToHaveTextAsync("2/2", new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("article.answer .live")).ToHaveCountAsync(0, new() { Timeout = Patience });
        await SeeAsync(page, $"compare-branch.{culture}.{theme}");

        await page.Locator("h1").FocusAsync();
        await page.Keyboard.PressAsync("d");
        await Assertions.Expect(page.Locator(".difference")).ToBeVisibleAsync();
        await SeeAsync(page, $"compare-difference.{culture}.{theme}");
        await page.Keyboard.PressAsync("d");
        await Assertions.Expect(page.Locator(".difference")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("v");
        await Assertions.Expect(page.Locator("[data-t]")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("v");
        await Assertions.Expect(page.Locator("[data-t]").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("b");
        await Assertions.Expect(page.Locator("aside.drawer .list li")).ToHaveCountAsync(4);
        await SeeAsync(page, $"compare-branches.{culture}.{theme}");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("aside.drawer kbd").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("aside.drawer")).ToHaveCountAsync(0);

        await page.Locator(".follow textarea").FillAsync(culture == "en" ? "And of Greece?" : "希腊呢？");
        await page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator(".asked")).ToBeVisibleAsync(new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("article.answer .live")).ToHaveCountAsync(0, new() { Timeout = Patience });
        await SeeAsync(page, $"compare-turns.{culture}.{theme}");
        await Assertions.Expect(page.Locator("article.answer")).ToHaveCountAsync(6);
        var before = await page.Locator(".board").InnerTextAsync();
        await page.ReloadAsync();
        await InteractiveAsync(page);
        await Assertions.Expect(page.Locator("article.answer")).ToHaveCountAsync(6);
        Assert.Equal(before, await page.Locator(".board").InnerTextAsync());
        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }

    [Fact]
    public async Task Kept_AsSampleInHistoryAndAsCandidate_IsFoundAndDeleted()
    {
        var page = await OpenAsync("/compare?m1=demo-knows&m2=null%3Aecho&q=What+is+the+capital+of+Ireland%3F");
        await page.Locator("[data-key='Ctrl+Enter']").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(KeptUrl(), new() { Timeout = Patience });

        await page.Locator("a[href*='open=keep']").ClickAsync();
        await page.Locator("#keep-target").SelectOptionAsync("0");
        await SeeAsync(page, "compare-keep");
        await page.Locator("[data-keep]").ClickAsync();
        await Assertions.Expect(page.Locator(".keep [role=status]")).ToContainTextAsync("Kept in kept questions, version 1.");
        Assert.Single(Directory.GetFiles(Path.Combine(Server.Folder, "suites")));

        await page.Locator("article.answer a.plain").First.ClickAsync();
        await Assertions.Expect(page.Locator("[data-hash]")).ToHaveTextAsync(new Regex("^[0-9a-f]{64}$"));
        await Assertions.Expect(page.Locator("a[href='/compare/C-0001']")).ToBeVisibleAsync();
        await SeeAsync(page, "candidate");
        await page.Locator("form.row input").FillAsync("knows, plain");
        await page.Locator("form.row button").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("knows, plain");
        await page.GotoAsync("/candidates");
        await InteractiveAsync(page);
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        await SeeAsync(page, "candidates");

        await page.GotoAsync("/comparisons");
        await InteractiveAsync(page);
        await SeeAsync(page, "comparisons");
        var exported = await page.Context.APIRequest.GetAsync($"{Server.Address}/comparisons/C-0001/export?format=json");
        Assert.Contains("capital of Ireland", await exported.TextAsync(), StringComparison.Ordinal);
        await page.Locator("a[href*='delete=C-0001']").ClickAsync();
        await page.Locator("[data-delete]").ClickAsync();
        await Assertions.Expect(page.GetByText("C-0001 was deleted.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(0);
        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }

    private async Task SeeAsync(IPage page, string name)
    {
        await ShootAsync(page, name);
        await CheckAccessibleAsync(page);
    }

    [GeneratedRegex("/compare/C-[0-9]{4}")]
    private static partial Regex KeptUrl();
}
