using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using UglyToad.PdfPig;
using Workbench.Cli;
using Workbench.Core.Log;
using Workbench.Hosting;

namespace Workbench.Tests.Browser;

/// <summary>From where a model comes from to an expired approval, by people who may each do only their part, in one workspace whose clock the test moves.</summary>
public sealed class WholePathTests : BrowserTest
{
    private const string Candidate = "demo-invents";
    private const string Researcher = "demo-researcher";
    private const string Reviewer = "demo-reviewer";
    private const string Officer = "demo-compliance";
    private const string Approver = "demo-approver";
    private const string Auditor = "demo-auditor";

    private readonly MovedClock _clock = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("workbench-path-");
    private WebApplication? _app;

    protected override async Task<string> StartServerAsync()
    {
        _app = await WorkbenchApp.BuildAsync(new ServeCommand.Settings { Data = _folder.FullName, Urls = "http://127.0.0.1:0", Demo = true }, CancellationToken.None, _clock);
        await _app.StartAsync();
        return _app.Urls.Single();
    }

    [Fact]
    public async Task FiveOfficesFromProvenanceToExpiry_EachDoesItsPart_AndAnAuditorCanCheckIt()
    {
        var page = await OpenAsync("/", "zh-Hans");
        await StateProvenanceAsync(page);
        var run = await RunAsync(page);
        await LabelAsync(page, run);
        var assessment = await AssessAsync(page, run);
        await FindAsync(page, assessment);
        await ExceptAsync(page, assessment);
        var decision = await ProposeAsync(page, assessment);
        await ApproveAsync(page, decision);
        await ExpireAsync(page, decision);
        var renewed = await RenewAsync(page, decision);
        await ReadReportAsync(page, renewed);
        await CheckEvidenceAsync(page, renewed);
        await LookAroundAsync("zh-Hans", "light", run, renewed);
        await LookAroundAsync("en", "dark", run, renewed);
        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }

    private async Task StateProvenanceAsync(IPage page)
    {
        await ActAsAsync(page, Officer, $"/models/{Candidate}/provenance?edit=1");
        await page.Locator("#p-developer").FillAsync("湖畔实验室");
        await page.Locator("#p-country").SelectOptionAsync("CN");
        await page.Locator("#p-license").FillAsync("Apache-2.0");
        await page.Locator("main .form .btn.primary").ClickAsync();
        await Assertions.Expect(page.Locator("main", new() { HasTextString = "湖畔实验室" })).ToBeVisibleAsync();
        await SeeAsync(page, "path-provenance");
    }

    private static async Task<string> RunAsync(IPage page)
    {
        await ActAsAsync(page, Researcher, "/runs/new?suite=demo-world");
        await page.Locator("#run-limit").FillAsync("60");
        await page.Locator("#run-limit").PressAsync("Tab");
        await page.Locator("main .btn.primary").First.ClickAsync();
        await page.WaitForURLAsync(Id("runs", "R"), new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("[data-status=Finished]")).ToBeVisibleAsync(new() { Timeout = 3 * Patience });
        return IdIn(page, "runs", "R");
    }

    private async Task LabelAsync(IPage page, string run)
    {
        await ActAsAsync(page, Reviewer, $"/labels/{run}");
        await SeeAsync(page, "path-labels");
        Assert.DoesNotContain(Candidate, await page.Locator("main .desk").InnerTextAsync(), StringComparison.Ordinal);
        foreach (var key in (string[])["1", "2", "1", "3"])
        {
            var item = await page.Locator("article[data-item]").GetAttributeAsync("data-item");
            await page.Keyboard.PressAsync(key);
            await Assertions.Expect(page.Locator("article[data-item]")).Not.ToHaveAttributeAsync("data-item", item!);
        }
    }

