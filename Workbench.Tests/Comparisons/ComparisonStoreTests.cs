using System.Collections.Immutable;
using Workbench.Core.Comparisons;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Storage.Comparisons;
using Workbench.Core.Storage.Log;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Comparisons;

public sealed class SqliteComparisonStoreTests() : ComparisonStoreTests(DatabaseKind.Sqlite);

public sealed class PostgresComparisonStoreTests() : ComparisonStoreTests(DatabaseKind.Postgres);

public abstract class ComparisonStoreTests : IDisposable
{
    private static readonly Actor Other = new("other", "Other", [Role.Researcher]);
    private readonly TestDatabase _database;
    private readonly ComparisonStore _store;
    private readonly CandidateStore _candidates;

    protected ComparisonStoreTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        (_store, _candidates) = (new ComparisonStore(_database.Factory, TimeProvider.System), new CandidateStore(_database.Factory, TimeProvider.System));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_AfterSave_GivesBackEverything()
    {
        var given = Given.Comparison("为什么？ \u202Eمرحبا <script>alert(1)</script> 👍");

        var saved = await _store.SaveAsync(given, Actor.Owner, Token);
        var found = await _store.FindAsync(saved.Id, Token);

        Assert.Equal("C-0001", saved.Id);
        Assert.Equal(given.Candidates, found!.Candidates);
        Assert.Equal(given.Turns, found.Turns);
        Assert.Equal(ComparisonExport.Json(saved), ComparisonExport.Json(found));
        Assert.Equal(given.Answers[0].Tokens, found.Answers[0].Tokens);
        Assert.Equal((given.View.System, given.View.Pace, given.View.Draft, given.View.Turn), (found.View.System, found.View.Pace, found.View.Draft, found.View.Turn));
        Assert.Equal([1, 0], found.View.Order);
        Assert.Equal([4, 5], found.View.Shown);
        Assert.Equal("Be", found.Shown(0, 1)!.Text);
    }

    [Fact]
    public async Task Save_Again_AddsAnswersAndKeepsThoseThatAreThere()
    {
        var saved = await _store.SaveAsync(Given.Comparison(), Actor.Owner, Token);
        var more = saved with { Answers = [saved.Answers[0] with { Text = "changed" }, .. saved.Answers[1..], Given.Answer(6, 2, 1, 2, "Something")] };

        var again = await _store.SaveAsync(more, Actor.Owner, Token);

        var found = await _store.FindAsync(again.Id, Token);
        Assert.Equal(saved.Id, again.Id);
        Assert.Equal(["Because", "No idea", "Be", "Then", "Nothing", "Something"], found!.Answers.Select(answer => answer.Text));
    }

    [Fact]
    public async Task Save_OfAnotherPersonsOrOfAnOldRevision_BecomesAComparisonOfItsOwn()
    {
        var saved = await _store.SaveAsync(Given.Comparison(), Actor.Owner, Token);
        await _store.SaveAsync(saved, Actor.Owner, Token);

        var late = await _store.SaveAsync(saved with { Answers = [saved.Answers[0]] }, Actor.Owner, Token);
        var foreign = await _store.SaveAsync(saved, Other, Token);

        Assert.Equal(["C-0001", "C-0002", "C-0003"], new[] { saved.Id, late.Id, foreign.Id });
        Assert.Equal(5, (await _store.FindAsync("C-0001", Token))!.Answers.Length);
        Assert.Equal("other", (await _store.FindAsync("C-0003", Token))!.By);
    }

    [Fact]
    public async Task Save_WithAnAnswerThatBelongsNowhere_IsRefusedAndNothingIsWritten()
    {
        var given = Given.Comparison();

        await Assert.ThrowsAsync<InputException>(() => _store.SaveAsync(given with { Answers = [Given.Answer(1, 9, 0, null, "x")] }, Actor.Owner, Token));

        Assert.Empty(await _store.ListAsync(10, null, null, Token));
    }

    [Fact]
    public async Task List_ByPages_GivesNewestFirstAndFindsWords()
    {
        foreach (var question in (string[])["50% of what?", "天空为什么红？", "Why_not?"])
        {
            await _store.SaveAsync(Given.Comparison(question), Actor.Owner, Token);
        }

        var first = await _store.ListAsync(2, null, null, Token);
        var second = await _store.ListAsync(2, first[^1].Id, null, Token);

        Assert.Equal(["C-0003", "C-0002", "C-0001"], first.Concat(second).Select(header => header.Id));
        Assert.Equal("C-0001", Assert.Single(await _store.ListAsync(9, null, "50%", Token)).Id);
        Assert.Equal("C-0002", Assert.Single(await _store.ListAsync(9, null, "红", Token)).Id);
        Assert.Equal("C-0003", Assert.Single(await _store.ListAsync(9, null, "y_n", Token)).Id);
    }

