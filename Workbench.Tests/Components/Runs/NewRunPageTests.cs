using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Runs;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Models;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Suites;
using Workbench.Models;
using Workbench.Tests.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Components.Runs;

public sealed class NewRunPageTests : ComponentTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly TestDatabase _database = new();
    private readonly IRunStore _store;
    private readonly RunQueue _queue;
    private readonly FakePool _pool = FakePool.Knowing();

    public NewRunPageTests()
    {
        (var store, _, _queue) = Given.Runs(_database, _pool);
        _store = store;
        var suites = Path.Combine(_database.Folder, "suites");
        Directory.CreateDirectory(suites);
        File.WriteAllText(Path.Combine(suites, "demo-world.yaml"), "name: demo-world\nscorers: [ { kind: includes } ]\nsamples:\n" + string.Concat(Enumerable.Range(0, 40).Select(static index => $"  - {{ id: s{index}, prompt: \"Question {index}?\", target: answer }}\n")));
        Services.AddSingleton(_store);
        Services.AddSingleton(_queue);
        Services.AddSingleton<IModelPool>(_pool);
        Services.AddSingleton<IModelCatalog>(new NoCatalog());
        Services.AddSingleton(new SuiteCatalog(suites, suites));
        Services.AddSingleton(new ModelNames(static () => ["demo-knows", "demo-invents", "third"], static () => ["node"]));
        Services.AddSingleton(new CandidateStore(_database.Factory, TimeProvider.System));
    }

    [Fact]
    public void Open_Plain_ShowsCandidatesPlanAndWhatCanBeToldApart()
    {
        var page = Open("/runs/new");

        Assert.Equal(["demo-knows", "demo-invents", "null:empty"], Models(page));
        Assert.Contains("40 independent samples", page.Find(".power").TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".plan .steps li").Count), Limit);
        Assert.Contains("null:empty", page.Find(".plan").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_Address_HoldsEverythingAndStartsThat()
    {
        var draft = new CandidateDraft("third") { Name = "brief", System = "Be brief.", Settings = new GenerateSettings(7, 0.5) };
        var view = new NewRunView("demo-world@1", null, ["node", draft.Text, "null:random"], 10, 3, true, RunPriority.High, RunCaching.Always);
        var page = Open(view.Url());

        Assert.Equal(["node", "third", "null:random"], Models(page));
        Assert.Contains("90 answers", page.Markup, StringComparison.Ordinal);
        await page.Find(".btn.primary").ClickAsync(new());
        var run = (await _store.FindAsync("R-0001", CancellationToken.None))!;
        Assert.Equal((90, 10, 3, true, RunPriority.High, RunCaching.Always), (run.Expected, run.Limit, run.Repeats, run.Reproducible, run.Priority, run.Caching));
        Assert.Equal(new Candidate("brief", "third", "Be brief.", new GenerateSettings(7, 0.5)), run.Candidates[1]);
        Assert.Equal(3, (await _store.SuiteAsync("R-0001", CancellationToken.None)).Repeats);
    }

    [Fact]
    public async Task Change_AnyField_IsInTheAddress()
    {
        var page = Open("/runs/new");
        await page.InvokeAsync(() => page.Find("#run-limit").Change("12"));
        await page.InvokeAsync(() => page.Find("#run-priority").Change("Low"));
        await page.InvokeAsync(() => page.Find("#run-mode").Change(true));
        await page.InvokeAsync(() => page.FindAll(".more .chip")[0].Click());

        var address = Services.GetRequiredService<NavigationManager>().Uri;
        Assert.EndsWith("/runs/new?c=demo-knows&c=demo-invents&c=null%3Aempty&c=null%3Aecho&limit=12&mode=reproducible&priority=low", address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("{\"m\":\"third\",\"a\":[{\"adapter\":\"/etc/passwd\"}]}")]
    [InlineData("{\"m\":")]
    public void Open_AddressWithAFileOrNonsense_IsNotTaken(string candidate)
    {
        var page = Open(new NewRunView(null, null, [candidate, "third"], null, null, false, RunPriority.Normal, null).Url());

        Assert.Equal(["third"], Models(page));
    }

    [Theory]
    [InlineData("#run-repeats", "0", "1 to 1,000")]
    [InlineData("#run-repeats", "1000000000", "1 to 1,000")]
    [InlineData("#run-repeats", "99999999999999", "1 to 1,000")]
    [InlineData("#run-limit", "0", "1 to 40")]
    [InlineData("#run-limit", "-3", "1 to 40")]
    public async Task Change_ToANumberThatCannotBe_SaysSoBesideTheFieldAndKeepsAllThatWasTyped(string field, string typed, string range)
    {
        var page = Open("/runs/new");
        await page.InvokeAsync(() => page.FindAll(".drafts tr .system textarea")[0].Change("Be brief."));
        await page.InvokeAsync(() => page.Find(field).Change(typed));
        await page.InvokeAsync(() => page.Find("#run-priority").Change("Low"));

        Assert.Equal((typed, "true"), (page.Find(field).GetAttribute("value"), page.Find(field).GetAttribute("aria-invalid")));
        Assert.Contains(range, page.Find(field + "-wrong").TextContent, StringComparison.Ordinal);
        Assert.Equal(field[1..] + "-wrong", page.Find(field).GetAttribute("aria-describedby"));
        Assert.True(page.Find(".btn.primary").HasAttribute("disabled"));
        Assert.Equal("Be brief.", page.FindAll(".drafts tr .system textarea")[0].GetAttribute("value"));
        await page.InvokeAsync(() => page.Find(field).Change("7"));
        Assert.Empty(page.FindAll(".problem"));
        Assert.False(page.Find(".btn.primary").HasAttribute("disabled"));
    }

    [Fact]
    public void Open_AddressWithNumbersThatAreNone_ShowsThemAsWrong()
    {
        var page = Open("/runs/new?repeats=many&limit=0&c=third&c=gone");

        Assert.Equal(("many", "0"), (page.Find("#run-repeats").GetAttribute("value"), page.Find("#run-limit").GetAttribute("value")));
        Assert.Equal(2, page.FindAll(".problem").Count);
        Assert.Contains("gone", page.Find("[data-left]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Candidates_TwiceTooLargeOrDown_AreToldOfInTheirRow()
    {
        (_pool.Missing, _pool.TooLarge) = ("node", "third");
        var page = Open(new NewRunView(null, null, [Named("demo-knows"), Named("demo-invents"), "third", "node", "null:echo", "null:echo"], null, null, false, RunPriority.Normal, null).Url());

        page.WaitForAssertion(() => Assert.Equal([(1, "Candidate 1 has this name. Give this one another."), (2, "third"), (3, "node"), (5, "The same as candidate 5.")], Told(page)), Limit);
        Assert.Equal("null:echo #2", page.FindAll(".drafts tbody input")[^1].GetAttribute("placeholder"));
        Assert.True(page.Find(".btn.primary").HasAttribute("disabled"));
        await page.InvokeAsync(() => page.FindAll(".drafts tbody tr")[1].QuerySelector("input[maxlength]")!.Change("other"));
        page.WaitForAssertion(() => Assert.False(page.Find(".btn.primary").HasAttribute("disabled")), Limit);

        static string Named(string model) => new CandidateDraft(model) { Name = "mine" }.Text;
    }

    /// <summary>Rows with words beside a field, and what names the reason in them.</summary>
    private static (int Row, string Words)[] Told(IRenderedComponent<NewRunPage> page) =>
        [.. page.FindAll(".drafts tbody tr").Index().SelectMany(row => row.Item.QuerySelectorAll("td .problem, td span.soft").Select(words => (row.Index, Short(words.TextContent))))];

    private static string Short(string words) => ((string[])["third", "node"]).FirstOrDefault(name => words.Contains(name, StringComparison.Ordinal)) ?? words;

    [Fact]
    public async Task Open_ToARun_AddsCandidatesToIt()
    {
        var run = await _store.CreateAsync(Given.Spec(Given.Suite(4), "demo-knows"), Actor.Owner, CancellationToken.None);
        await _store.SetStatusAsync(run.Id, RunStatus.Finished, Actor.Owner, CancellationToken.None);
        var page = Open("/runs/new?to=R-0001&c=third");

        Assert.Empty(page.FindAll("#run-suite"));
        await page.Find(".btn.primary").ClickAsync(new());
        var more = (await _store.FindAsync("R-0001", CancellationToken.None))!;
        Assert.Equal(["demo-knows", "third"], more.Candidates.Select(static each => each.Name));
        Assert.Equal((8, RunStatus.Queued), (more.Expected, more.Status));
    }

    [Fact]
    public async Task Probe_Models_TellsARangeAndKeepsNothing()
    {
        var page = Open("/runs/new");
        page.Find(".probe .btn").Click();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".probe tbody tr").Count), Limit);
        page.WaitForAssertion(() => Assert.NotEmpty(page.Find(".probe .total").TextContent), Limit);
        Assert.Empty(await _store.ListAsync(5, null, CancellationToken.None));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }

    private static IEnumerable<string> Models(IRenderedComponent<NewRunPage> page) => page.FindAll(".drafts select").Select(static select => select.GetAttribute("value")!);

    private IRenderedComponent<NewRunPage> Open(string path)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(path);
        var page = Render<NewRunPage>();
        page.WaitForState(() => page.FindAll(".drafts tbody tr").Count > 0, Limit);
        return page;
    }

    private sealed class NoCatalog : IModelCatalog
    {
        public string? FindPath(string name) => null;
    }
}
