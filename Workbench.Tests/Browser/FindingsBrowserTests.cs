using System.Diagnostics;
using Microsoft.Playwright;

namespace Workbench.Tests.Browser;

/// <summary>Evidence, answers by document, findings and exceptions in a real browser, by four people of a demonstration.</summary>
public sealed class FindingsBrowserTests : BrowserTest
{
    private static readonly float Patience = (float)TimeSpan.FromMinutes(2).TotalMilliseconds;

    protected override string[] ServerArguments => ["--demo"];

    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public async Task AssessmentAnsweredFoundAndExcepted_ByFourPeople_IsShownAsItStands(string culture)
    {
        var officer = await OpenAsync("/sign-in/as?person=demo-compliance&back=/findings", culture);
        foreach (var empty in (string[])["/findings", "/exceptions", "/evidence", "/findings/F-0001", "/exceptions/E-0001"])
        {
            await GoAsync(officer, empty);
            await Assertions.Expect(officer.Locator(".empty")).ToBeVisibleAsync();
        }

        await CheckAccessibleAsync(officer);
        await ProgramAsync("run", "demo-world", "--limit", "40", "--model", "null:echo", "--as", "demo-researcher");
        await ProgramAsync("assess", "R-0001", "--policy", "cn.gbt45654@2025", "--as", "demo-compliance");
        await GoAsync(officer, "/compliance/A-0001");
        var documentary = await officer.Locator("tr[data-verdict=Documentary]").First.GetAttributeAsync("data-clause");
        await GoAsync(officer, $"/compliance/A-0001?clause={documentary}");
        await AddFileAsync(officer, "clause-evidence", "procedure.txt", "who checks what");
        await officer.Locator("#a-reason").FillAsync("The procedure is in force.");
        await officer.Locator("#a-reason").BlurAsync();
        await officer.Locator("[data-step=answer]").ClickAsync();
        await Assertions.Expect(officer.Locator("[data-answers] ol li")).ToHaveCountAsync(1, new() { Timeout = Patience });
        await Assertions.Expect(officer.Locator($"tr[data-clause='{documentary}']")).ToHaveAttributeAsync("data-verdict", "Conforms");
        await SeeAsync(officer, $"clause-answered-{culture}");

        var failed = await officer.Locator("tr:is([data-verdict=DoesNotConform], [data-verdict=NotEnoughEvidence])").First.GetAttributeAsync("data-clause");
        await GoAsync(officer, $"/compliance/A-0001?clause={failed}");
        await officer.Locator("[data-step=open-finding]").ClickAsync();
        await officer.WaitForURLAsync("**/findings/new?*", new() { Timeout = Patience });
        await InteractiveAsync(officer);
        await Assertions.Expect(officer.Locator("#n-fact")).Not.ToHaveValueAsync("");
        await officer.Locator("#n-severity").SelectOptionAsync("Blocking");
        await officer.Locator("#n-owner").SelectOptionAsync("demo-lead");
        await SeeAsync(officer, $"finding-new-{culture}");
        await officer.Locator("[data-step=open]").ClickAsync();
        await officer.WaitForURLAsync("**/findings/F-0001", new() { Timeout = Patience });
        await InteractiveAsync(officer);
        await SeeAsync(officer, $"finding-{culture}");

        var lead = await OpenAsync("/sign-in/as?person=demo-lead&back=/findings/F-0001", culture);
        await StepAsync(lead, "respond", "Answers are read by a person from now on.");
        await StepAsync(lead, "resolve", "Two readers are named.");
        await Assertions.Expect(lead.Locator("[data-step=close]")).ToBeDisabledAsync();

        await GoAsync(officer, $"/exceptions/new?assessment=A-0001&clause={failed}");
        await officer.Locator("#x-use").FillAsync("reading room");
        await officer.Locator("#x-reason").FillAsync("Needed for the fair.");
        await officer.Locator("#x-measure").FillAsync("A person reads every answer.");
        await officer.Locator("#x-evidence").FillAsync("EV-0001");
        await officer.Locator("#x-evidence").BlurAsync();
        await SeeAsync(officer, $"exception-new-{culture}");
        await officer.Locator("[data-step=request]").ClickAsync();
        await officer.WaitForURLAsync("**/exceptions/E-0001", new() { Timeout = Patience });
        await Assertions.Expect(officer.Locator("[data-step=approve]")).ToHaveCountAsync(0);
        await Assertions.Expect(officer.Locator("[data-why=DecideDecision]")).ToBeVisibleAsync();

        var approver = await OpenAsync("/sign-in/as?person=demo-approver&back=/exceptions/E-0001", culture);
        await approver.Locator("#reason").FillAsync("The measure holds.");
        await approver.Locator("#reason").BlurAsync();
        await approver.Locator("[data-step=approve]").ClickAsync();
        await Assertions.Expect(approver.Locator("[data-step=approve]")).ToHaveCountAsync(0, new() { Timeout = Patience });
        await SeeAsync(approver, $"exception-{culture}");

        await GoAsync(officer, $"/compliance/A-0001?clause={failed}");
        await Assertions.Expect(officer.Locator(".now a[href='/exceptions/E-0001']")).ToBeVisibleAsync();
        await Assertions.Expect(officer.Locator(".drawer .note", new() { HasTextString = "E-0001" })).ToBeVisibleAsync();
        await SeeAsync(officer, $"assessment-now-{culture}");
        await GoAsync(officer, "/findings/F-0001");
        await StepAsync(officer, "close", "Seen.");
        foreach (var (path, name) in ((string, string)[])[("/findings", "findings"), ("/exceptions", "exceptions"), ("/evidence?file=EV-0001", "evidence"), ("/evidence/new", "evidence-new")])
        {
            await GoAsync(officer, path);
            await SeeAsync(officer, $"{name}-{culture}");
        }

        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }

    private static async Task GoAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await InteractiveAsync(page);
    }

    private static async Task StepAsync(IPage page, string step, string text)
    {
        var before = await page.Locator("li[data-act]").CountAsync();
        await page.Locator("#said").FillAsync(text);
        await page.Locator("#said").BlurAsync();
        await page.Locator($"[data-step={step}]").ClickAsync();
        await Assertions.Expect(page.Locator("li[data-act]")).ToHaveCountAsync(before + 1, new() { Timeout = Patience });
    }

    private static async Task AddFileAsync(IPage page, string prefix, string name, string text)
    {
        await page.Locator("[data-evidence] summary").First.ClickAsync();
        await page.Locator($"#{prefix}-file").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/plain", Buffer = System.Text.Encoding.UTF8.GetBytes(text) });
        await page.Locator($"#{prefix}-kind").SelectOptionAsync("Procedure");
        await page.Locator("[data-step=evidence-add]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-evidence] ul.list li")).ToHaveCountAsync(1, new() { Timeout = Patience });
    }

    /// <summary>A command of the program in the workspace of the page.</summary>
    private async Task ProgramAsync(params string[] arguments)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using var program = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Workbench.dll"), .. arguments, "--data", Server.Folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(program.StandardOutput.ReadToEndAsync(limit.Token), program.StandardError.ReadToEndAsync(limit.Token));
        await program.WaitForExitAsync(limit.Token);
        Assert.True(program.ExitCode == 0, string.Join(Environment.NewLine, said));
    }

    private async Task SeeAsync(IPage page, string name)
    {
        await ShootAsync(page, name);
        await CheckAccessibleAsync(page);
    }
}
