using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Workbench.Tests.Browser;

/// <summary>What four fast columns cost the browser, and eight columns on any screen.</summary>
public sealed class ComparePaceTests : BrowserTest
{
    private const int Tokens = 800;
    private readonly PacedEndpoint _endpoint = new(Tokens, 100);

    protected override IEnumerable<KeyValuePair<string, string>> ServerEnvironment => Enumerable.Range(0, 8).SelectMany(index => new[]
    {
        KeyValuePair.Create($"Workbench__Endpoints__{index}__Name", $"paced-{index + 1}"),
        KeyValuePair.Create($"Workbench__Endpoints__{index}__Url", _endpoint.Address),
    });

    /// <summary>Figures are for a quiet machine: set <c>WORKBENCH_MEASURE</c> to hold them to their limits.</summary>
    [Fact]
    public async Task FourColumns_AtAHundredTokensASecond_LeaveTheBrowserFree()
    {
        var page = await OpenAsync(Address(4));
        await page.EvaluateAsync("() => { window.longest = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => window.longest = Math.max(window.longest, entry.duration))).observe({ type: 'longtask', buffered: false }); }");
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("Performance.enable");
        await page.Locator("[data-key='Ctrl+Enter']").ClickAsync();
        await Assertions.Expect(page.Locator("[data-t='20']")).ToHaveCountAsync(4, new() { Timeout = 30_000 });
        var before = await MetricsAsync(devtools);
        await Assertions.Expect(page.Locator("[data-t='700']")).ToHaveCountAsync(4, new() { Timeout = 60_000 });
        var after = await MetricsAsync(devtools);
        var longest = await page.EvaluateAsync<double>("() => window.longest");
        var share = (after.Tasks - before.Tasks) / (after.At - before.At);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{after.At - before.At:0.00} s, main thread {100 * share:0.0} %, longest task {longest:0} ms"));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(", ", after.Parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Key} {100 * (part.Value - before.Parts[part.Key]) / (after.At - before.At):0.0} %"))));

        await Assertions.Expect(page.Locator("article.answer footer b").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.Equal(4 * Tokens, await page.Locator("[data-t]").CountAsync());
        if (Environment.GetEnvironmentVariable("WORKBENCH_MEASURE") is { Length: > 0 })
        {
            Assert.True(share < 0.25, $"The main thread was busy {share:P0} of the time");
            Assert.True(longest < 200, $"One task took {longest} ms");
        }

        Assert.Empty(Problems);
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(1024)]
    [InlineData(390)]
    public async Task EightColumns_OnAnyScreen_ScrollInsideTheirBoard(int width)
    {
        var page = await OpenAsync(Address(8), width: width, height: width < 500 ? 844 : 900);
        await page.Locator("[data-key='Ctrl+Enter']").ClickAsync();
        await Assertions.Expect(page.Locator("[data-t='100']")).ToHaveCountAsync(8, new() { Timeout = 60_000 });
        await page.Locator("[data-key='Escape']").ClickAsync();
        await Assertions.Expect(page.Locator("article.answer .live")).ToHaveCountAsync(0, new() { Timeout = 30_000 });

        var prompt = await page.Locator(".prompt").BoundingBoxAsync();
        await page.Keyboard.PressAsync("j");
        for (var column = 0; column < 7; column++)
        {
            await page.Keyboard.PressAsync("j");
        }

        await Assertions.Expect(page.Locator("article.answer").Last).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("article.answer").Last).ToBeInViewportAsync();
        Assert.Equal(prompt!.X, (await page.Locator(".prompt").BoundingBoxAsync())!.X);
        Assert.True(await page.EvaluateAsync<bool>("() => document.querySelector('main').scrollWidth <= document.querySelector('main').clientWidth + 1"), "the page itself scrolls sideways");
        Assert.True(await page.EvaluateAsync<double>("() => document.querySelector('article.answer').getBoundingClientRect().width") >= 220);
        await ShootAsync(page, $"compare-8.{width}");
        await AssertAccessibleAsync(page);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _endpoint.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static string Address(int columns) => "/compare?" + string.Join('&', Enumerable.Range(1, columns).Select(column => $"m{column}=paced-{column}&n{column}=1000")) + "&q=Why+is+the+sky+red%3F";

    private static async Task<(double At, double Tasks, Dictionary<string, double> Parts)> MetricsAsync(ICDPSession devtools)
    {
        var metrics = (await devtools.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray().ToDictionary(metric => metric.GetProperty("name").GetString()!, metric => metric.GetProperty("value").GetDouble());
        return (metrics["Timestamp"], metrics["TaskDuration"], metrics.Where(metric => metric.Key is "LayoutDuration" or "RecalcStyleDuration" or "ScriptDuration" or "ProcessTime").ToDictionary());
    }
}
