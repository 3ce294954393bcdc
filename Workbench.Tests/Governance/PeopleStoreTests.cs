using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Governance;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Governance;

public sealed class SqlitePeopleStoreTests() : PeopleStoreTests(DatabaseKind.Sqlite);

public sealed class PostgresPeopleStoreTests() : PeopleStoreTests(DatabaseKind.Postgres);

public abstract class PeopleStoreTests : IDisposable
{
    private const string Password = "correct horse";

    private readonly TestDatabase _database;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero));
    private readonly PeopleStore _people;

    protected PeopleStoreTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        _people = new PeopleStore(_database.Factory, _time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_FirstPerson_IsTheOwnerSoThatEarlierStepsStayTheirs()
    {
        var first = await AddAsync("wen", Role.Administrator, Actor.Owner);
        var second = await AddAsync("chen", Role.Approver, first.ToActor());

        Assert.Equal("owner", first.Id);
        Assert.NotEqual("owner", second.Id);
        Assert.Equal([first.Id, second.Id], (await _people.ListAsync(Cancellation)).Select(person => person.Id));
        Assert.Equal([Role.Approver], second.Roles);
    }

    [Fact]
    public async Task Add_BadInput_NamesEveryProblem()
    {
        var problems = await Assert.ThrowsAsync<InputException>(() => _people.AddAsync(" ", [], "short", Actor.Owner, Cancellation));

        Assert.Equal(["name", "roles", "password"], problems.Problems.Select(problem => problem.Field));
        await Assert.ThrowsAsync<InputException>(() => AddAsync("chen", Role.Approver, Actor.Owner));
        var wen = await AddAsync("wen", Role.Administrator, Actor.Owner);
        await Assert.ThrowsAsync<InputException>(() => AddAsync("wen", Role.Approver, wen.ToActor()));
        await Assert.ThrowsAsync<NotAllowedException>(() => AddAsync("lin", Role.Auditor, new Actor("P-0002", "Chen", [Role.Approver])));
    }

    [Fact]
    public async Task SignIn_FiveWrongPasswords_LocksForAQuarterOfAnHour()
    {
        await AddAsync("wen", Role.Administrator, Actor.Owner);

        Assert.Equal("owner", (await _people.SignInAsync("wen", Password, Cancellation)).Person?.Id);
        for (var at = 0; at < 5; at++)
        {
            Assert.Equal("Governance.SignInRefused", (await _people.SignInAsync("wen", "wrong", Cancellation)).Refused?.Key);
        }

        Assert.Equal("Governance.SignInLocked", (await _people.SignInAsync("wen", Password, Cancellation)).Refused?.Key);
        _time.Advance(TimeSpan.FromMinutes(15));
        Assert.NotNull((await _people.SignInAsync("wen", Password, Cancellation)).Person);
        Assert.Equal("Governance.SignInRefused", (await _people.SignInAsync("nobody", Password, Cancellation)).Refused?.Key);
    }

    [Fact]
    public async Task SetPassword_ReplacesTheOldOne()
    {
        var wen = (await AddAsync("wen", Role.Administrator, Actor.Owner)).ToActor();
        await _people.SetPasswordAsync("owner", "another password", wen, Cancellation);

        Assert.Null((await _people.SignInAsync("wen", Password, Cancellation)).Person);
        Assert.NotNull((await _people.SignInAsync("wen", "another password", Cancellation)).Person);
        await Assert.ThrowsAsync<NotAllowedException>(() => _people.SetPasswordAsync("owner", "another password", new Actor("P-0002", "Chen", [Role.Approver]), Cancellation));
    }

    [Fact]
    public async Task Log_OfPeople_HoldsNoNameAndNoPassword()
    {
        await _people.AddDemoPeopleAsync(Cancellation);
        await using var db = _database.Factory.CreateDbContext();
        var bodies = (await db.Set<LogEntryRow>().ToListAsync(Cancellation)).Select(row => System.Text.Encoding.UTF8.GetString(row.Body)).ToList();

        Assert.Equal(DemoPeople.All.Length, bodies.Count);
        Assert.DoesNotContain(bodies, body => DemoPeople.All.Any(person => body.Contains(person.Name, StringComparison.Ordinal) || body.Contains(person.ChineseName, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0, false, false)]
    [InlineData(1, false, false)]
    [InlineData(2, false, true)]
    [InlineData(0, true, true)]
    public void IsRequired_ByPeopleAndReach_AsStated(int people, bool beyond, bool required) => Assert.Equal(required, SignInPolicy.IsRequired(people, beyond));

    public void Dispose()
    {
        _database.Dispose();
        GC.SuppressFinalize(this);
    }

    private Task<Person> AddAsync(string name, Role role, Actor actor) => _people.AddAsync(name, [role], Password, actor, Cancellation);
}
