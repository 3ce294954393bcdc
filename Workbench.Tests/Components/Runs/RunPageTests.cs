using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Runs;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Judging;
using Workbench.Core.Scoring;
using Workbench.Core.Scoring.Judges;
using Workbench.Tests.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Components.Runs;

public sealed class RunPageTests : ComponentTest
{
    private readonly TestDatabase _database = new();
    private readonly IRunStore _store;
    private readonly RunQueue _queue;

    public RunPageTests()
    {
        (var store, _, _queue) = Given.Runs(_database, FakePool.Knowing());
        _store = store;
        Services.AddSingleton(_store);
        Services.AddSingleton(_queue);
        Services.AddSingleton(new RunSummaries(_store, TimeProvider.System));
    }

    [Fact]
    public async Task Open_FinishedRun_ShowsEveryCellAndTheRates()
    {
        await FillAsync();
        var page = Open("/runs/R-0001");

        Assert.Equal("R-0001 · small v1", page.Find("h1").TextContent);
        Assert.Equal(4, page.FindAll(".matrix tbody tr").Count);
        Assert.Equal(["knows", "invents"], page.FindAll(".sum tbody .cand").Select(mark => mark.TextContent.Trim()));
        Assert.Contains("Only 2 clusters", page.FindAll(".sum tbody tr")[1].TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("knows", 0)]
    [InlineData("invents", 1)]
    [InlineData("nobody", 1)]
    public async Task Open_WrongAnswersOfACandidate_ShowsThoseSamplesAlone(string candidate, int samples)
    {
        await FillAsync();
        var page = Open($"/runs/R-0001?outcome=incorrect&by={candidate}");

        Assert.Equal(samples, page.FindAll(".matrix tbody tr").Count);
    }

    [Fact]
    public async Task Open_OnlyDifferent_ShowsThoseSamplesAlone()
    {
        await FillAsync();
        var page = Open("/runs/R-0001?only=different");

        Assert.Equal("Question 1?", Assert.Single(page.FindAll(".matrix tbody th")).TextContent);
    }

    [Fact]
    public async Task Open_CellInTheAddress_OpensItsDrawerWithTheReasonAndTheOthers()
    {
        await FillAsync();
        var page = Open("/runs/R-0001?sample=s1&candidate=invents");

        var drawer = page.Find(".drawer");
        Assert.Contains("Expected: answer 1", drawer.TextContent, StringComparison.Ordinal);
        Assert.Contains("<b>wrong</b>", drawer.QuerySelector(".answer")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("knows", drawer.QuerySelector(".others")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/runs/R-0001?sample=s1", drawer.QuerySelector("[data-key='Escape']")!.GetAttribute("href"));
        Assert.StartsWith("invents: incorrect", Assert.Single(page.FindAll(".matrix a[aria-current=true]")).GetAttribute("aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_AnswersThatTheJudgeWasNotThereFor_SaysSoAndLeadsToWhy()
    {
        var suite = JudgePlan.With(Given.Suite(4), "judge");
        var run = await _store.CreateAsync(Given.Spec(suite, "knows"), Actor.Owner, CancellationToken.None);
        var missing = new Score("judge", Outcome.Unscored, null, null, new Phrase(JudgeScorer.NotAskedKey, "judge", "gone"));
        foreach (var result in suite.Samples.Select(static sample => Given.Result(sample.Id, "knows")))
        {
            await _store.AddAsync(run.Id, result with { Scores = [.. result.Scores, missing] }, false, Actor.Owner, CancellationToken.None);
        }

        await _store.SetStatusAsync(run.Id, RunStatus.Finished, Actor.Owner, CancellationToken.None);
        var page = Open("/runs/R-0001");

        Assert.Contains("could not be asked about 4 answers", page.Find("[data-not-judged]").TextContent, StringComparison.Ordinal);
        Assert.Equal("/runs/R-0001?tab=errors", page.Find("[data-not-judged] a").GetAttribute("href"));
    }

    [Fact]
    public async Task Rerun_OpenCell_ShowsTheNewAnswerAndKeepsTheOldOne()
    {
        await FillAsync();
        var page = Open("/runs/R-0001?sample=s1&candidate=invents");

        page.FindAll(".drawer footer button")[0].Click();

        page.WaitForAssertion(() => Assert.Equal("answer 1?", page.Find(".drawer .answer").TextContent), TimeSpan.FromSeconds(10));
        Assert.Contains("Earlier answers: 1", page.Find(".drawer").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_RunThatIsNotThere_SaysSoAndLeadsBack()
    {
        var page = Open("/runs/R-0099");

        Assert.Contains("There is no run R-0099", page.Find(".empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void View_Address_KeepsEveryPart()
    {
        var view = new RunView("R-0001", OnlyDifferent: true, Outcome: "noAnswer", Language: "en", Tag: "t1", Text: "a&b", After: 49, Sample: "s1", Candidate: "a b", Repeat: 1);

        Assert.Equal("/runs/R-0001?only=different&outcome=noAnswer&language=en&tag=t1&text=a%26b&after=49&sample=s1&candidate=a%20b&repeat=1", view.Url());
        Assert.Equal(Outcome.NoAnswer, view.Filter.Outcome);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }

    /// <summary>Four samples, of which <c>invents</c> has one wrong.</summary>
    private async Task FillAsync()
    {
        var run = await _store.CreateAsync(Given.Spec(Given.Suite(4), "knows", "invents"), Actor.Owner, CancellationToken.None);
        foreach (var candidate in new[] { "knows", "invents" })
        {
            for (var sample = 0; sample < 4; sample++)
            {
                var wrong = candidate == "invents" && sample == 1;
                await _store.AddAsync(run.Id, Given.Result($"s{sample}", candidate, wrong ? Outcome.Incorrect : Outcome.Correct, wrong ? "<b>wrong</b>" : "answer"), false, Actor.Owner, CancellationToken.None);
            }
        }

        await _store.SetStatusAsync(run.Id, RunStatus.Finished, Actor.Owner, CancellationToken.None);
    }

    private IRenderedComponent<RunPage> Open(string path)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(path);
        var page = Render<RunPage>(parameters => parameters.Add(shown => shown.Id, path.Split('/', '?')[2]));
        page.WaitForState(() => page.FindAll(".empty, .matrix").Count > 0, TimeSpan.FromSeconds(10));
        if (path.Contains("candidate=", StringComparison.Ordinal))
        {
            page.WaitForState(() => page.FindAll(".drawer .answer").Count > 0, TimeSpan.FromSeconds(10));
        }

        return page;
    }
}
