using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Suites;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;
using Workbench.People;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Components.Suites;

public sealed class SuiteCheckTests : ComponentTest
{
    private const string Whole = "name: mine\nversion: 2\nscorers: [ { kind: exact } ]\nsamples:\n  - { id: one, prompt: \"1 + 1?\", target: \"2\" }\n";
    private readonly TestDatabase _database = new();
    private readonly SuiteFolder _folder;

    public SuiteCheckTests()
    {
        var catalog = new SuiteCatalog(_database.Folder, "");
        _folder = new SuiteFolder(_database.Folder, catalog);
        Services.AddSingleton(_folder);
        Services.AddSingleton<AuthenticationStateProvider>(new Nobody());
        Services.AddScoped<CurrentActor>();
    }

    [Fact]
    public void Check_TextWithMistakes_ListsThemAllByLineAndOffersNoSaving()
    {
        var page = Render<SuiteCheckPage>();
        page.Find("textarea").Change("name: mine\nversion: zero\nscorers: [ { kind: exakt } ]\nsamples:\n  - { id: one }\n");
        page.Find("button.primary").Click();

        Assert.True(page.FindAll(".problems li").Count >= 3, page.Markup);
        Assert.Contains("pasted text:2", page.Find(".problems").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Save to the workspace", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_WholeSuite_IsInTheWorkspaceAndOpens()
    {
        var page = Render<SuiteCheckPage>();
        page.Find("textarea").Change(Whole);
        page.Find("button.primary").Click();
        page.Find("button.primary").Click();

        Assert.EndsWith("/suites/mine%402", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_database.Folder, "mine-v2.yaml")));
    }

    [Fact]
    public void Add_SameVersionWithOtherContent_IsRefused()
    {
        _folder.Add(Whole, "a.yaml", Actor.Owner);
        Assert.Equal("mine", _folder.Add(Whole, "a.yaml", Actor.Owner).Name);

        var refused = Assert.Throws<InputException>(() => _folder.Add(Whole.Replace("1 + 1", "1 + 2", StringComparison.Ordinal), "a.yaml", Actor.Owner));
        Assert.Equal("version", Assert.Single(refused.Problems).Field);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }

    private sealed class Nobody : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal()));
    }
}