    [Fact]
    public async Task List_BlindBeforeTheVote_TellsNoNames()
    {
        var given = Given.Comparison();
        await _store.SaveAsync(given with { View = given.View with { Revealed = false } }, Actor.Owner, Token);

        var header = Assert.Single(await _store.ListAsync(9, null, null, Token));

        Assert.Empty(header.Candidates);
        Assert.Equal(2, header.Columns);
    }

    [Fact]
    public async Task Delete_ByAnother_IsRefused_ByItsMakerTakesAllAndIsLogged()
    {
        var saved = await _store.SaveAsync(Given.Comparison(), Actor.Owner, Token);

        await Assert.ThrowsAsync<NotAllowedException>(() => _store.DeleteAsync(saved.Id, Other, Token));
        await _store.DeleteAsync(saved.Id, Actor.Owner, Token);

        Assert.Null(await _store.FindAsync(saved.Id, Token));
        Assert.Empty(await _candidates.UsesAsync(Given.Candidates[0].Hash, 10, Token));
        await Assert.ThrowsAsync<InputException>(() => _store.DeleteAsync(saved.Id, Actor.Owner, Token));
        await using var db = _database.Factory.CreateDbContext();
        Assert.Contains(db.Set<LogEntryRow>(), row => row.Kind == "comparison.deleted" && row.Subject == "C-0001");
        Assert.Equal("C-0002", (await _store.SaveAsync(Given.Comparison(), Actor.Owner, Token)).Id);
    }

    [Fact]
    public async Task Candidates_OfASavedComparison_AreKnownByHashAndTellWhereTheyWereUsed()
    {
        await _store.SaveAsync(Given.Comparison(), Actor.Owner, Token);
        await _store.SaveAsync(Given.Comparison(), Actor.Owner, Token);
        var beta = Given.Candidates[1];

        var known = await _candidates.FindAsync(beta.Hash[..10], Token);

        Assert.Equal(beta, known!.Candidate);
        Assert.Equal(["C-0001", "C-0002"], (await _candidates.UsesAsync(beta.Hash, 10, Token)).Select(use => use.Subject).Order());
        Assert.Equal(2, (await _candidates.CountUsesAsync([beta.Hash, "none"], Token))[beta.Hash]);
        Assert.Equal(["beta", "alpha"], (await _candidates.ListAsync(10, null, Token)).Select(each => each.Shown));
        Assert.Equal(["alpha"], (await _candidates.ListAsync(10, 2, Token)).Select(each => each.Shown));
    }

    [Fact]
    public async Task Name_GivenOnce_IsKeptAndNobodyElses()
    {
        await _store.SaveAsync(Given.Comparison(), Actor.Owner, Token);
        var (alpha, beta) = (Given.Candidates[0].Hash, Given.Candidates[1].Hash);

        await _candidates.NameAsync(beta, " 诗人 ", Actor.Owner, Token);

        Assert.Equal(beta, (await _candidates.FindAsync("诗人", Token))!.Candidate.Hash);
        await Assert.ThrowsAsync<InputException>(() => _candidates.NameAsync(beta, "another", Actor.Owner, Token));
        await Assert.ThrowsAsync<InputException>(() => _candidates.NameAsync(alpha, "诗人", Actor.Owner, Token));
        await Assert.ThrowsAsync<InputException>(() => _candidates.NameAsync(alpha, "a\nb", Actor.Owner, Token));
        await Assert.ThrowsAsync<InputException>(() => _candidates.NameAsync(alpha, "a/b", Actor.Owner, Token));
        await Assert.ThrowsAsync<InputException>(() => _candidates.NameAsync(alpha, beta, Actor.Owner, Token));
        await Assert.ThrowsAsync<NotAllowedException>(() => _candidates.NameAsync(alpha, "name", new Actor("x", "X", [Role.Auditor]), Token));
        Assert.Equal("诗人", (await _candidates.NameAsync(beta, "诗人", Actor.Owner, Token)).Name);
    }

    public void Dispose()
    {
        _database.Dispose();
        GC.SuppressFinalize(this);
    }
}
