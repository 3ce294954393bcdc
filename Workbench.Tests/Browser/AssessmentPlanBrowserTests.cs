using Microsoft.Playwright;

namespace Workbench.Tests.Browser;

/// <summary>A plan in a real browser: fixed, run, labelled with the keyboard, assessed, compared, and looked at as a map.</summary>
public sealed class AssessmentPlanBrowserTests : BrowserTest
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public async Task Plan_FixedRunLabelledAndAssessed_IsNamedByItsAssessment(string culture)
    {
        var page = await OpenAsync("/banks", culture);
        await InteractiveAsync(page);
        await page.Locator(".note .btn").ClickAsync();
        await Assertions.Expect(page.Locator(".note .btn")).ToHaveCountAsync(0, new() { Timeout = Patience });
        foreach (var bank in new[] { "should-answer", "generated" })
        {
            await page.GotoAsync($"/banks/review?bank={bank}");
            await InteractiveAsync(page);
            await page.Locator(".page-head .btn").ClickAsync();
            await Assertions.Expect(page.Locator(".empty")).ToBeVisibleAsync(new() { Timeout = Patience });
        }

        await page.GotoAsync("/compliance/plans/new");
        await InteractiveAsync(page);
        await page.Locator("input[name=pack][value='cn.gbt45654@2025']").CheckAsync();
        await page.Locator("input[name=candidate][value='demo-knows']").CheckAsync();
        await page.Locator("input[name=candidate][value='demo-refuses']").CheckAsync();
        foreach (var (bank, size) in new[] { ("generated", "12"), ("should-answer", "26"), ("should-refuse", "0") })
        {
            await page.Locator($"#size-{bank}").FillAsync(size);
            await page.Locator($"#size-{bank}").BlurAsync();
        }

        await page.Locator("form.ask button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("tr[data-clause]").First).ToBeVisibleAsync(new() { Timeout = Patience });
        await SeeAsync(page, $"plan-new-{culture}");
        await page.Locator(".page-head .btn.primary").ClickAsync();
        await page.WaitForURLAsync("**/compliance/plans/AP-0001", new() { Timeout = Patience });
        await InteractiveAsync(page);
        await SeeAsync(page, $"plan-{culture}");
        await page.Locator(".page-head .btn.primary").ClickAsync();
        await page.WaitForURLAsync("**/runs/R-0001", new() { Timeout = Patience });

        // Until it has ended there is no button to assess.
        await Eventually.HoldsAsync("the plan's run has ended", async () =>
        {
            await page.GotoAsync("/compliance/plans/AP-0001");
            await InteractiveAsync(page);
            return await page.Locator(".page-head .btn.primary").CountAsync() > 0;
        }, TestContext.Current.CancellationToken);

        await page.GotoAsync("/labels/R-0001");
        await InteractiveAsync(page);
        var item = await page.Locator("article[data-item]").GetAttributeAsync("data-item");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("demo-");
        await SeeAsync(page, $"label-{culture}");
        await page.Keyboard.PressAsync("1");
        await Assertions.Expect(page.Locator("article[data-item]")).Not.ToHaveAttributeAsync("data-item", item!, new() { Timeout = Patience });
        await page.Keyboard.PressAsync("u");
        await Assertions.Expect(page.Locator("article[data-item]")).ToHaveAttributeAsync("data-item", item!, new() { Timeout = Patience });
        await page.Keyboard.PressAsync("2");
        await Assertions.Expect(page.Locator("article[data-item]")).Not.ToHaveAttributeAsync("data-item", item!, new() { Timeout = Patience });
        await SeeAsync(page, $"label-checks-{culture}");

        await page.GotoAsync("/compliance/plans/AP-0001");
        await InteractiveAsync(page);
        await page.Locator(".page-head .btn.primary").ClickAsync();
        await page.WaitForURLAsync("**/compliance/A-0001", new() { Timeout = Patience });
        await Assertions.Expect(page.Locator(".page-head a[href='/compliance/plans/AP-0001']")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("tr[data-clause=content-people]")).ToHaveAttributeAsync("data-verdict", "NotEnoughEvidence");
        await SeeAsync(page, $"assessment-planned-{culture}");
        await page.GotoAsync("/compliance/A-0001/since/A-0001?candidate=demo-refuses&other=demo-knows");
        await Assertions.Expect(page.Locator("table.since tbody tr").First).ToBeVisibleAsync(new() { Timeout = Patience });
        await SeeAsync(page, $"since-{culture}");
        await page.GotoAsync("/compliance/A-0001/map?metric=refusal.accuracy&candidate=demo-refuses&by=leaf");
        await Assertions.Expect(page.Locator("td.cell").First).ToBeVisibleAsync(new() { Timeout = Patience });
        await SeeAsync(page, $"map-{culture}");
        await page.GotoAsync("/compliance/A-0001/map?view=table");
        await SeeAsync(page, $"map-table-{culture}");
        await page.GotoAsync("/labels");
        await SeeAsync(page, $"labels-{culture}");
        await page.GotoAsync("/compliance");
        await SeeAsync(page, $"compliance-{culture}");
        Assert.True(Problems.Count == 0, string.Join(Environment.NewLine, Problems));
    }

    private async Task SeeAsync(IPage page, string name)
    {
        await ShootAsync(page, name);
        await CheckAccessibleAsync(page);
    }
}
