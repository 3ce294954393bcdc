using Microsoft.Playwright;
using Workbench.Core.Governance;

namespace Workbench.Tests.Browser;

/// <summary>People and accounts in a real browser: what an administrator changes holds at once in pages that others have open.</summary>
public sealed class PeopleBrowserTests : BrowserTest
{
    protected override string[] ServerArguments => ["--demo"];

    [Fact]
    public async Task RoleTakenAwayAndLocked_PageOfThePersonFollowsAtOnce()
    {
        var theirs = await OpenAsync("/sign-in/as?person=demo-lead&back=/races");
        await InteractiveAsync(theirs);
        await Assertions.Expect(theirs.Locator("main a.btn.primary")).ToBeVisibleAsync();
        var admin = await OpenAsync("/sign-in/as?person=demo-administrator&back=/people?person=demo-lead");
        await InteractiveAsync(admin);
        await ShootAsync(admin, "people.en");
        await AssertAccessibleAsync(admin);

        await admin.Locator(".drawer input[data-role=TeamLead]").UncheckAsync();
        await admin.Locator(".drawer input[data-role=Auditor]").CheckAsync();
        await admin.Locator("[data-step=roles]").ClickAsync();
        await Assertions.Expect(admin.Locator(".drawer li[data-kind='person.roles-changed']")).ToBeVisibleAsync();

        // Nobody touched their page.
        await Assertions.Expect(theirs.Locator("[data-why=RaceCandidates]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(theirs.Locator("main a.btn.primary")).ToHaveCountAsync(0);
        await InteractiveAsync(theirs);
        await admin.Locator("[data-step=lock]").ClickAsync();
        await Assertions.Expect(theirs.Locator(".topbar .person")).Not.ToHaveAttributeAsync("title", new System.Text.RegularExpressions.Regex("Jonas"), new() { Timeout = 30_000 });

        // A page that is loaded anew may still be sending to the circuit it leaves: the server then says that it is gone.
        Assert.DoesNotContain(Problems, static problem => !problem.Contains("Circuit has been shut down due to error", StringComparison.Ordinal) && !problem.Contains("Cannot send data if the connection is not in the 'Connected' State", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ConnectionRefused_PersonGoneSinceThePageWasSent_PageIsLoadedAnew()
    {
        var page = await OpenAsync("/races");
        var refused = 0;
        await page.RouteAsync("**/_blazor/negotiate*", route => Interlocked.Increment(ref refused) == 1 ? route.FulfillAsync(new() { Status = 401, Body = "" }) : route.ContinueAsync());

        await page.GotoAsync("/suites");

        await page.Locator(".app[data-ready=true]").WaitForAsync(new() { Timeout = 30_000 });
        Assert.Equal(2, refused);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public async Task Account_SecondFactorAndToken_AreMadeAndShownOnce(string culture)
    {
        var page = await OpenAsync("/sign-in/as?person=demo-researcher&back=/account", culture);
        await InteractiveAsync(page);
        await page.Locator("[data-step=second-factor]").ClickAsync();
        await Assertions.Expect(page.Locator("svg.qr")).ToBeVisibleAsync();
        await ShootAsync(page, $"account.{culture}");
        await AssertAccessibleAsync(page);
        var key = (await page.Locator("[data-key-text]").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.Locator("#totp").FillAsync(Totp.Code(key, Totp.StepAt(TimeProvider.System.GetUtcNow())));
        await page.Locator(".enrol button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-second-factor=on]")).ToBeVisibleAsync(new() { Timeout = 30_000 });

        await page.Locator("#token-name").FillAsync("nightly");
        await page.Locator("input[data-scope=RunSuites]").CheckAsync();
        await page.Locator("[data-step=make-token]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-once] .secret", new() { HasTextString = "wbt_" })).ToBeVisibleAsync();
        await ShootAsync(page, $"account-done.{culture}");
        await page.Locator("tr[data-token] [data-step=revoke]").ClickAsync();
        await Assertions.Expect(page.Locator("tr[data-token] .badge")).ToBeVisibleAsync();
        Assert.Empty(Problems);
    }
}
