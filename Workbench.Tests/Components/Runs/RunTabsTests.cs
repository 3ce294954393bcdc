using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Runs;
using Workbench.Core.Runs;
using Workbench.People;
using Workbench.Tests.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Components.Runs;

public sealed class RunTabsTests : ComponentTest
{
    private readonly TestDatabase _database = new();
    private readonly IRunStore _store;

    public RunTabsTests()
    {
        (var store, _, var queue) = Given.Runs(_database, FakePool.Knowing());
        _store = store;
        Services.AddSingleton(_store);
        Services.AddSingleton(queue);
        Services.AddSingleton(new RunSummaries(_store, TimeProvider.System));
        Services.AddSingleton<AuthenticationStateProvider>(new Nobody());
        Services.AddScoped<CurrentActor>();
    }

    [Fact]
    public async Task Measures_ByDefault_ShowOneOfEachScorerAndBaselinesBesideIt()
    {
        var page = await OpenAsync("tab=splits", ".metrics");

        Assert.Equal(["claim-outcome", "verbalised-confidence", "semantic-entropy", "rouge-l"], page.FindAll(".metrics tbody td .mono").Select(kind => kind.TextContent));
        Assert.Equal(["made up among attempted", "AUROC: surer when right", "AUROC of answer length", "AUROC of the mean token surprise", "AUROC of the largest token surprise", "AUROC: surer when right"], Names(page).Take(6));
        Assert.DoesNotContain(Names(page), name => name.Contains("points when", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Measures_UnfoldedScorer_AreAllThereAndFoldAgain()
    {
        var page = await OpenAsync("tab=splits&unfolded=claim-outcome", ".metrics");

        Assert.Contains("points when a wrong answer costs 9", Names(page));
        var fold = page.Find("a.fold[aria-expanded=true]");
        Assert.Equal("/runs/R-0001?tab=splits", fold.GetAttribute("href"));
        Assert.Equal("/runs/R-0001?tab=splits&unfolded=claim-outcome%2Csemantic-entropy", page.FindAll("a.fold")[2].GetAttribute("href"));
    }

    [Fact]
    public async Task Measures_Words_FindThemInEveryScorer()
    {
        var page = await OpenAsync("tab=splits&find=brier", ".metrics");

        Assert.Equal(["Brier score"], Names(page));
    }

    [Fact]
    public async Task Sureness_Plots_HaveCurveBinsAndWords()
    {
        var page = await OpenAsync("tab=sureness", "figure.plotted");

        Assert.Equal(["verbalised-confidence", "semantic-entropy"], page.FindAll("section h2.mono").Select(head => head.TextContent));

        // One curve for each scorer, and a diagram for each candidate of the one that states a probability.
        Assert.Equal(2 + 3, page.FindAll("figure.plotted").Count);
        Assert.Equal(3 * 2, page.FindAll("path.line").Count);
        Assert.All(page.FindAll("figure > svg"), plot => Assert.True(plot.GetAttribute("aria-label")!.Length > 20));
        Assert.Contains("alpha: ", page.Find("figure > svg").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sureness_Table_HasTheNumbersBehindThePlots()
    {
        var page = await OpenAsync("tab=sureness&as=table", ".across h3, h3");

        Assert.Empty(page.FindAll("figure.plotted"));
        Assert.Contains(page.FindAll("td"), cell => cell.TextContent.Contains("90 to 100", StringComparison.Ordinal));
        Assert.Contains(page.FindAll("td"), cell => cell.TextContent.Trim() == "100.0");
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }

    private static List<string> Names(IRenderedComponent<RunPage> page) => [.. page.FindAll(".metrics tbody th").Select(head => head.FirstChild!.TextContent)];

    private async Task<IRenderedComponent<RunPage>> OpenAsync(string query, string until)
    {
        var run = await SeededRun.AddAsync(_store, SeededRun.Suite());
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/runs/{run}?{query}");
        var page = Render<RunPage>(parameters => parameters.Add(shown => shown.Id, run));
        page.WaitForState(() => page.FindAll(until).Count > 0, TimeSpan.FromSeconds(30));
        return page;
    }

    private sealed class Nobody : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal()));
    }
}
