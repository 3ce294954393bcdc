using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Runs;

namespace Workbench.Tests.Browser;

/// <summary>The tabs of a run in a real browser: in both languages and themes, wide and narrow, by keyboard, with nothing that a screen reader would stumble over.</summary>
public sealed class RunTabsBrowserTests : BrowserTest
{
    [Theory]
    [InlineData("en", "light", 1440)]
    [InlineData("zh-Hans", "dark", 1440)]
    [InlineData("zh-Hans", "light", 390)]
    public async Task Tabs_OfASeededRun_AreAccessible(string culture, string theme, int width)
    {
        var run = await SeedAsync();
        var page = await OpenAsync("/", culture, width);
        await page.GotoAsync($"/theme?t={theme}&back=/");
        foreach (var (name, path, part) in Pages(run))
        {
            await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
            await InteractiveAsync(page);
            await Assertions.Expect(page.Locator(part).First).ToBeVisibleAsync();
            await ShootAsync(page, $"tabs-{name}-{culture}-{theme}-{width}");
            await CheckAccessibleAsync(page);
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{path} is wider than {width}");
        }

        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }

    [Fact]
    public async Task Measures_ByKeyboard_UnfoldAndAreFound()
    {
        var page = await OpenAsync($"/runs/{await SeedAsync()}?tab=splits");
        await InteractiveAsync(page);
        await page.Locator("a.fold").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("a.fold[aria-expanded=true]")).ToHaveCountAsync(1);
        Assert.Contains("unfolded=claim-outcome", page.Url, StringComparison.Ordinal);
        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.Locator("#metric-find")).ToBeFocusedAsync();
        await page.Locator("#metric-find").FillAsync("brier");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".metrics tbody tr")).ToHaveCountAsync(1);
        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }

    [Fact]
    public async Task Errors_ByKeyboard_LeadToExactlyThoseSamples()
    {
        var page = await OpenAsync($"/runs/{await SeedAsync()}?tab=errors");
        await InteractiveAsync(page);
        await page.Locator("td.actions a").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".matrix tbody tr")).ToHaveCountAsync(4);
        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }

    [Fact]
    public async Task Matrix_ByKeyboardAlone_FiltersOpensACellAndComesBackToIt()
    {
        var page = await OpenAsync($"/runs/{await SeedAsync()}");
        await InteractiveAsync(page);
        var different = page.Locator(".filters a[role=button]").First;
        await different.FocusAsync();
        await page.Keyboard.PressAsync(" ");
        await Assertions.Expect(different).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Keyboard.PressAsync(" ");
        await Assertions.Expect(different).ToHaveAttributeAsync("aria-pressed", "false");

        await page.EvaluateAsync("() => document.activeElement.blur()");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator("tr.sample[aria-selected=true]")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".drawer h2")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        var open = page.Locator(".matrix td:nth-of-type(2) a[aria-current=true]");
        await Assertions.Expect(open).ToHaveCountAsync(1);
        await CheckAccessibleAsync(page);
        var cell = await open.GetAttributeAsync("href");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".drawer")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator($".matrix a[href='{cell}']")).ToBeFocusedAsync();
        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }

    private static IEnumerable<(string Name, string Path, string Part)> Pages(string run) =>
    [
        ("measures", $"/runs/{run}?tab=splits", ".metrics"),
        ("sureness", $"/runs/{run}?tab=sureness", "figure.plotted"),
        ("sureness-table", $"/runs/{run}?tab=sureness&as=table", "h3"),
        ("groups", $"/runs/{run}?group=tag&folded=.t0", ".matrix .group"),
        ("errors", $"/runs/{run}?tab=errors", ".problems-by-kind"),
        ("trends", "/suites/seeded/trends", "figure.plotted"),
        ("rescore", $"/runs/{run}/rescore", ".draft"),
        ("outputs", "/runs/outputs?suite=facts", "#outputs-verdict"),
        ("hallucination", $"/hallucination?run={run}", "figure.plotted"),
    ];

    private async Task<string> SeedAsync()
    {
        IDbContextFactory<WorkbenchDbContext> database = new WorkspaceContextFactory(Path.Combine(Server.Folder, "workbench.db"));
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 9, 0, 0, TimeSpan.Zero));
        using var store = new RunStore(database, time);
        foreach (var (version, skill) in new[] { (1, 0.5), (1, 0.6), (2, 0.7) })
        {
            await SeededRun.AddAsync(store, SeededRun.Suite(version), skill);
            time.Advance(TimeSpan.FromDays(4));
        }

        return await SeededRun.AddAsync(store, SeededRun.Suite(2), 0.75);
    }
}
