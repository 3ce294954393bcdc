using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Governance;

public sealed class SqliteTokenStoreTests() : TokenStoreTests(DatabaseKind.Sqlite);

public sealed class PostgresTokenStoreTests() : TokenStoreTests(DatabaseKind.Postgres);

public abstract class TokenStoreTests : IDisposable
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);
    private readonly TestDatabase _database;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero));
    private readonly PeopleStore _people;
    private readonly TokenStore _tokens;

    protected TokenStoreTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        _people = new PeopleStore(_database.Factory, _time);
        _tokens = new TokenStore(_database.Factory, _time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_OfAResearcher_ActsAsThemWithinItsScope()
    {
        var researcher = await ResearcherAsync();

        var (token, secret) = await _tokens.CreateAsync("nightly", [Permission.Read, Permission.RunSuites], Month, researcher, Cancellation);
        var actor = (await _tokens.ActorAsync(secret, Cancellation))!;

        Assert.StartsWith("wbt_", secret, StringComparison.Ordinal);
        Assert.Equal(researcher.Id, actor.Id);
        Assert.True(Permissions.Has(actor, Permission.RunSuites));
        Assert.Equal("Governance.TokenLacks", Permissions.WhyNot(actor, Permission.Vote)?.Key);
        Assert.Equal("Governance.Needs.ManagePeople", Permissions.WhyNot(actor, Permission.ManagePeople)?.Key);
        Assert.Equal(_time.GetUtcNow(), (await _tokens.ListAsync(researcher.Id, Cancellation)).Single().LastUsedAt);
        Assert.Equal(token.Id, (await _tokens.ListAsync(researcher.Id, Cancellation)).Single().Id);
    }

    [Fact]
    public async Task Create_SecretIsNowhereInDatabaseOrLog()
    {
        var (_, secret) = await _tokens.CreateAsync("nightly", [Permission.Read], Month, await ResearcherAsync(), Cancellation);
        await using var db = _database.Factory.CreateDbContext();

        Assert.DoesNotContain(secret, System.Text.Json.JsonSerializer.Serialize(await db.Set<TokenRow>().ToListAsync(Cancellation)), StringComparison.Ordinal);
        Assert.DoesNotContain(await db.Set<LogEntryRow>().ToListAsync(Cancellation), row => System.Text.Encoding.UTF8.GetString(row.Body).Contains(secret, StringComparison.Ordinal));
        Assert.Contains(await db.Set<LogEntryRow>().ToListAsync(Cancellation), row => row.Kind == "token.made");
    }

    [Fact]
    public async Task Actor_TokenOverRevokedOrOfALockedPerson_IsNone()
    {
        var researcher = await ResearcherAsync();
        var (first, firstSecret) = await _tokens.CreateAsync("one", [Permission.Read], Month, researcher, Cancellation);
        var (_, secondSecret) = await _tokens.CreateAsync("two", [Permission.Read], Month + Month, researcher, Cancellation);

        await _tokens.RevokeAsync(first.Id, researcher, Cancellation);
        Assert.Null(await _tokens.ActorAsync(firstSecret, Cancellation));
        Assert.Null(await _tokens.ActorAsync(secondSecret + "x", Cancellation));
        await _people.LockAsync(researcher.Id, Actor.Owner, Cancellation);
        Assert.Null(await _tokens.ActorAsync(secondSecret, Cancellation));
        await _people.UnlockAsync(researcher.Id, Actor.Owner, Cancellation);
        Assert.NotNull(await _tokens.ActorAsync(secondSecret, Cancellation));
        _time.Advance(Month + Month);
        Assert.Null(await _tokens.ActorAsync(secondSecret, Cancellation));
    }

    [Fact]
    public async Task Actor_RoleTakenAway_TokenLosesItToo()
    {
        var researcher = await ResearcherAsync();
        var (_, secret) = await _tokens.CreateAsync("nightly", [Permission.Read, Permission.RunSuites], Month, researcher, Cancellation);

        await _people.SetRolesAsync(researcher.Id, [Role.Auditor], Actor.Owner, Cancellation);

        Assert.False(Permissions.Has((await _tokens.ActorAsync(secret, Cancellation))!, Permission.RunSuites));
    }

    [Fact]
    public async Task Create_BadInput_NamesEveryProblem()
    {
        var researcher = await ResearcherAsync();

        var problems = await Assert.ThrowsAsync<InputException>(() => _tokens.CreateAsync(" ", [Permission.ManagePeople], TimeSpan.FromDays(400), researcher, Cancellation));

        Assert.Equal(["name", "scope", "days"], problems.Problems.Select(problem => problem.Field));
    }

    [Fact]
    public async Task Token_MakesAndRevokesNoToken_AndNobodyRevokesAnothers()
    {
        var researcher = await ResearcherAsync();
        var (token, secret) = await _tokens.CreateAsync("nightly", [Permission.Read], Month, researcher, Cancellation);
        var viaToken = (await _tokens.ActorAsync(secret, Cancellation))!;

        await Assert.ThrowsAsync<NotAllowedException>(() => _tokens.CreateAsync("more", [Permission.Read], Month, viaToken, Cancellation));
        await Assert.ThrowsAsync<NotAllowedException>(() => _tokens.RevokeAsync(token.Id, viaToken, Cancellation));
        await Assert.ThrowsAsync<NotAllowedException>(() => _tokens.RevokeAsync(token.Id, new Actor("p-9", "Lin", [Role.Approver]), Cancellation));
        Assert.NotNull((await _tokens.RevokeAsync(token.Id, Actor.Owner, Cancellation)).RevokedAt);
    }

    public void Dispose()
    {
        _database.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<Actor> ResearcherAsync()
    {
        await _people.AddAsync("wen", [Role.Administrator], "correct horse", Actor.Owner, Cancellation);
        return (await _people.AddAsync("chen", [Role.Researcher], "correct horse", Actor.Owner, Cancellation)).ToActor();
    }
}
