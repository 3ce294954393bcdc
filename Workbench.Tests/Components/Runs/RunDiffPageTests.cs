using System.Collections.Immutable;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Runs;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Labels;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Judging;
using Workbench.Core.Scoring;
using Workbench.Core.Storage.Labels;
using Workbench.Core.Storage.Runs;
using Workbench.Hosting;
using Workbench.Tests.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Components.Runs;

public sealed class RunDiffPageTests : ComponentTest
{
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task Open_TwoRuns_ShowsTheChangeAndItsSamples()
    {
        var store = new RunStore(_database.Factory, TimeProvider.System);
        Services.AddSingleton<IRunStore>(store);
        Services.AddSingleton(new JudgeChecks(store, new LabelStore(_database.Factory, TimeProvider.System)));
        var suite = Given.Suite(20);
        for (var run = 0; run < 2; run++)
        {
            var created = await store.CreateAsync(Given.Spec(suite, "a"), Actor.Owner, CancellationToken.None);
            var wrong = run == 0 ? 6 : 1;
            await store.AddAsync(created.Id, suite.Samples.Select((sample, index) => Given.Result(sample.Id, "a", index % wrong == 0 && index < 12 ? Outcome.Incorrect : Outcome.Correct)), Actor.Owner, CancellationToken.None);
        }

        var page = Open("/runs/R-0002/since/R-0001", "R-0001", "R-0002");
        Assert.Equal(2, page.FindAll("table").Count);
        Assert.Equal("10", page.FindAll("tbody tr")[0].QuerySelectorAll("td")[7].TextContent);
        Assert.NotNull(page.Find(".plot .iv"));
        Assert.Equal(10, page.FindAll("table")[1].QuerySelectorAll("tbody tr").Length);
        Assert.Contains("/runs/R-0001?sample=", page.FindAll("table")[1].InnerHtml, StringComparison.Ordinal);

        Assert.Contains("None.", Open("/runs/R-0002/since/R-0001?show=better", "R-0001", "R-0002").Markup, StringComparison.Ordinal);
        Assert.NotNull(Open("/runs/R-0009/since/R-0001", "R-0001", "R-0009").Find("[role=alert]"));
    }

    [Theory]
    [InlineData(0, "judge, not validated")]
    [InlineData(60, "judge, κ 1.00")]
    public async Task Open_FiguresOfAJudge_NameItAndSayWhatItIsWorth(int labelled, string badge)
    {
        var store = new RunStore(_database.Factory, TimeProvider.System);
        var labels = new LabelStore(_database.Factory, TimeProvider.System);
        Services.AddSingleton<IRunStore>(store);
        Services.AddSingleton(new JudgeChecks(store, labels));
        var suite = JudgePlan.With(Given.Suite(80) with { Scorers = [] }, "judge");
        for (var run = 0; run < 2; run++)
        {
            var created = await store.CreateAsync(Given.Spec(suite, "a"), Actor.Owner, CancellationToken.None);
            await store.AddAsync(created.Id, suite.Samples.Select(static (sample, index) => Given.Result(sample.Id, "a") with { Scores = [new Score("judge", index % 2 == 0 ? Outcome.Correct : Outcome.Incorrect, index % 2 == 0 ? 1 : 0, null, new Phrase("Scoring.JudgeSays", "judge", "x"))] }), Actor.Owner, CancellationToken.None);
            await store.RecordAsync(created.Id, static record => record with { Judges = [new JudgeRecord("judge", new Candidate("judge", "judge"), new ModelFacts("judge"), null, ImmutableSortedDictionary<string, string>.Empty)] }, CancellationToken.None);
            if (labelled > 0)
            {
                await labels.AddManyAsync(created.Id, [.. suite.Samples.Take(labelled).Select(static (sample, index) => new LabelDraft(new LabelItem(sample.Id, sample, "a", 0, 1), index % 2 == 0 ? LabelValue.Pass : LabelValue.Fail, null))], "labels.csv", Actor.Owner, CancellationToken.None);
            }
        }

        var page = Open("/runs/R-0002/since/R-0001", "R-0001", "R-0002");

        Assert.Equal(badge, page.Find("table .badge").TextContent.Trim());
        Assert.True(page.Find("table .badge").GetAttribute("title")!.Length > 20);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }

    private IRenderedComponent<RunDiffPage> Open(string path, string before, string now)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(path);
        return Render<RunDiffPage>(parameters => parameters.Add(page => page.Before, before).Add(page => page.Now, now));
    }
}