    private async Task<string> AssessAsync(IPage page, string run)
    {
        await ActAsAsync(page, Officer, $"/compliance?run={run}");
        foreach (var chosen in await page.Locator("input[name=pack]:checked").AllAsync())
        {
            await chosen.UncheckAsync();
        }

        await page.Locator("input[name=pack][value='own.template@1']").CheckAsync();
        await page.Locator("form.assess .btn.primary").ClickAsync();
        await page.WaitForURLAsync(Id("compliance", "A"), new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("tr[data-clause=made-up]")).ToBeVisibleAsync();
        await SeeAsync(page, "path-assessment");
        return IdIn(page, "compliance", "A");
    }

    private async Task FindAsync(IPage page, string assessment)
    {
        // The clause that wants a document is answered by a person; what it said before is frozen.
        await GoAsync(page, $"/compliance/{assessment}?candidate={Candidate}&clause=owner");
        await page.Locator(".drawer [data-evidence] summary").ClickAsync();
        await page.Locator("#clause-evidence-file").SetInputFilesAsync(new FilePayload { Name = "责任书.txt", MimeType = "text/plain", Buffer = System.Text.Encoding.UTF8.GetBytes("检索组对该用途负责。") });
        await page.Locator(".drawer [data-step=evidence-add]").ClickAsync();
        await page.Locator(".drawer fieldset label.check", new() { HasTextString = "责任书.txt" }).Locator("input").CheckAsync();
        await page.Locator("#a-reason").FillAsync("检索组负责。");
        await page.Locator("[data-step=answer]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-answers] li").First).ToBeVisibleAsync();

        await GoAsync(page, $"/compliance/{assessment}?candidate={Candidate}&clause=made-up");
        await page.Locator("[data-step=open-finding]").ClickAsync();
        await InteractiveAsync(page);
        await Assertions.Expect(page.Locator("#n-fact")).Not.ToHaveValueAsync("");
        await page.Locator("#n-owner").SelectOptionAsync("demo-lead");
        await page.Locator("#n-recommendation").FillAsync("上线前接入检索。");
        await page.Locator("[data-step=open]").ClickAsync();
        await page.WaitForURLAsync(Id("findings", "F"), new() { Timeout = Patience });
        await SeeAsync(page, "path-finding");
        var finding = IdIn(page, "findings", "F");
        await StepAsync(page, "respond", "已接入检索并逐条核对。");
        await StepAsync(page, "resolve", "复查通过。");

