using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Runs;

namespace Workbench.Tests.Browser;

/// <summary>Reports in a real browser: chosen, looked at in their frame, made, fetched, and found again in the log.</summary>
public sealed class ReportsBrowserTests : BrowserTest
{
    private static readonly float Patience = (float)TimeSpan.FromMinutes(2).TotalMilliseconds;

    [Theory]
    [InlineData("en", "Run report", "Document control")]
    [InlineData("zh-Hans", "运行报告", "文件信息")]
    public async Task Report_PreviewedMadeAndFetched_IsInTheLog(string culture, string kind, string part)
    {
        await RunAsync();
        var page = await OpenAsync("/reports?subject=R-0001", culture);
        await InteractiveAsync(page);
        await CheckAccessibleAsync(page);

        await page.Locator("#lang").SelectOptionAsync(culture);
        await page.Locator("a.btn[href*='preview=true']").ClickAsync();
        var frame = page.FrameLocator("iframe.preview");
        await Assertions.Expect(frame.Locator("p.kind")).ToHaveTextAsync(kind, new() { Timeout = Patience });
        await Assertions.Expect(frame.Locator("#cover")).ToContainTextAsync(part);
        await ShootAsync(page, $"reports-preview-{culture}");

        await page.Locator("#format").SelectOptionAsync("xlsx");
        await page.WaitForURLAsync("**format=xlsx**");
        await page.Locator("button.primary").ClickAsync();
        var link = page.Locator("a.primary[download]");
        await Assertions.Expect(link).ToBeVisibleAsync(new() { Timeout = Patience });
        await ShootAsync(page, $"reports-made-{culture}");
        var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.Equal($"R-0001-run-{culture}.xlsx", download.SuggestedFilename);

        await page.ReloadAsync();
        await InteractiveAsync(page);
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("tbody tr .hash")).ToHaveCountAsync(1);
        await CheckAccessibleAsync(page);
        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }

    private async Task RunAsync()
    {
        IDbContextFactory<WorkbenchDbContext> database = new WorkspaceContextFactory(Path.Combine(Server.Folder, "workbench.db"));
        using var store = new RunStore(database, new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 9, 0, 0, TimeSpan.Zero)));
        Assert.Equal("R-0001", await SeededRun.AddAsync(store, SeededRun.Suite()));
    }
}
