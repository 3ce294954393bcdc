using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Compare;
using Workbench.Core.Inference;
using Workbench.Core.Races;
using Workbench.Core.Storage.Comparisons;
using Workbench.Core.Storage.Races;
using Workbench.Models;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Components;

public sealed partial class CompareTests : ComponentTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly FakeModelPool _pool = new();
    private readonly TestDatabase _database = new();

    public CompareTests()
    {
        Services.AddSingleton<IModelPool>(_pool);
        Services.AddSingleton(new ModelNames(() => ["alpha", "beta", "gamma"], () => []));
        Services.AddSingleton(new VoteStore(_database.Factory, TimeProvider.System));
        Services.AddSingleton(new ComparisonStore(_database.Factory, TimeProvider.System));
        Services.AddSingleton(new PaceSource(_ => null, _ => false, () => null, () => 8));
    }

    [Fact]
    public async Task Ask_TwoCandidates_StreamsBothAndTellsSpeedAndStopReason()
    {
        var page = Open("/compare?m1=alpha&m2=beta&t2=0.7&s2=Be+brief.&q=Why%3F");
        await ClickAsync(page, "Ask");
        _pool["alpha"].Say("Because ");
        _pool["beta"].Say("No idea");
        page.WaitForAssertion(() => Assert.Contains("Because", Answers(page)[0].TextContent, StringComparison.Ordinal), Limit);

        _pool["alpha"].Say("of that.");
        _pool["alpha"].End();
        _pool["beta"].End();

        page.WaitForAssertion(() => Assert.Contains("4.0 tok/s", Answers(page)[0].QuerySelector("footer")!.TextContent, StringComparison.Ordinal), Limit);
        page.WaitForAssertion(() => Assert.Contains("ended by itself", Answers(page)[1].QuerySelector("footer")!.TextContent, StringComparison.Ordinal), Limit);
        Assert.Equal(["user"], _pool["alpha"].Requests.Single().Messages.Select(message => message.Role));
        Assert.Equal(["system", "user"], _pool["beta"].Requests.Single().Messages.Select(message => message.Role));
        Assert.Equal(0.7, _pool["beta"].Requests.Single().Settings.Temperature);
    }

    [Fact]
    public async Task StopAll_WhileWriting_KeepsWhatWasSaid()
    {
        var page = Open("/compare?m1=alpha&m2=beta&q=Why%3F");
        await ClickAsync(page, "Ask");
        _pool["alpha"].Say("Because");
        page.WaitForAssertion(() => Assert.Contains("Because", page.Markup, StringComparison.Ordinal), Limit);

        await ClickAsync(page, "Stop all");

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("footer").Count(footer => footer.TextContent.Contains("stopped by you", StringComparison.Ordinal))), Limit);
        Assert.Contains("Because", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_AModelThatIsNotThere_SaysWhyAndTheOtherAnswers()
    {
        var page = Open("/compare?m1=gone&m2=beta&q=Why%3F");
        await ClickAsync(page, "Ask");
        _pool["beta"].Say("Here");
        _pool["beta"].End();

        page.WaitForAssertion(() => Assert.Contains("gone is not here", Answers(page)[0].TextContent, StringComparison.Ordinal), Limit);
        page.WaitForAssertion(() => Assert.Contains("Here", Answers(page)[1].TextContent, StringComparison.Ordinal), Limit);
    }

    [Fact]
    public async Task Vote_Blind_IsStoredWithSeatsAndOnlyThenNamesAppear()
    {
        var page = Open("/compare?m1=alpha&m2=beta&q=Why%3F");
        await PressAsync(page, "[data-switch=blind]");
        page.WaitForAssertion(() => Assert.Equal("true", page.Find("[data-switch=blind]").GetAttribute("aria-checked")), Limit);
        await ClickAsync(page, "Ask");
        _pool["alpha"].Say("from alpha");
        _pool["alpha"].End();
        await _pool["alpha"].Asked.WaitAsync(Limit, Xunit.TestContext.Current.CancellationToken);
        Assert.DoesNotContain("from alpha", page.Markup, StringComparison.Ordinal);
        _pool["beta"].Say("from beta");
        _pool["beta"].End();
        page.WaitForAssertion(() => Assert.Contains("from alpha", page.Markup, StringComparison.Ordinal), Limit);
        Assert.Empty(page.FindAll(".cand"));
        Assert.DoesNotContain("tok/s", page.Markup, StringComparison.Ordinal);

        var first = Answers(page)[0].TextContent.Contains("from alpha", StringComparison.Ordinal) ? "alpha" : "beta";
        await PressAsync(page, "[data-key='1']");

        page.WaitForAssertion(() => Assert.Equal(first, Answers(page)[0].QuerySelector(".cand span")!.TextContent), Limit);
        var vote = Assert.Single(await new VoteStore(_database.Factory, TimeProvider.System).ListAsync(null, Xunit.TestContext.Current.CancellationToken));
        Assert.Equal((first, "Why?", PairOutcome.A, "owner"), (vote.A.Name, vote.Prompt, vote.Outcome, vote.Voter));
        Assert.NotEqual(vote.A.Hash, vote.B.Hash);

        await ClickAsync(page, "Withdraw the vote");
        page.WaitForAssertion(() => Assert.Contains("counts nowhere", page.Find(".vote").TextContent, StringComparison.Ordinal), Limit);
        Assert.Empty(await new VoteStore(_database.Factory, TimeProvider.System).ListAsync(null, Xunit.TestContext.Current.CancellationToken));
        Assert.Empty(page.FindAll(".vote button"));
    }

    [Fact]
    public async Task Withdraw_OfAnothersBallot_IsRefusedAndTheLogKeepsBothOfOnesOwn()
    {
        var store = new VoteStore(_database.Factory, TimeProvider.System);
        var cancellation = Xunit.TestContext.Current.CancellationToken;
        var ballot = new Ballot("Why?", [new("a", new string('a', 64)), new("b", new string('b', 64)), new("c", new string('c', 64))], 2, false);
        var votes = await store.CastAsync(ballot, Core.Governance.Actor.Owner, cancellation);
        await Assert.ThrowsAsync<Core.Language.InputException>(() => store.WithdrawAsync(votes[0].Ballot, Core.Governance.Actor.Owner with { Id = "P-0002" }, cancellation));
        Assert.Equal(2, (await store.ListAsync(null, cancellation)).Length);

        await store.WithdrawAsync(votes[0].Ballot, Core.Governance.Actor.Owner, cancellation);
        Assert.Empty(await store.ListAsync(null, cancellation));
        await Assert.ThrowsAsync<Core.Language.InputException>(() => store.WithdrawAsync(votes[0].Ballot, Core.Governance.Actor.Owner, cancellation));
    }

    [Theory]
    [InlineData("http://x/compare?m1=a&s1=Be%20brief.&t1=0.7&n1=64&m2=null%3Aecho&q=Why%3F&blind=1")]
    [InlineData("http://x/compare?m1=a&m2=a&p2=0.9&seed2=7")]
    public void Plan_ReadFromItsAddress_WritesTheSameAddress(string address) => Assert.Equal(address, "http://x" + ComparePlan.Parse(address).Url());

    [Fact]
    public void Plan_TheSameModelTwice_HasNamesThatDiffer() =>
        Assert.Equal(["a", "a #2"], ComparePlan.Parse("http://x/compare?m1=a&m2=a&t2=1").Candidates.Select(candidate => candidate.Name));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }

    private IRenderedComponent<ComparePage> Open(string path)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(path);
        return Render<ComparePage>();
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<ComparePage> page, string words) =>
        page.FindAll("button").First(button => button.TextContent.Trim().StartsWith(words, StringComparison.Ordinal));

    // Found and pressed in one step of the renderer: a page that renders in between would have other handlers.
    private static Task ClickAsync(IRenderedComponent<ComparePage> page, string words)
    {
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("button"), button => button.TextContent.Trim().StartsWith(words, StringComparison.Ordinal) && !button.HasAttribute("disabled")), Limit);
        return page.InvokeAsync(() => Button(page, words).Click());
    }

    private static Task PressAsync(IRenderedComponent<ComparePage> page, string selector)
    {
        page.WaitForAssertion(() => Assert.False(page.Find(selector).HasAttribute("disabled")), Limit);
        return page.InvokeAsync(() => page.Find(selector).Click());
    }

    private static Task ChangeAsync(IRenderedComponent<ComparePage> page, string selector, string value)
    {
        page.WaitForAssertion(() => Assert.NotNull(page.Find(selector)), Limit);
        return page.InvokeAsync(() => page.Find(selector).Change(value));
    }

    private static Task PointAsync(IRenderedComponent<ComparePage> page, TokenEventArgs token) => page.InvokeAsync(() => page.Find(".tokens").TriggerEvent("ontokenopen", token));

    private static IReadOnlyList<AngleSharp.Dom.IElement> Answers(IRenderedComponent<ComparePage> page) => page.FindAll("article");
}
