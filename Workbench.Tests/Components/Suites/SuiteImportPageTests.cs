using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Suites;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Components.Suites;

public sealed class SuiteImportPageTests : ComponentTest
{
    private readonly TestDatabase _database = new();

    public SuiteImportPageTests()
    {
        DefaultWaitTimeout = TimeSpan.FromMinutes(1);
        var catalog = new SuiteCatalog(_database.Folder, "");
        Services.AddSingleton(catalog);
        Services.AddSingleton(new SuiteFolder(_database.Folder, catalog));
        Services.AddSingleton(_database.Factory);
    }

    [Fact]
    public async Task Upload_TableWithOwnNames_IsMappedByHandAndSaved()
    {
        var page = Render<SuiteImportPage>();
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("ask,gold,mood\nWhat is 1 + 1?,2,grey\n", "mine.csv"));
        page.WaitForAssertion(() => Assert.Contains("mood", page.Find("table").TextContent, StringComparison.Ordinal));
        Assert.True(page.Find("button.primary").HasAttribute("disabled"));

        await ChooseAsync(page, 0, "prompt");
        page.WaitForAssertion(() => Assert.Equal("prompt", page.FindAll("table select")[0].GetAttribute("value")));
        await ChooseAsync(page, 1, "target");
        page.WaitForAssertion(() => Assert.False(page.Find("button.primary").HasAttribute("disabled")));
        Assert.Contains("mood", page.Find(".notes").TextContent, StringComparison.Ordinal);
        page.Find("button.primary").Click();

        page.WaitForAssertion(() => Assert.EndsWith("/suites/mine%401", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        Assert.Equal("What is 1 + 1?", Services.GetRequiredService<SuiteCatalog>().Find("mine").Samples.Single().Prompt);
    }

    [Fact]
    public async Task Mapping_ColumnThatIsLeft_IsNotTakenWhateverItsName()
    {
        var page = Render<SuiteImportPage>();
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("question,answer,tags\nWhat is 1 + 1?,2,grey\n", "mine.csv"));
        page.WaitForAssertion(() => Assert.Contains("1 + 1", page.Find("td.prompt").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".notes"));

        await ChooseAsync(page, 2, "");

        page.WaitForAssertion(() => Assert.Contains("tags", page.Find(".notes").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Paste_BrokenLines_AreNamed()
    {
        var page = Render<SuiteImportPage>();
        page.Find("#import-kind").Change(".jsonl");
        page.Find("#import-text").Change("{\"input\":\"a\",\"ideal\":\"b\"}\n{oops\n");
        page.Find("details button").Click();

        page.WaitForAssertion(() => Assert.Contains("pasted.jsonl:2", page.Find(".problems").TextContent, StringComparison.Ordinal));
    }

    // Where it is drawn: a check that ends meanwhile would draw the list again between finding and choosing.
    private static Task ChooseAsync(IRenderedComponent<SuiteImportPage> page, int column, string field) => page.InvokeAsync(() => page.FindAll("table select")[column].Change(field));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }
}
