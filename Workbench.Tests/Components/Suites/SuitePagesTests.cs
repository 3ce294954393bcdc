using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Suites;
using Workbench.Core.Governance;
using Workbench.Core.Models;
using Workbench.Core.Storage.Runs;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;
using Workbench.Tests.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Components.Suites;

public sealed class SuitePagesTests : ComponentTest
{
    private const string Whole = "name: mine\nversion: 2\nscorers: [ { kind: exact } ]\nsamples:\n  - { id: one, prompt: \"1 + 1?\", target: \"2\" }\n";
    private readonly TestDatabase _database = new();
    private readonly SuiteFolder _folder;

    public SuitePagesTests()
    {
        DefaultWaitTimeout = TimeSpan.FromMinutes(1);
        var catalog = new SuiteCatalog(_database.Folder, "");
        _folder = new SuiteFolder(_database.Folder, catalog);
        Services.AddSingleton(catalog);
        Services.AddSingleton(_folder);
        Services.AddSingleton(_database.Factory);
        Services.AddSingleton<SuiteHistory>();
        Services.AddSingleton<SuiteEditor>();
        Services.AddSingleton(new ModelCatalog([]));
    }

    [Fact]
    public void Edit_TextWithMistakes_ListsThemByLineAndOffersNoSaving()
    {
        var page = Render<SuiteEditPage>();
        page.Find("textarea").Change("name: mine\nversion: zero\nscorers: [ { kind: exakt } ]\nsamples:\n  - { id: one }\n");

        page.WaitForAssertion(() => Assert.Equal(["2", "3", "5"], page.FindAll("[data-goto-line]").Select(place => place.GetAttribute("data-goto-line"))));
        Assert.Equal("2 3 5", page.Find(".code").GetAttribute("data-lines"));
        Assert.True(page.Find("button.primary").HasAttribute("disabled"));
    }

