using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Workbench.Tests.Browser;

/// <summary>A real Chromium against a real workbench; skipped, by name, where no Chromium is installed.</summary>
[Trait("Category", "Browser")]
public abstract class BrowserTest : IAsyncLifetime
{
    /// <summary>The longest wait for what a page is to show, in milliseconds: what a machine needs that has everything else to do as well.</summary>
    protected static readonly float Patience = (float)TimeSpan.FromMinutes(3).TotalMilliseconds;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    protected WorkbenchProcess Server { get; private set; } = null!;

    protected string ServerAddress { get; private set; } = "";

    protected virtual string[] ServerArguments => [];

    protected virtual IEnumerable<KeyValuePair<string, string>> ServerEnvironment => [];

    public async ValueTask InitializeAsync()
    {
        var executable = FindChromium();
        Assert.SkipWhen(executable is null, "Chromium is not installed");
        ServerAddress = await StartServerAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = executable,
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <returns>Where the workbench listens.</returns>
    protected virtual async Task<string> StartServerAsync()
    {
        Server = await WorkbenchProcess.StartAsync(null, ServerEnvironment, ServerArguments);
        return Server.Address;
    }

    /// <summary>A page in <paramref name="culture"/> (<c>en</c> or <c>zh-Hans</c>); console errors fail the test through <see cref="Problems"/>.</summary>
    protected async Task<IPage> OpenAsync(string path, string culture = "en", int width = 1440, int height = 900)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = culture == "en" ? "en-GB" : "zh-CN",
            ViewportSize = new ViewportSize { Width = width, Height = height },
            BaseURL = ServerAddress,
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Problems.Add(message.Text);
            }
        };
        page.PageError += (_, error) => Problems.Add(error);
        await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });

        // Buttons of a prerendered page do nothing before the circuit is there.
        await page.Locator(".app[data-ready]").WaitForAsync();
        return page;
    }

    protected List<string> Problems { get; } = [];

    /// <summary>Waits until the page's circuit is there: before that a click would be lost.</summary>
    protected static Task InteractiveAsync(IPage page) => page.Locator(".app[data-ready=true]").WaitForAsync();

    /// <summary>Keeps a picture when <c>WORKBENCH_SCREENSHOTS</c> names a folder.</summary>
    protected static async Task ShootAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("WORKBENCH_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
        }
    }

    protected async Task AssertAccessibleAsync(IPage page)
    {
        var before = Problems.Count;
        await CheckAccessibleAsync(page);
        Assert.Empty(Problems.Skip(before));
    }

    /// <summary>Serious and critical findings go to <see cref="Problems"/>, so that one walk finds them all.</summary>
    protected async Task CheckAccessibleAsync(IPage page)
    {
        // Going from what the server wrote to what is live, the head is written anew: for a moment the page has no title.
        await page.WaitForFunctionAsync("() => document.title !== '' && !document.querySelector('.app:not([data-ready=true])')");
        var result = await page.RunAxe().WaitAsync(TimeSpan.FromMinutes(2));
        var serious = result.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{page.Url} {violation.Id}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}");
        Problems.AddRange(serious);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    internal static string? FindChromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
}
