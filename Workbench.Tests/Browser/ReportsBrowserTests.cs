using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using UglyToad.PdfPig;
using Workbench.Core.Reports.Formats;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Runs;

namespace Workbench.Tests.Browser;

/// <summary>Reports in a real browser: a PDF is begun and stopped, then made with its steps shown, downloaded and read; what was stopped leaves nothing.</summary>
public sealed class ReportsBrowserTests : BrowserTest
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public async Task Make_CancelledThenMade_IsDownloaded(string culture)
    {
        Assert.SkipWhen(new PdfPrinter().Browser is null, "no browser on the PATH to print with");
        var run = await SeedAsync();
        var page = await OpenAsync($"/reports?subject={run}&format=pdf&lang={culture}", culture);
        await InteractiveAsync(page);
        var make = page.Locator("section .row[role=status] .btn.primary").First;
        var cancel = page.Locator(".btn[data-key=Escape]");

        await make.ClickAsync();
        await cancel.ClickAsync(new() { Timeout = Patience });
        await Assertions.Expect(page.Locator(".row[role=status] .soft").First).ToContainTextAsync(culture == "en" ? "ancel" : "取消", new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("a.btn.primary[download]")).ToHaveCountAsync(0);
        await CheckAccessibleAsync(page);

        await make.ClickAsync();
        await Assertions.Expect(page.Locator(".row[role=status] [role=progressbar]")).ToBeVisibleAsync(new() { Timeout = Patience });
        var link = page.Locator("a.btn.primary[download]");
        await Assertions.Expect(link).ToBeVisibleAsync(new() { Timeout = Patience });
        await ShootAsync(page, $"reports-made-{culture}");
        await CheckAccessibleAsync(page);
        var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync(), new() { Timeout = Patience });
        await using var file = await download.CreateReadStreamAsync();
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, TestContext.Current.CancellationToken);

        Assert.EndsWith(".pdf", download.SuggestedFilename, StringComparison.Ordinal);
        using var pdf = PdfDocument.Open(bytes.ToArray());
        Assert.Contains(run, pdf.GetPage(1).Text, StringComparison.Ordinal);
        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }

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
