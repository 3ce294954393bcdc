using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Candidates;
using Workbench.Components.Compare;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Models;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Storage.Comparisons;
using Workbench.Models;
using Workbench.Tests.Comparisons;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Components.Candidates;

public sealed class CandidatePagesTests : ComponentTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly TestDatabase _database = new();
    private readonly ComparisonStore _comparisons;

    public CandidatePagesTests()
    {
        _comparisons = new ComparisonStore(_database.Factory, TimeProvider.System);
        Services.AddSingleton(_comparisons);
        Services.AddSingleton(new CandidateStore(_database.Factory, TimeProvider.System));
        Services.AddSingleton(new Core.Storage.Races.VoteStore(_database.Factory, TimeProvider.System));
        Services.AddSingleton(new ModelNames(() => ["alpha", "beta"], () => []));
        Services.AddSingleton(new ModelCatalog([]));
    }

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Candidate_UsedInAComparison_ShowsItsPartsAndWhere()
    {
        await _comparisons.SaveAsync(Given.Comparison(), Actor.Owner, Token);
        var beta = Given.Candidates[1];

        var page = Render<CandidatePage>(p => p.Add(c => c.Key, beta.Hash));

        page.WaitForAssertion(() => Assert.Equal(beta.Hash, page.Find("[data-hash]").TextContent), Limit);
        Assert.Contains("Be brief.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("poet", page.Markup, StringComparison.Ordinal);
        Assert.Contains("typical", page.Markup, StringComparison.Ordinal);
        Assert.Equal("/compare/C-0001", page.Find("table a").GetAttribute("href"));
        var compare = page.FindAll("a").First(link => link.TextContent.StartsWith("Compare with", StringComparison.Ordinal)).GetAttribute("href")!;
        Assert.Equal(beta.Hash, ComparePlan.Parse("http://x" + compare).Candidates[0].Hash);
        Assert.Contains(beta.Hash, page.FindAll("a").First(link => link.TextContent.Contains("Run a suite", StringComparison.Ordinal)).GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Candidate_Named_HasItsNameAndNoFormAnyMore()
    {
        await _comparisons.SaveAsync(Given.Comparison(), Actor.Owner, Token);
        var page = Render<CandidatePage>(p => p.Add(c => c.Key, Given.Candidates[0].Hash));
        page.WaitForAssertion(() => Assert.NotNull(page.Find("form input")), Limit);

        page.Find("form input").Change("<b>诗人</b> 👍");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("no slash", page.Markup, StringComparison.Ordinal), Limit);
        page.Find("form input").Change("<b>诗人 👍");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal("<b>诗人 👍", page.Find("h1").TextContent), Limit);
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public void Candidate_NobodyKnows_SaysSo()
    {
        var page = Render<CandidatePage>(p => p.Add(c => c.Key, "0123456789abcdef"));

        page.WaitForAssertion(() => Assert.Contains("No candidate is known by 0123456789abcdef", page.Markup, StringComparison.Ordinal), Limit);
    }

    [Fact]
    public async Task Candidates_AfterAComparison_AreListedWithTheirUses()
    {
        await _comparisons.SaveAsync(Given.Comparison(), Actor.Owner, Token);

        var page = Render<CandidatesPage>();

        page.WaitForAssertion(() => Assert.Equal(["beta", "alpha"], page.FindAll("tbody .cand > span").Select(name => name.TextContent)), Limit);
        Assert.Equal("1", page.Find("tbody td.num").TextContent);
    }

    [Fact]
    public async Task Comparisons_Deleted_AsksFirst_AndBlindOnesTellNoNames()
    {
        var given = Given.Comparison("<i>red</i> sky?");
        await _comparisons.SaveAsync(given with { View = given.View with { Revealed = false } }, Actor.Owner, Token);
        var page = Render<ComparisonsPage>();
        page.WaitForAssertion(() => Assert.Equal("<i>red</i> sky?", page.Find(".title bdi").TextContent), Limit);
        Assert.Contains("names hidden until the vote", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("alpha", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-delete]"));

        Services.GetRequiredService<NavigationManager>().NavigateTo("/comparisons?delete=C-0001");
        var asking = Render<ComparisonsPage>();
        asking.WaitForAssertion(() => Assert.NotNull(asking.Find("[data-delete]")), Limit);
        asking.Find("[data-delete]").Click();

        asking.WaitForAssertion(() => Assert.Contains("C-0001 was deleted.", asking.Markup, StringComparison.Ordinal), Limit);
        Assert.Null(await _comparisons.FindAsync("C-0001", Token));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }
}
