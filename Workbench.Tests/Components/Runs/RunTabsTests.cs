using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Runs;
using Workbench.Core.Runs;
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

        // Risk and coverage of each scorer; ROC of each candidate with answers of both kinds; a reliability diagram for each candidate of the scorer that states a probability.
        var rocs = page.FindAll("figure.plotted").Where(figure => figure.QuerySelector("path[data-curve]") is not null).ToList();
        Assert.Equal(2 + 3, page.FindAll("figure.plotted").Count - rocs.Count);
        Assert.NotEmpty(rocs);
        Assert.Equal(3 * 2, page.FindAll("figure path.line:not([data-curve])").Count);
        Assert.All(rocs, roc => Assert.Matches("AUROC|of the right", roc.Children.First(child => child.LocalName == "svg").GetAttribute("aria-label")));
        Assert.Contains(rocs, roc => roc.QuerySelectorAll("path[data-curve]").Select(curve => curve.GetAttribute("data-curve")).Order().SequenceEqual(["length", "surprise-max", "surprise-mean", "verbalised-confidence"]));
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
        Assert.Equal(["AUROC", "0", "5", "10"], page.Find("table.roc tbody").QuerySelectorAll("th").Take(4).Select(head => head.TextContent));
        Assert.Contains(page.FindAll("td"), cell => cell.TextContent.Trim() == "100.0");
    }

    [Fact]
    public async Task Errors_ByKind_HaveCountsSharesWordsAndTheWayToThem()
    {
        var page = await OpenAsync("tab=errors", ".problems-by-kind");

        Assert.Equal(["claim-outcome: token probabilities are missing", "the endpoint refused the request (HTTP 503)", "no complete answer in time"], page.FindAll(".problems-by-kind .head .strong").Select(name => name.TextContent));
        Assert.Equal(["4", "3", "3"], page.FindAll("td.num a").Select(count => count.TextContent));
        Assert.Equal("/runs/R-0001?by=alpha&problem=unscored%2Fclaim-outcome%2FScoring.NoTokens", page.Find("td.num a").GetAttribute("href"));
        Assert.Contains("[", page.Find("td.num .ci").TextContent, StringComparison.Ordinal);

        // Asking again does not help a scorer.
        Assert.Equal(2, page.FindAll("td.actions button").Count);
    }

    [Fact]
    public async Task Errors_Retry_AsksThoseOfTheKindAlone()
    {
        var page = await OpenAsync("tab=errors", ".problems-by-kind");

        await page.FindAll("td.actions button")[0].ClickAsync();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".problems-by-kind tbody tr").Count), TimeSpan.FromSeconds(30));
        Assert.Equal(RunStatus.Queued, (await _store.FindAsync("R-0001", CancellationToken.None))!.Status);
        Assert.NotNull((await _store.CellAsync("R-0001", "s13", "beta", 0, CancellationToken.None))!.Error);
    }

    [Fact]
    public async Task Samples_OfAKindOfProblem_SayWhichAndLetGoOfIt()
    {
        var page = await OpenAsync("problem=error%2FRuns.ModelNotThere%2FInference.EndpointRefused%2F503", ".matrix");

        Assert.Equal(3, page.FindAll(".matrix tbody tr").Count);
        var chip = page.FindAll(".filters .chip").Single(each => each.TextContent.Contains("HTTP 503", StringComparison.Ordinal));
        Assert.Equal("/runs/R-0001", chip.GetAttribute("href"));
    }

    [Fact]
    public async Task Samples_InGroups_HaveHeadersWithRatesAndFold()
    {
        var page = await OpenAsync("group=field&folded=.law", ".matrix .group");

        Assert.Equal(["law", "medicine"], page.FindAll(".group th .strong").Select(name => name.TextContent));
        Assert.Equal(["false", "true"], page.FindAll(".group a").Select(fold => fold.GetAttribute("aria-expanded")));
        Assert.Equal("/runs/R-0001?group=field", page.Find(".group a").GetAttribute("href"));
        Assert.Equal("/runs/R-0001?group=field&folded=.law%0A.medicine", page.FindAll(".group a")[1].GetAttribute("href"));
        Assert.Equal(30, page.FindAll(".matrix tr.sample").Count);
        Assert.Contains("[", page.Find(".group td .ci").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_InGroupsWhileATextIsLookedFor_KeepBoth()
    {
        var page = await OpenAsync("group=language&text=Question+1", ".matrix .group");

        Assert.False(page.Find("#matrix-group").HasAttribute("disabled"));
        Assert.Equal("language", page.Find("#matrix-group option[selected]").GetAttribute("value"));
        Assert.Equal("Question 1", page.Find("#matrix-text").GetAttribute("value"));
        Assert.All(page.FindAll(".matrix tr.sample"), row => Assert.Contains("uestion 1", row.TextContent, StringComparison.Ordinal));
        Assert.NotEmpty(page.FindAll(".matrix tr.sample"));
        Assert.Contains("text=Question%201&group=language", page.Find(".group a").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Empty((await OpenAsync("group=language&text=nowhere+at+all", ".empty")).FindAll(".matrix"));
    }

    [Fact]
    public async Task Samples_InGroupsOverAPage_GoOnWhereTheyStopped()
    {
        var page = await OpenAsync("group=language", ".matrix .group");

        // 40 samples in English, then 10 of 20 in Chinese.
        Assert.Equal(50, page.FindAll(".matrix tr.sample").Count);
        var next = page.FindAll(".status a").Single(link => link.TextContent == "Next page").GetAttribute("href")!;
        Assert.Equal("/runs/R-0001?after=27&group=language&from=zh-Hans", next);
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
}