    [Fact]
    public void Edit_WholeSuite_IsSavedAndOpens()
    {
        var page = Render<SuiteEditPage>();
        Save(page, Whole);

        Assert.EndsWith("/suites/mine%402", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_database.Folder, "mine-v2.yaml")));
    }

    [Fact]
    public async Task Edit_VersionThatWasRun_SaysWhyAndBecomesTheNext()
    {
        var suite = _folder.Add(Whole, "a.yaml", Actor.Owner);
        using (var store = new RunStore(_database.Factory, TimeProvider.System))
        {
            await store.CreateAsync(Given.Spec(suite, "a"), Actor.Owner, CancellationToken.None);
        }

        var page = Render<SuiteEditPage>(parameters => parameters.Add(edit => edit.Name, "mine"));
        page.WaitForAssertion(() => Assert.Equal(Whole, page.Find("textarea").GetAttribute("value")));
        page.Find("textarea").Change(Whole.Replace("1 + 1", "1 + 3", StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("has been run", page.Markup, StringComparison.Ordinal));
        page.Find("button.primary").Click();

        page.WaitForAssertion(() => Assert.EndsWith("/suites/mine%403", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        var catalog = Services.GetRequiredService<SuiteCatalog>();
        Assert.Equal(("1 + 1?", "1 + 3?"), (catalog.Find("mine@2").Samples[0].Prompt, catalog.Find("mine").Samples[0].Prompt));
    }

    [Fact]
    public void Edit_DraftThatNobodyRan_IsSavedOver()
    {
        _folder.Add(Whole, "a.yaml", Actor.Owner);
        var page = Render<SuiteEditPage>(parameters => parameters.Add(edit => edit.Name, "mine"));
        Save(page, Whole.Replace("1 + 1", "1 + 3", StringComparison.Ordinal));

        Assert.Equal("1 + 3?", Assert.Single(Services.GetRequiredService<SuiteCatalog>().List()).Suite!.Samples[0].Prompt);
    }

    [Fact]
    public void Edit_BrokenFile_IsMendedInItsPlace()
    {
        var file = Path.Combine(_database.Folder, "mine.yaml");
        File.WriteAllText(file, Whole.Replace("exact", "exakt", StringComparison.Ordinal));
        var page = Render<SuiteEditPage>(parameters => parameters.Add(edit => edit.Name, "mine"));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-goto-line]")));
        Save(page, Whole);

        Assert.Equal(Whole, File.ReadAllText(file));
        Assert.Single(Directory.GetFiles(_database.Folder, "*.yaml"));
    }

    [Fact]
    public void Edit_DraftOfSomebodyElse_IsNotSavedOver()
    {
        _folder.Add(Whole, "a.yaml", Actor.Owner);
        var page = Render<SuiteEditPage>();
        page.Find("textarea").Change(Whole.Replace("1 + 1", "1 + 3", StringComparison.Ordinal));

        page.WaitForAssertion(() => Assert.Contains("Save as version 3", page.Find("button.primary").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Suite_FileGoneAfterItsRun_IsShownFromTheRunWithItsVersions()
    {
        var old = SuiteFile.Parse(Whole, "a.yaml");
        using (var store = new RunStore(_database.Factory, TimeProvider.System))
        {
            await store.CreateAsync(Given.Spec(old, "a"), Actor.Owner, CancellationToken.None);
        }

        _folder.Add(Whole.Replace("version: 2", "version: 3", StringComparison.Ordinal), "a.yaml", Actor.Owner);
        var page = Render<SuitePage>(parameters => parameters.Add(suite => suite.Name, "mine@2"));

        page.WaitForAssertion(() => Assert.Contains("its runs have kept it", page.Markup, StringComparison.Ordinal));
        Assert.Equal(2, page.FindAll("table.versions tbody tr").Count);
        Assert.Contains(page.FindAll("table.versions a"), link => link.GetAttribute("href") == "/suites/mine%402/diff?to=mine%403");
        var list = Render<SuitesPage>();
        list.WaitForAssertion(() => Assert.Contains("R-0001", list.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void Suite_ManySamples_ArePagedByTheLastSampleAndFiltered()
    {
        _folder.Add("name: many\nscorers: [exact]\nsamples:\n" + string.Concat(Enumerable.Range(0, 250).Select(index => $"  - {{ id: s{index}, prompt: q{index}, target: t }}\n")), "m.yaml", Actor.Owner);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/suites/many?after=s99");
        var page = Render<SuitePage>(parameters => parameters.Add(suite => suite.Name, "many"));
        page.WaitForAssertion(() => Assert.Equal("s100", page.Find("table.samples tbody th").TextContent));
        Assert.Equal(["/suites/many", "/suites/many?after=s199"], page.FindAll(".pages a").Select(link => link.GetAttribute("href")));

        Services.GetRequiredService<NavigationManager>().NavigateTo("/suites/many?filter=q24&sample=s249");
        page = Render<SuitePage>(parameters => parameters.Add(suite => suite.Name, "many"));
        page.WaitForAssertion(() => Assert.Equal(11, page.FindAll("table.samples tbody tr").Count));
        Assert.Contains("q249", page.Find(".drawer .turns").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_TwoVersions_ShowsWhatChanged()
    {
        _folder.Add(Whole, "a.yaml", Actor.Owner);
        _folder.Add(Whole.Replace("version: 2", "version: 3", StringComparison.Ordinal).Replace("1 + 1", "1 + 4", StringComparison.Ordinal), "a.yaml", Actor.Owner);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/suites/mine%402/diff?to=mine%403");
        var page = Render<SuiteDiffPage>(parameters => parameters.Add(suite => suite.Name, "mine@2"));

        page.WaitForAssertion(() => Assert.Contains("added 0, removed 0, changed 1, the same 0", page.Markup, StringComparison.Ordinal));
        Assert.Contains("4", page.FindAll("ins").Select(mark => mark.TextContent.Trim()).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Prompt_ModelWithoutATemplate_SaysWhatIsTakenInstead()
    {
        var page = Render<PromptPreview>(parameters => parameters.Add(preview => preview.Suite, SuiteFile.Parse(Whole, "a.yaml")).Add(preview => preview.Model, "none"));

        Assert.Contains("none", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_SameVersionWithOtherContent_IsRefused()
    {
        _folder.Add(Whole, "a.yaml", Actor.Owner);
        Assert.Equal("mine", _folder.Add(Whole, "a.yaml", Actor.Owner).Name);

        var refused = Assert.Throws<Workbench.Core.Language.InputException>(() => _folder.Add(Whole.Replace("1 + 1", "1 + 2", StringComparison.Ordinal), "a.yaml", Actor.Owner));
        Assert.Equal("version", Assert.Single(refused.Problems).Field);
    }

    [Fact]
    public void Add_MadeSuiteWithManySamples_BecomesAFolder()
    {
        var suite = Given.Suite(SuiteFolder.MostInline + 1);
        var added = _folder.Add(suite, Actor.Owner);

        Assert.Equal(suite.Sha256, added.Sha256);
        Assert.Equal(suite.Sha256, Services.GetRequiredService<SuiteCatalog>().Find("small").Sha256);
        Assert.True(File.Exists(Path.Combine(_database.Folder, "small-v1", "samples.jsonl")));
        Assert.Equal(suite.Sha256, _folder.Add(suite, Actor.Owner).Sha256);
        Assert.Empty(Directory.GetDirectories(_database.Folder, ".*"));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }

    private static void Save(IRenderedComponent<SuiteEditPage> page, string text)
    {
        page.Find("textarea").Change(text);
        page.WaitForAssertion(() => Assert.Contains("is whole", page.Markup, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.False(page.Find("button.primary").HasAttribute("disabled")));
        page.Find("button.primary").Click();
        page.WaitForAssertion(() => Assert.Contains("/suites/mine", page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
    }
}
