using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Workbench.Tests.Browser;

/// <summary>The README's tour, done by a person per role in a real browser, in both languages: from model files to a signed decision.</summary>
public sealed partial class TourTests : BrowserTest
{
    protected override string[] ServerArguments => ["--demo"];

    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public async Task Tour_FromModelFilesToADecision_WorksInBothLanguages(string culture)
    {
        var page = await OpenAsync("/", culture);
        Assert.Equal(culture, await page.Locator("html").GetAttributeAsync("lang"));
        await SeeAsync(page, "home", culture);
        await LoadModelsAsync(page, culture);
        await CompareAsync(page, culture);
        var run = await RunSuiteAsync(page, culture);
        await HallucinationAsync(page, run, culture);
        var assessment = await AssessAsync(page, run, culture);
        await RaceAsync(page, culture);
        var decision = await DecideAsync(page, assessment, culture);
        await VerifyLogAsync(page, culture);
        await ReportAsync(page, decision, culture);
        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }

    private async Task LoadModelsAsync(IPage page, string culture)
    {
        await page.GotoAsync("/models");
        await InteractiveAsync(page);
        await page.Locator("main .btn.primary").First.ClickAsync();
        await Assertions.Expect(page.Locator("tr[data-host=Ready], tr[data-host=Busy]")).ToHaveCountAsync(4, new() { Timeout = Patience });
        await SeeAsync(page, "models", culture);
    }

    private async Task CompareAsync(IPage page, string culture)
    {
        var question = culture == "en" ? "What is the capital of Ireland?" : "爱尔兰的首都是哪里？";
        await page.GotoAsync($"/compare?m1=demo-knows&m2=demo-invents&q={Uri.EscapeDataString(question)}");
        await InteractiveAsync(page);
        await page.Locator("main .btn.primary").First.ClickAsync();
        await Assertions.Expect(page.Locator("article.answer footer b")).Not.ToHaveCountAsync(0, new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("article.answer .quote[aria-busy]")).ToHaveCountAsync(0, new() { Timeout = Patience });
        await SeeAsync(page, "compare", culture);

        await page.GotoAsync($"/compare?m1=demo-knows&m2=demo-invents&q={Uri.EscapeDataString(question)}&blind=1");
        await InteractiveAsync(page);
        await page.Locator("main .btn.primary").First.ClickAsync();
        var vote = page.Locator("button[data-key='1']");
        await Assertions.Expect(vote).ToBeEnabledAsync(new() { Timeout = Patience });
        await SeeAsync(page, "compare-blind", culture);
        await vote.ClickAsync();
        await Assertions.Expect(page.Locator("article.answer .cand").First).ToBeVisibleAsync(new() { Timeout = Patience });
    }

    private async Task<string> RunSuiteAsync(IPage page, string culture)
    {
        await page.GotoAsync("/runs/new?suite=demo-world");
        await InteractiveAsync(page);
        await page.Locator("#run-limit").FillAsync("60");
        await page.Locator("#run-limit").PressAsync("Tab");
        await page.Locator("main .btn.primary").First.ClickAsync();
        await page.WaitForURLAsync(RunUrl(), new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("[data-status=Finished]")).ToBeVisibleAsync(new() { Timeout = 3 * Patience });
        await Assertions.Expect(page.Locator("table a[href*='sample=']").First).ToBeVisibleAsync(new() { Timeout = Patience });
        await SeeAsync(page, "run", culture);
        await page.Locator("table a[href*='sample=']").First.ClickAsync();
        await Assertions.Expect(page.Locator("aside.drawer")).ToBeVisibleAsync();
        await SeeAsync(page, "run-cell", culture);
        return RunUrl().Match(page.Url).Groups[1].Value;
    }

    private async Task HallucinationAsync(IPage page, string run, string culture)
    {
        await page.GotoAsync($"/hallucination?run={run}");
        await InteractiveAsync(page);
        await Assertions.Expect(page.Locator("main svg.frontier, main .frontier svg").First).ToBeVisibleAsync(new() { Timeout = Patience });
        await SeeAsync(page, "hallucination", culture);
    }

    private async Task<string> AssessAsync(IPage page, string run, string culture)
    {
        await ActAsAsync(page, "demo-compliance", $"/compliance?run={run}");
        await page.Locator("main .btn.primary").First.ClickAsync();
        await page.WaitForURLAsync(AssessmentUrl(), new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("tr[data-clause]").First).ToBeVisibleAsync();
        Assert.True(await page.Locator("tr[data-clause]").CountAsync() >= 10);
        await SeeAsync(page, "assessment", culture);
        return AssessmentUrl().Match(page.Url).Groups[1].Value;
    }

