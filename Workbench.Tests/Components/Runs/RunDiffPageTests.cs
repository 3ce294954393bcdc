using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Runs;
using Workbench.Core.Governance;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Storage.Runs;
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