        // A blocking finding forbids the use until a second person has closed it.
        await Assertions.Expect(page.Locator("button[data-step=close]")).ToBeDisabledAsync();
        await ActAsAsync(page, Researcher, $"/findings/{finding}");
        await StepAsync(page, "close", "同意关闭。");
    }

    private static async Task StepAsync(IPage page, string step, string said)
    {
        var before = await page.Locator("ol.list li[data-act]").CountAsync();
        await page.Locator("#said").FillAsync(said);
        await page.Locator($"button[data-step={step}]").ClickAsync();
        await Assertions.Expect(page.Locator("ol.list li[data-act]")).ToHaveCountAsync(before + 1);
    }

    private async Task ExceptAsync(IPage page, string assessment)
    {
        await ActAsAsync(page, Officer, $"/exceptions/new?assessment={assessment}&candidate={Candidate}");
        foreach (var clause in await page.Locator("main fieldset input[type=checkbox]").AllAsync())
        {
            await clause.CheckAsync();
        }

        await page.Locator("#x-use").FillAsync("内部检索");
        await page.Locator("#x-reason").FillAsync("只用于起草，逐条人工核对。");
        await page.Locator("#x-measure").FillAsync("每个回答由员工对照来源核对。");
        await page.Locator("#x-evidence").FillAsync("EV-0001");
        await page.Locator("[data-step=request]").ClickAsync();
        await page.WaitForURLAsync(Id("exceptions", "E"), new() { Timeout = Patience });
        var exception = IdIn(page, "exceptions", "E");

        // Whoever asked does not grant.
        await Assertions.Expect(page.Locator("[data-why=DecideDecision]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-step=approve]")).ToHaveCountAsync(0);
        await ActAsAsync(page, Approver, $"/exceptions/{exception}");
        await page.Locator("#reason").FillAsync("措施足够。");
        await page.Locator("[data-step=approve]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-step=approve]")).ToHaveCountAsync(0);
        await SeeAsync(page, "path-exception");
    }

    private static async Task<string> ProposeAsync(IPage page, string assessment)
    {
        await ActAsAsync(page, Officer, $"/decisions/new?assessment={assessment}");
        await page.Locator("#candidate").SelectOptionAsync(Candidate);
        await page.Locator("#use").FillAsync("内部检索");
        await page.Locator("#tier").SelectOptionAsync("T1");
        await page.Locator("#rationale").FillAsync("例外条款已批准，人工核对到位。");
        await page.Locator("main form .btn.primary").ClickAsync();
        await page.WaitForURLAsync(Id("decisions", "DR"), new() { Timeout = Patience });

        // Nobody approves what they proposed, and the page says so before it is tried.
        await Assertions.Expect(page.Locator("[data-why~=Approve]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("button[data-act=Approve]")).ToHaveCountAsync(0);
        return IdIn(page, "decisions", "DR");
    }

    private async Task ApproveAsync(IPage page, string decision)
    {
        await ActAsAsync(page, Approver, "/decisions?view=waiting");
        await Assertions.Expect(page.Locator($"[data-waiting] a[href*='{decision}']").First).ToBeVisibleAsync();
        await SignAsync(page, decision);
    }

    private async Task SignAsync(IPage page, string decision)
    {
        await GoAsync(page, $"/decisions/{decision}");
        await page.Locator("#reason").FillAsync("证据足以支持内部使用。");
        await page.Locator("#conditions").FillAsync("不面向客户");
        await page.Locator("button[data-act=Approve]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-state=ConditionallyApproved]").First).ToBeVisibleAsync(new() { Timeout = Patience });
        await SeeAsync(page, $"path-{decision}");
    }

    private async Task ExpireAsync(IPage page, string decision)
    {
        _clock.Move(TimeSpan.FromDays(365 * 3));
        await ActAsAsync(page, Officer, $"/decisions/{decision}");
        await Assertions.Expect(page.Locator("[data-state=Expired]").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-due]")).ToBeVisibleAsync();
        await SeeAsync(page, "path-expired");
    }

    private async Task<string> RenewAsync(IPage page, string decision)
    {
        await page.Locator("[data-due] a[href*=renew]").ClickAsync();
        await page.WaitForURLAsync(new Regex("/decisions/new"), new() { Timeout = Patience });
        await InteractiveAsync(page);
        await Assertions.Expect(page.Locator("#use")).ToHaveValueAsync("内部检索");
        await page.Locator("#rationale").FillAsync("到期复审：仍只用于起草。");
        await page.Locator("main form .btn.primary").ClickAsync();
        await page.WaitForURLAsync(Id("decisions", "DR"), new() { Timeout = Patience });
        var renewed = IdIn(page, "decisions", "DR");
        Assert.NotEqual(decision, renewed);

        // The exception has ended with the approval: what did not conform blocks again, unless somebody answers for it.
        await ActAsAsync(page, Approver, $"/decisions/{renewed}");
        await Assertions.Expect(page.Locator("li[data-rule=clause].is-incorrect").First).ToBeVisibleAsync();
        await page.Locator("#override").FillAsync("复测前限期使用一个月。");
        await SignOverridingAsync(page);
        return renewed;
    }

    private async Task SignOverridingAsync(IPage page)
    {
        await page.Locator("#reason").FillAsync("限期继续，条件不变。");
        await page.Locator("#conditions").FillAsync("不面向客户");
        await page.Locator("button[data-act=Approve]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-state=ConditionallyApproved]").First).ToBeVisibleAsync(new() { Timeout = Patience });
        await SeeAsync(page, "path-renewed");
    }

    private async Task ReadReportAsync(IPage page, string decision)
    {
        await ActAsAsync(page, Auditor, "/reports");
        var file = await page.APIRequest.GetAsync($"{ServerAddress}/reports/{decision}?format=pdf&lang=zh-Hans", new() { Timeout = Patience });
        Assert.Equal(200, file.Status);
        using var pdf = PdfDocument.Open(await file.BodyAsync());
        var text = string.Concat(pdf.GetPages().Select(sheet => sheet.Text));
        Assert.Contains("不符合", text, StringComparison.Ordinal);
        Assert.Contains(decision, text, StringComparison.Ordinal);
    }

    private async Task CheckEvidenceAsync(IPage page, string decision)
    {
        var file = await page.APIRequest.GetAsync($"{ServerAddress}/log/evidence/{decision}", new() { Timeout = Patience });
        Assert.Equal(200, file.Status);
        var pack = Path.Combine(_folder.FullName, "pack");
        await using (var zip = new MemoryStream(await file.BodyAsync()))
        {
            await ZipFile.ExtractToDirectoryAsync(zip, pack);
        }

        Assert.True(EvidencePackCheck.Verify(pack).Ok);
        await File.AppendAllTextAsync(Path.Combine(pack, "run", "answers.jsonl"), "{}");
        Assert.False(EvidencePackCheck.Verify(pack).Ok);

        // The log by itself, too.
        Assert.True(LogPackCheck.Verify(Path.Combine(pack, "log")).Ok);
        var entry = Directory.EnumerateFiles(Path.Combine(pack, "log", "tile", "entries"), "*", SearchOption.AllDirectories).First();
        var bytes = await File.ReadAllBytesAsync(entry);
        bytes[^2] ^= 1;
        await File.WriteAllBytesAsync(entry, bytes);
        Assert.False(LogPackCheck.Verify(Path.Combine(pack, "log")).Ok);
    }

    /// <summary>Every page of what was done, full, by somebody who may see all of it.</summary>
    private async Task LookAroundAsync(string culture, string theme, string run, string decision)
    {
        var page = await OpenAsync($"/sign-in/as?person={Officer}&back={Uri.EscapeDataString($"/theme?t={theme}&back=/")}", culture);
        string[] paths =
        [
            "/", "/provenance", $"/models/{Candidate}/provenance", $"/labels/{run}", "/compliance", "/compliance/plans/new", $"/compliance/A-0001?candidate={Candidate}&clause=owner", $"/compliance/A-0001/map?candidate={Candidate}",
            $"/compliance/A-0001/since/A-0001?candidate={Candidate}&other=demo-knows", "/findings", "/findings/F-0001", "/exceptions", "/exceptions/E-0001", "/evidence", "/evidence?file=EV-0001", "/decisions", "/decisions?view=waiting", "/decisions?view=all",
            $"/decisions/{decision}", "/decisions/new?assessment=A-0001", "/decisions/signatories", "/log", "/log/5", "/log/checkpoints", $"/reports?subject={decision}",
        ];
        foreach (var path in paths)
        {
            await GoAsync(page, path);
            await Assertions.Expect(page.Locator("main h1")).ToBeVisibleAsync();
            await SeeAsync(page, $"path{path.Split('?')[0].Replace('/', '-')}{path.Split('?').ElementAtOrDefault(1)?.Length}.{culture}");
        }

        // Not with the accessibility check, which waits for a script to run in the frame: it may not.
        await GoAsync(page, $"/reports?subject={decision}&preview=true");
        await Assertions.Expect(page.FrameLocator("iframe.preview").Locator("h1").First).ToBeVisibleAsync(new() { Timeout = Patience });
        await ShootAsync(page, $"path-preview.{culture}");
    }

    private static async Task GoAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await InteractiveAsync(page);
    }

    private static Task ActAsAsync(IPage page, string person, string path) => GoAsync(page, $"/sign-in/as?person={person}&back={Uri.EscapeDataString(path)}");

    private async Task SeeAsync(IPage page, string name)
    {
        await ShootAsync(page, name);
        await CheckAccessibleAsync(page);
    }

    private static Regex Id(string folder, string letters) => new($"/{folder}/{letters}-[0-9-]+");

    private static string IdIn(IPage page, string folder, string letters) => Regex.Match(page.Url, $"/{folder}/({letters}-[0-9-]+)").Groups[1].Value;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