    private async Task RaceAsync(IPage page, string culture)
    {
        await ActAsAsync(page, "demo-lead", "/races/new");
        await page.Locator("#name").FillAsync(culture == "en" ? "Autumn cup" : "秋季杯");
        await page.Locator("#suite").SelectOptionAsync("arithmetic");
        await page.Locator("main .btn.primary").First.ClickAsync();
        await page.WaitForURLAsync(new Regex("/races/S-"), new() { Timeout = Patience });
        foreach (var (team, model) in ((string, string)[])[("Lakeside", "demo-knows"), ("Hillside", "demo-invents")])
        {
            await EnterAsync(page, team, model);
        }

        await page.Locator("main .btn.primary").First.ClickAsync();
        await Assertions.Expect(page.Locator("table.board").First.Locator("tbody tr")).ToHaveCountAsync(6, new() { Timeout = Patience });

        // The blind vote from Compare was about exactly these two, so it counts here.
        await Assertions.Expect(page.Locator("table.board")).ToHaveCountAsync(2, new() { Timeout = Patience });
        await SeeAsync(page, "race", culture);
    }

    private static async Task EnterAsync(IPage page, string team, string model)
    {
        await page.Locator("#team").FillAsync(team);
        await page.Locator("#model").SelectOptionAsync(model);
        await page.Locator("form.enter button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("td", new() { HasTextString = team }).First).ToBeVisibleAsync(new() { Timeout = Patience });
    }

    private async Task<string> DecideAsync(IPage page, string assessment, string culture)
    {
        await ActAsAsync(page, "demo-compliance", $"/decisions/new?assessment={assessment}");
        await page.Locator("#use").FillAsync(culture == "en" ? "Internal search" : "内部检索");
        await page.Locator("#tier").SelectOptionAsync("T1");

        // What is missing is said where the person looks, though the button is at the end of a long form.
        await page.Locator("main form .btn.primary").ClickAsync();
        await Assertions.Expect(page.Locator(".note[role=alert]")).ToBeInViewportAsync(new() { Timeout = Patience });
        await page.Locator("#rationale").FillAsync(culture == "en" ? "It made nothing up where it answered." : "凡作答之处均未编造。");
        await page.Locator("main form .btn.primary").ClickAsync();
        await page.WaitForURLAsync(DecisionUrl(), new() { Timeout = Patience });
        var decision = DecisionUrl().Match(page.Url).Groups[1].Value;

        // Whoever proposed may not approve: the page says so in place of the button.
        await Assertions.Expect(page.Locator("[data-why~=Approve]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-act=Approve]")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("[data-state=Submitted]")).ToBeVisibleAsync();

        await ActAsAsync(page, "demo-approver", $"/decisions/{decision}");
        await page.Locator("#reason").FillAsync(culture == "en" ? "Evidence is enough for internal use." : "证据足以支持内部使用。");
        await page.Locator("#conditions").FillAsync(culture == "en" ? "No customers" : "不面向客户");
        await page.Locator("aside .btn.primary").ClickAsync();
        await Assertions.Expect(page.Locator("[data-state=ConditionallyApproved]")).ToBeVisibleAsync(new() { Timeout = Patience });
        await SeeAsync(page, "decision", culture);
        return decision;
    }

    private async Task VerifyLogAsync(IPage page, string culture)
    {
        await ActAsAsync(page, "demo-auditor", "/log");
        await page.Locator("main .btn.primary").First.ClickAsync();
        await Assertions.Expect(page.Locator("[data-verified=yes]")).ToBeVisibleAsync(new() { Timeout = Patience });
        await SeeAsync(page, "log", culture);
    }

    private static async Task ReportAsync(IPage page, string decision, string culture)
    {
        var response = await page.GotoAsync($"/reports/{decision}?format=html&lang={culture}");
        Assert.Equal(200, response!.Status);
        Assert.Matches("[0-9a-f]{64}", await page.ContentAsync());
        await ShootAsync(page, $"report.{culture}");
    }

    private static async Task ActAsAsync(IPage page, string person, string path)
    {
        await page.GotoAsync($"/sign-in/as?person={person}&back={Uri.EscapeDataString(path)}");
        await InteractiveAsync(page);
    }

    private async Task SeeAsync(IPage page, string name, string culture)
    {
        await ShootAsync(page, $"{name}.{culture}");
        await CheckAccessibleAsync(page);
    }

    [GeneratedRegex("/runs/(R-[0-9]+)")]
    private static partial Regex RunUrl();

    [GeneratedRegex("/compliance/(A-[0-9]+)")]
    private static partial Regex AssessmentUrl();

    [GeneratedRegex("/decisions/(DR-[0-9-]+)")]
    private static partial Regex DecisionUrl();
}
