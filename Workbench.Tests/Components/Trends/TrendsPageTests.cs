using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Workbench.Components.Trends;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Components.Trends;

public sealed class TrendsPageTests : ComponentTest
{
    private readonly TestDatabase _database = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 1, 9, 0, 0, TimeSpan.Zero));
    private readonly RunStore _store;

    public TrendsPageTests()
    {
        _store = new RunStore(_database.Factory, _time);
        Services.AddSingleton<IRunStore>(_store);
        Services.AddSingleton(new RunSummaries(_store, TimeProvider.System));
    }

    [Fact]
    public async Task Open_ThreeRuns_DrawsLinesThatNoVersionCrosses()
    {
        await FillAsync();
        var page = Open("");

        // Three candidates, two runs of version 1 and one of version 2.
        Assert.Equal(3, page.FindAll("path.line").Count);
        Assert.Equal(9, page.FindAll("figure.plotted a").Count);
        Assert.Equal("v2", page.FindAll("figure.plotted text.small").Single().TextContent);
        Assert.Contains("alpha: ", page.Find("figure.plotted > svg").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Equal(["/runs/R-0003/since/R-0002", "/runs/R-0002/since/R-0001"], page.FindAll(".trend a[title]").Select(link => link.GetAttribute("href")));
        Assert.DoesNotContain("NaN", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_MetricInTheAddress_ShowsItAlsoWhereItIsNoRate()
    {
        await FillAsync();
        var page = Open("?metric=claim-outcome.penalised-75&view=table");

        Assert.Empty(page.FindAll("figure.plotted"));
        Assert.Equal("claim-outcome.penalised-75", page.Find("option[selected]").GetAttribute("value"));
        Assert.Equal(3, page.FindAll(".trend tbody tr").Count);
    }

    [Fact]
    public void Open_SuiteWithoutRuns_TeachesAndLeadsOn()
    {
        var page = Open("");

        Assert.Contains("seeded", page.Find(".empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_RunThatNobodyCounted_ComesInByItself()
    {
        await SeededRun.AddAsync(_store, SeededRun.Suite());
        var page = Open("");

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("figure.plotted a").Count), TimeSpan.FromSeconds(30));
        Assert.Empty(page.FindAll(".note"));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _store.Dispose();
        _database.Dispose();
    }

    private async Task FillAsync()
    {
        foreach (var (version, skill) in new[] { (1, 0.5), (1, 0.7), (2, 0.8) })
        {
            var run = await SeededRun.AddAsync(_store, SeededRun.Suite(version), skill);
            await new RunSummaries(_store, _time).OfAsync(run, CancellationToken.None);
            _time.Advance(TimeSpan.FromDays(2));
        }
    }

    private IRenderedComponent<TrendsPage> Open(string query)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/suites/seeded/trends{query}");
        var page = Render<TrendsPage>(parameters => parameters.Add(shown => shown.Name, "seeded"));
        page.WaitForState(() => page.FindAll(".empty, .trend").Count > 0, TimeSpan.FromSeconds(30));
        return page;
    }
}
