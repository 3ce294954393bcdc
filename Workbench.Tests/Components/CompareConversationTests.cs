using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Compare;
using Workbench.Core.Inference;
using Workbench.Core.Storage.Comparisons;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Components;

/// <summary>Several questions, branches, shading, differences, and comparisons that are kept.</summary>
public sealed partial class CompareTests
{
    [Fact]
    public async Task FollowUp_ToAll_EachColumnKeepsItsOwnConversation()
    {
        var page = await AnsweredAsync("/compare?m1=alpha&m2=beta&sys=Be+kind.&q=Why%3F", "Because.", "No idea.");

        await ChangeAsync(page, ".follow textarea", "And then?");
        await ClickAsync(page, "Ask on");
        End("Then this.", "Then that.");
        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll("article.answer footer b").Select(b => b.ParentElement!.ParentElement!).Distinct().Count()), Limit);

        var (alpha, beta) = (_pool["alpha"].Requests.Last(), _pool["beta"].Requests.Last());
        Assert.Equal(["Be kind.", "Why?", "Because.", "And then?"], alpha.Messages.Select(message => message.Content));
        Assert.Equal(["Be kind.", "Why?", "No idea.", "And then?"], beta.Messages.Select(message => message.Content));
    }

    [Fact]
    public async Task Edit_OfALaterQuestion_IsABranchAndTheOtherCanBeShownAgain()
    {
        var page = await AnsweredAsync("/compare?m1=alpha&m2=beta&q=Why%3F", "Because.", "No idea.");
        await ChangeAsync(page, ".follow textarea", "And then?");
        await ClickAsync(page, "Ask on");
        End("first way", "first way too");
        page.WaitForAssertion(() => Assert.Contains("first way too", page.Markup, StringComparison.Ordinal), Limit);
        page.WaitForAssertion(() => Assert.False(page.Find(".asked button[aria-label^=Edit]").HasAttribute("disabled")), Limit);

        await PressAsync(page, ".asked button[aria-label^=Edit]");
        await ChangeAsync(page, ".asked textarea", "Or else?");
        await ClickAsync(page, "Ask as a branch");
        End("second way", "second way too");
        page.WaitForAssertion(() => Assert.Contains("second way too", page.Markup, StringComparison.Ordinal), Limit);
        Assert.DoesNotContain("first way", page.Find(".board").TextContent, StringComparison.Ordinal);
        await AskedAsync("alpha", 3);
        Assert.Equal(["Why?", "Because.", "Or else?"], _pool["alpha"].Requests.Last().Messages.Select(message => message.Content));

        page.WaitForAssertion(() => Assert.Equal("2/2", page.Find(".asked .versions .tabular").TextContent), Limit);
        await PressAsync(page, ".asked .versions button");
        page.WaitForAssertion(() => Assert.Contains("first way too", page.Find(".board").TextContent, StringComparison.Ordinal), Limit);
    }

    [Fact]
    public async Task Tokens_WithProbabilities_AreShadedAndTellTheirAlternatives()
    {
        var page = Open("/compare?m1=alpha&m2=beta&q=Who%3F");
        await ClickAsync(page, "Ask");
        _pool["alpha"].Say("In ", 0.95);
        _pool["alpha"].Say("1862", 0.24, ("1871", 0.31), ("<b>1899</b>", 0.11));
        End("", "plain");

        page.WaitForAssertion(() => Assert.Equal("1862", page.Find(".tok-2[data-t='1']").TextContent), Limit);
        page.WaitForAssertion(() => Assert.Contains("endpoint does not tell the probabilities", Answers(page)[1].QuerySelector("footer")!.TextContent, StringComparison.Ordinal), Limit);
        Assert.Contains("1 in doubt", Answers(page)[0].QuerySelector("footer")!.TextContent, StringComparison.Ordinal);
        await PointAsync(page, new TokenEventArgs { Token = 1, Left = 4, Top = 20 });
        page.WaitForAssertion(() => Assert.NotNull(page.Find(".alts")), Limit);
        var list = page.Find(".alts");
        Assert.Contains("sampled; 1871 was likelier", list.TextContent, StringComparison.Ordinal);
        Assert.Equal(["1871", "1862", "<b>1899</b>"], list.QuerySelectorAll("[role=option] bdi").Select(option => option.TextContent));
        Assert.Empty(list.QuerySelectorAll("b b"));

        await PressAsync(page, "[data-switch=shade]");
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-t]")), Limit);
        Assert.Contains("In 1862", Answers(page)[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Branch_FromAToken_ContinuesWithTheChoiceAndBothCanBeShown()
    {
        var page = Open("/compare?m1=alpha&m2=beta&q=Who%3F");
        await ClickAsync(page, "Ask");
        _pool["alpha"].Say("In ", 0.95);
        _pool["alpha"].Say("1862", 0.24, ("1871", 0.31));
        _pool["alpha"].Say(" at Trinity.", 0.1);
        End("", "plain");
        page.WaitForAssertion(() => Assert.NotEmpty(Answers(page)[0].QuerySelectorAll("footer b")), Limit);

        await PointAsync(page, new TokenEventArgs { Token = 1, Enter = true });
        await PressAsync(page, ".alts [role=option]");
        _pool["alpha"].Say(" by Rayleigh.", 0.9);
        _pool["alpha"].End();

        page.WaitForAssertion(() => Assert.Equal("In 1871 by Rayleigh.", Answers(page)[0].QuerySelector(".tokens p")!.TextContent), Limit);
        Assert.Equal("In 1871", _pool["alpha"].Requests.Last().Prefill);
        page.WaitForAssertion(() => Assert.Equal("2/2", Answers(page)[0].QuerySelector(".versions .tabular")!.TextContent), Limit);
        Assert.Contains("branch at “1871”", Answers(page)[0].TextContent, StringComparison.Ordinal);
        await PressAsync(page, "article.answer .versions button");
        page.WaitForAssertion(() => Assert.Equal("In 1862 at Trinity.", Answers(page)[0].QuerySelector(".tokens p")!.TextContent), Limit);
    }

    [Fact]
    public async Task Again_AtATemperature_TakesTheNextSeedAndKeepsTheFirstAnswer()
    {
        var page = await AnsweredAsync("/compare?m1=alpha&t1=0.7&seed1=7&m2=beta&q=Why%3F", "one", "other");

        await PressAsync(page, "[aria-label='Ask alpha again']");
        _pool["alpha"].Say("two");
        _pool["alpha"].End();

        page.WaitForAssertion(() => Assert.Equal("2/2", Answers(page)[0].QuerySelector(".versions .tabular")?.TextContent), Limit);
        Assert.Equal([7L, 8L], _pool["alpha"].Requests.Select(request => request.Settings.Seed!.Value));
    }

    [Fact]
    public async Task Finished_IsKeptAndOpensAgainAsItWas()
    {
        var page = Open("/compare?m1=alpha&m2=beta&t2=0.7&q=%E4%B8%BA%E4%BB%80%E4%B9%88%EF%BC%9F");
        await ClickAsync(page, "Ask");
        _pool["alpha"].Say("In ", 0.95);
        _pool["alpha"].Say("1862", 0.24, ("1871", 0.31));
        End("", "# <img src=x> **no**");
        await KeptAsync(page, "C-0001");

        var again = Open("/compare/C-0001");
        again.WaitForAssertion(() => Assert.Equal(2, Answers(again).Count), Limit);
        Assert.Equal("In 1862", Answers(again)[0].QuerySelector("p")!.TextContent);
        Assert.Equal("# <img src=x> **no**", Answers(again)[1].QuerySelector("p")!.TextContent);
        Assert.Empty(again.FindAll("img"));
        Assert.Equal("为什么？", again.Find("#compare-prompt").GetAttribute("value"));
        Assert.Equal("1862", again.Find(".tok-2[data-t]").TextContent);
        Assert.Contains("0.7", again.Find(".set").TextContent + again.Markup, StringComparison.Ordinal);

        await ChangeAsync(again, ".follow textarea", "Et puis ?");
        await ClickAsync(again, "Ask on");
        End("more", "more");
        again.WaitForAssertion(() => Assert.Contains("Et puis ?", again.Find(".asked").TextContent, StringComparison.Ordinal), Limit);
        await AskedAsync("alpha", 2);
        Assert.Equal(["为什么？", "In 1862", "Et puis ?"], _pool["alpha"].Requests.Last().Messages.Select(message => message.Content));
    }

    [Fact]
    public async Task Difference_OfTwoAnswers_MarksWordsWithSigns()
    {
        var page = await AnsweredAsync("/compare?m1=alpha&m2=beta&q=Why%3F", "the sky is red", "the sky is blue");

        await PressAsync(page, "[data-key=d]");

        page.WaitForAssertion(() => Assert.Contains("red", page.Find("del:not(.pick del) + *, .two del").ParentElement!.TextContent, StringComparison.Ordinal), Limit);
        Assert.Contains("−", page.Find(".two del").TextContent, StringComparison.Ordinal);
        Assert.Contains("+", page.Find(".two ins").TextContent, StringComparison.Ordinal);
        Assert.Contains("diff=1-2", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        await PressAsync(page, ".difference .seg button:last-child");
        page.WaitForAssertion(() => Assert.Contains("the sky is", page.Find(".difference > .quote").TextContent, StringComparison.Ordinal), Limit);
    }

    [Fact]
    public async Task LiveRegion_SaysWhoHasFinished_NotEachToken()
    {
        var page = Open("/compare?m1=alpha&m2=gone&q=Why%3F");
        await ClickAsync(page, "Ask");
        _pool["alpha"].Say("Because");
        page.WaitForAssertion(() => Assert.Contains("gone has failed: gone is not here", page.Find("[aria-live=polite]").TextContent, StringComparison.Ordinal), Limit);
        _pool["alpha"].End();
        page.WaitForAssertion(() => Assert.Contains("alpha has finished: 5 tokens.", page.Find("[aria-live=polite]").TextContent, StringComparison.Ordinal), Limit);
        Assert.DoesNotContain("Because", page.Find("[aria-live=polite]").TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("Ask the failed ones again (1)", page.Markup, StringComparison.Ordinal), Limit);
    }

    [Fact]
    public async Task Vote_OnAPairOfThree_IsOnePairAndBestOfThreeIsTwo()
    {
        var page = Open("/compare?m1=alpha&m2=beta&m3=gamma&q=Why%3F&blind=1");
        await ClickAsync(page, "Ask");
        End("a", "b");
        _pool["gamma"].Say("c");
        _pool["gamma"].End();
        page.WaitForAssertion(() => Assert.False(page.Find("[data-key='1']").HasAttribute("disabled")), Limit);
        Assert.Empty(page.FindAll("[data-t]"));

        await ChangeAsync(page, ".pair select", "0-2");
        await PressAsync(page, "[data-key='2']");

        page.WaitForAssertion(() => Assert.Contains("Kept: C is best.", page.Markup, StringComparison.Ordinal), Limit);
        Assert.Contains("Kept as 1 pairwise votes.", page.Markup, StringComparison.Ordinal);
        var vote = Assert.Single(await new Workbench.Core.Storage.Races.VoteStore(_database.Factory, TimeProvider.System).ListAsync(null, Xunit.TestContext.Current.CancellationToken));
        Assert.Equal(Workbench.Core.Races.PairOutcome.B, vote.Outcome);
    }

    [Fact]
    public async Task Skip_Blind_ShowsNamesAndKeepsNoVote()
    {
        var page = Open("/compare?m1=alpha&m2=beta&q=Why%3F&blind=1");
        await ClickAsync(page, "Ask");
        End("a", "b");
        page.WaitForAssertion(() => Assert.NotNull(page.Find("[data-key=s]")), Limit);

        await PressAsync(page, "[data-key=s]");

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("article .cand").Count), Limit);
        Assert.Empty(await new Workbench.Core.Storage.Races.VoteStore(_database.Factory, TimeProvider.System).ListAsync(null, Xunit.TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Prompt_TooLongForAnAddress_IsKeptUnderAShortOne()
    {
        var page = Open("/compare?m1=alpha&m2=beta");
        var question = string.Concat(Enumerable.Repeat("很长的问题", 200));

        await ChangeAsync(page, "#compare-prompt", question);

        page.WaitForAssertion(() => Assert.EndsWith("/compare/C-0001", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal), Limit);
        var again = Open("/compare/C-0001");
        again.WaitForAssertion(() => Assert.Equal(question, again.Find("#compare-prompt").GetAttribute("value")), Limit);
        await ClickAsync(again, "Ask");
        End("a", "b");
        again.WaitForAssertion(() => Assert.Equal(2, again.FindAll("article footer b").Select(b => b.ParentElement!.ParentElement).Distinct().Count()), Limit);
        Assert.Equal(question, _pool["alpha"].Requests.Single().Messages.Single().Content);
        Assert.Single(await new ComparisonStore(_database.Factory, TimeProvider.System).ListAsync(9, null, null, Xunit.TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task InTurn_AsChosen_TheSecondModelWaitsForTheFirst()
    {
        var page = Open("/compare?m1=alpha&m2=beta&q=Why%3F&pace=in-turn");
        await ClickAsync(page, "Ask");
        await AskedAsync("alpha", 1);
        _pool["alpha"].Say("first");
        page.WaitForAssertion(() => Assert.Contains("first", page.Markup, StringComparison.Ordinal), Limit);
        Assert.Empty(_pool["beta"].Requests);
        Assert.Contains("as you chose", page.Markup, StringComparison.Ordinal);

        _pool["alpha"].End();
        await AskedAsync("beta", 1);
        await ClickAsync(page, "Stop all");
        page.WaitForAssertion(() => Assert.EndsWith("/compare/C-0001", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal), Limit);
    }

    [Fact]
    public async Task Left_WhileAnswersAreWritten_WhatWasSaidIsKept()
    {
        var page = Open("/compare?m1=alpha&m2=beta&q=Why%3F");
        await ClickAsync(page, "Ask");
        _pool["alpha"].Say("half an answer");
        page.WaitForAssertion(() => Assert.Contains("half an answer", page.Markup, StringComparison.Ordinal), Limit);

        page.Instance.Dispose();

        var store = new ComparisonStore(_database.Factory, TimeProvider.System);
        await Eventually.HoldsAsync("the comparison is kept", async () => !(await store.ListAsync(1, null, null, Xunit.TestContext.Current.CancellationToken)).IsEmpty, Xunit.TestContext.Current.CancellationToken);
        var kept = await store.FindAsync("C-0001", Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(("half an answer", true), (kept!.Answers[0].Text, kept.Answers[0].Stopped));
    }

    [Fact]
    public async Task Note_WithNamesVisible_IsKeptWithTheComparisonAndIsNoVote()
    {
        var page = await AnsweredAsync("/compare?m1=alpha&m2=beta&q=Why%3F", "one", "other");

        await PressAsync(page, "[data-key='2']");

        page.WaitForAssertion(() => Assert.Contains("Noted: beta is best.", page.Markup, StringComparison.Ordinal), Limit);
        Assert.Empty(await new Workbench.Core.Storage.Races.VoteStore(_database.Factory, TimeProvider.System).ListAsync(null, Xunit.TestContext.Current.CancellationToken));
        Assert.Equal(1, (await new ComparisonStore(_database.Factory, TimeProvider.System).FindAsync("C-0001", Xunit.TestContext.Current.CancellationToken))!.View.Verdict!.Best);
    }

    [Theory]
    [InlineData("http://x/compare?m1=a&k1=40&mp1=0.05&x1=typical%3A0.9%2Cdry%3A0.8%2Cbias.12%3A-5&stop1=%5B%22a%22%2C%22%5Cn%22%5D&a1=poet%2A0.5%7Cother&tpl1=chatml&m2=b&sys=All&q=x&pace=in-turn")]
    [InlineData("http://x/compare?m1=a&m2=b&m3=c&m4=d&m5=e&m6=f&m7=g&g7=root&m8=h&js8=%7B%7D")]
    public void Plan_WithEverySetting_WritesTheSameAddress(string address) => Assert.Equal(address, "http://x" + ComparePlan.Parse(address).Url());

    [Fact]
    public void Plan_OfAHostileAddress_HasOnlyWhatIsAllowed()
    {
        var seat = ComparePlan.Parse("http://x/compare?m1=a&t1=NaN&p1=9&x1=typical:inf,bias.x:1,nonsense&stop1=%5Bbroken&m9=z&pace=evil").Seats.Single();

        Assert.Equal((0, 1, null, 0), (seat.Settings.Temperature, seat.Settings.TopP, seat.Settings.Samplers?.LogitBias, seat.Settings.Stop.Length));
    }

    private async Task<IRenderedComponent<ComparePage>> AnsweredAsync(string path, string alpha, string beta)
    {
        var page = Open(path);
        await ClickAsync(page, "Ask");
        End(alpha, beta);
        await KeptAsync(page, "C-0001");
        return page;
    }

    private void End(string alpha, string beta)
    {
        foreach (var (model, words) in ((string, string)[])[("alpha", alpha), ("beta", beta)])
        {
            if (words.Length > 0)
            {
                _pool[model].Say(words);
            }

            _pool[model].End();
        }
    }

    private Task KeptAsync(IRenderedComponent<ComparePage> page, string id)
    {
        page.WaitForAssertion(() => Assert.Contains($"/compare/{id}", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal), Limit);
        return Task.CompletedTask;
    }

    /// <summary>A question stands on the page before it is put to a model.</summary>
    private Task AskedAsync(string model, int times) => Eventually.HoldsAsync($"{model} is asked {times} times", () => _pool[model].Requests.Count == times, Xunit.TestContext.Current.CancellationToken);
}
