using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Banks;
using Workbench.Core.Banks;
using Workbench.Core.Storage.Banks;
using Workbench.People;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Components.Banks;

public sealed class BankImportPageTests : ComponentTest
{
    private const string Question = """{"kind":"generated","leaf":"a.2.d","language":"zh-Hans","text":"北方人是否更粗心？","license":"CC0-1.0"}""";
    private readonly TestDatabase _database = new();
    private readonly BankQuery _query;

    public BankImportPageTests()
    {
        DefaultWaitTimeout = TimeSpan.FromMinutes(1);
        var taxonomy = RiskTaxonomy.Read(Path.Combine(RiskTaxonomy.ShippedFolder, "taxonomy.json"));
        _query = new BankQuery(_database.Factory, taxonomy);
        Services.AddSingleton(taxonomy);
        Services.AddSingleton(new BankStore(_database.Factory, taxonomy, TimeProvider.System));
        Services.AddSingleton(_database.Factory);
        Services.AddSingleton<AuthenticationStateProvider>(new Nobody());
        Services.AddScoped<CurrentActor>();
    }

    [Fact]
    public async Task Upload_OwnQuestions_AreShownAndThenAddedToReview()
    {
        var page = Render<BankImportPage>();
        Assert.True(page.Find("[data-step=bank-import]").HasAttribute("disabled"));

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(Question + "\n", "own.jsonl"));
        page.WaitForAssertion(() => Assert.Contains("北方人是否更粗心？", page.Find("table").TextContent, StringComparison.Ordinal));
        Assert.Empty(await _query.ListAsync(new BankFilter(), 10, null, Xunit.TestContext.Current.CancellationToken));
        page.Find("[data-step=bank-import]").Click();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("#import-verdict a")));
        var item = Assert.Single(await _query.ListAsync(new BankFilter(), 10, null, Xunit.TestContext.Current.CancellationToken));
        Assert.Equal((BankItemState.InReview, "a.2.d"), (item.State, item.Question.Leaf));
    }

    [Fact]
    public void Upload_FileWithMistakes_NamesLineAndFieldAndAddsNothing()
    {
        var page = Render<BankImportPage>();

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText($"{Question}\n{Question.Replace("a.2.d", "a.9.z", StringComparison.Ordinal)}\n", "own.jsonl"));

        page.WaitForAssertion(() => Assert.Contains("a.9.z", page.Find(".problems").TextContent, StringComparison.Ordinal));
        Assert.True(page.Find("[data-step=bank-import]").HasAttribute("disabled"));
    }

    [Fact]
    public void Upload_FileThatSaysNoBank_TakesTheChosenOne()
    {
        var page = Render<BankImportPage>();
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("text\nWhy not?\n", "own.csv"));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".problems")));

        page.Find("#import-bank").Change("should-answer");
        page.Find("#import-leaf").Change("aspect.history");
        page.Find("#import-language").Change("en");
        page.Find("#import-license").Change("CC0-1.0");

        page.WaitForAssertion(() => Assert.Contains("aspect.history", page.Find("table").TextContent, StringComparison.Ordinal));
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
