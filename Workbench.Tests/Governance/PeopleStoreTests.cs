using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;
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

    [Fact]
    public async Task SetRoles_OfTheLastAdministrator_IsRefusedAndOthersAreLogged()
    {
        var wen = (await AddAsync("wen", Role.Administrator, Actor.Owner)).ToActor();
        var chen = await AddAsync("chen", Role.Researcher, wen);

        await Assert.ThrowsAsync<InputException>(() => _people.SetRolesAsync("owner", [Role.Auditor], wen, Cancellation));
        await Assert.ThrowsAsync<InputException>(() => _people.LockAsync("owner", wen, Cancellation));
        var changed = await _people.SetRolesAsync(chen.Id, [Role.Reviewer, Role.Administrator], wen, Cancellation);
        await _people.SetRolesAsync("owner", [Role.Auditor], changed.ToActor(), Cancellation);

        Assert.Equal([Role.Administrator, Role.Reviewer], changed.Roles.Order());
        var entry = (await LogAsync()).Single(row => row.Kind == "person.roles-changed" && row.Subject == chen.Id);
        Assert.Contains("\"before\":[\"Researcher\"]", System.Text.Encoding.UTF8.GetString(entry.Body), StringComparison.Ordinal);
        Assert.Equal("owner", entry.Actor);
    }

    [Fact]
    public async Task Lock_EndsSessionsAndSignIn_UntilUnlocked()
    {
        var wen = (await AddAsync("wen", Role.Administrator, Actor.Owner)).ToActor();
        var chen = await AddAsync("chen", Role.Approver, wen);
        List<string> told = [];
        _people.Changed += told.Add;

        await _people.LockAsync(chen.Id, wen, Cancellation);

        Assert.Null(await _people.CheckAsync(chen.Id, chen.Stamp, Cancellation));
        Assert.Equal("Governance.SignInRefused", (await _people.SignInAsync("chen", Password, Cancellation)).Refused?.Key);
        await _people.UnlockAsync(chen.Id, wen, Cancellation);
        Assert.NotNull((await _people.SignInAsync("chen", Password, Cancellation)).Person);
        Assert.Equal([chen.Id, chen.Id], told);
    }

    [Fact]
    public async Task Reset_PasswordMustBeReplacedAndOldSessionsAreOver()
    {
        var wen = (await AddAsync("wen", Role.Administrator, Actor.Owner)).ToActor();
        var chen = await AddAsync("chen", Role.Approver, wen);

        var password = await _people.ResetAsync(chen.Id, wen, Cancellation);

        Assert.Null(await _people.CheckAsync(chen.Id, chen.Stamp, Cancellation));
        Assert.Null((await _people.SignInAsync("chen", Password, Cancellation)).Person);
        Assert.True((await _people.SignInAsync("chen", password, Cancellation)).Person!.MustChangePassword);
        var wrong = await Assert.ThrowsAsync<InputException>(() => _people.ChangePasswordAsync("not it", "a longer phrase", chen.ToActor(), Cancellation));
        Assert.Equal("Governance.CurrentPasswordWrong", wrong.Problems.Single().Message.Key);
        await _people.ChangePasswordAsync(password, "a longer phrase", chen.ToActor(), Cancellation);
        Assert.False((await _people.SignInAsync("chen", "a longer phrase", Cancellation)).Person!.MustChangePassword);
    }

    [Theory]
    [InlineData("chenchen-1", "Governance.PasswordHoldsName")]
    [InlineData("Password12345", "Governance.PasswordGuessable")]
    [InlineData("aaaaaaaaaaaa", "Governance.PasswordGuessable")]
    [InlineData("shorter", "Governance.PasswordTooShort")]
    public async Task Add_PasswordThatIsGuessedFirst_IsRefusedWithTheReason(string password, string key)
    {
        var wen = (await AddAsync("wen", Role.Administrator, Actor.Owner)).ToActor();

        var refused = await Assert.ThrowsAsync<InputException>(() => _people.AddAsync("chenchen", [Role.Auditor], password, wen, Cancellation));

        Assert.Equal(key, refused.Problems.Single().Message.Key);
    }

    [Fact]
    public async Task SecondFactor_OnceSetUp_IsAskedForAndNoCodeCountsTwice()
    {
        var wen = (await AddAsync("wen", Role.Administrator, Actor.Owner)).ToActor();
        var key = await _people.BeginSecondFactorAsync(wen, Cancellation);
        await Assert.ThrowsAsync<InputException>(() => _people.ConfirmSecondFactorAsync("000000", wen, Cancellation));
        var first = Totp.Code(key, Totp.StepAt(_time.GetUtcNow()));
        var stamp = (await _people.FindByIdAsync("owner", Cancellation))!.Stamp;
        var codes = await _people.ConfirmSecondFactorAsync(first, wen, Cancellation);
        Assert.NotNull(await _people.CheckAsync("owner", stamp, Cancellation));

        var step = await _people.SignInAsync("wen", Password, Cancellation);
        Assert.Null(step.Person);
        Assert.Equal("owner", step.Pending?.Id);
        Assert.Equal("Governance.CodeRefused", (await _people.SignInWithCodeAsync("owner", step.Pending!.Stamp, first, Cancellation)).Refused?.Key);
        _time.Advance(TimeSpan.FromSeconds(30));
        var next = Totp.Code(key, Totp.StepAt(_time.GetUtcNow()));
        Assert.Equal("owner", (await _people.SignInWithCodeAsync("owner", step.Pending.Stamp, next, Cancellation)).Person?.Id);

        Assert.Equal(10, codes.Length);
        Assert.NotNull((await _people.SignInWithCodeAsync("owner", step.Pending.Stamp, codes[3], Cancellation)).Person);
        Assert.Null((await _people.SignInWithCodeAsync("owner", step.Pending.Stamp, codes[3], Cancellation)).Person);
        Assert.Equal(9, (await _people.FindByIdAsync("owner", Cancellation))!.RecoveryCodesLeft);
        Assert.Null((await _people.SignInWithCodeAsync("owner", "another stamp", codes[4], Cancellation)).Person);
    }

    [Fact]
    public async Task SecondFactor_WrongCodes_LockAsWrongPasswordsDo()
    {
        var wen = (await AddAsync("wen", Role.Administrator, Actor.Owner)).ToActor();
        var key = await _people.BeginSecondFactorAsync(wen, Cancellation);
        await _people.ConfirmSecondFactorAsync(Totp.Code(key, Totp.StepAt(_time.GetUtcNow())), wen, Cancellation);
        var stamp = (await _people.SignInAsync("wen", Password, Cancellation)).Pending!.Stamp;
        for (var at = 0; at < 5; at++)
        {
            await _people.SignInWithCodeAsync("owner", stamp, "wrong", Cancellation);
        }

        Assert.Equal("Governance.SignInLocked", (await _people.SignInWithCodeAsync("owner", stamp, "wrong", Cancellation)).Refused?.Key);
        Assert.Equal("Governance.SignInLocked", (await _people.SignInAsync("wen", Password, Cancellation)).Refused?.Key);
    }

    [Fact]
    public async Task Erase_LeavesTheLogIntactAndNoName()
    {
        var wen = (await AddAsync("wen", Role.Administrator, Actor.Owner)).ToActor();
        var chen = await AddAsync("chen", Role.Approver, wen);
        await _people.SignInAsync("chen", Password, Cancellation);

        await _people.EraseAsync(chen.Id, wen, Cancellation);

        var erased = (await _people.FindByIdAsync(chen.Id, Cancellation))!;
        Assert.Equal((chen.Id, false, true), (erased.Name, erased.HasPassword, erased.IsLocked));
        Assert.Null(await _people.FindAsync("chen", Cancellation));
        Assert.True((await new LogCheck(_database.Factory, new Workspace(_database.Folder)).VerifyAsync(Cancellation)).Ok);
        Assert.DoesNotContain(await LogAsync(), row => System.Text.Encoding.UTF8.GetString(row.Body).Contains("\"chen\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignInExternally_RolesComeFromTheProviderEachTime()
    {
        await AddAsync("Lin", Role.Administrator, Actor.Owner);
        var first = (await _people.SignInExternallyAsync("https://id.example", "42", "Lin", [], Cancellation)).Person!;
        var second = (await _people.SignInExternallyAsync("https://id.example", "42", "Lin", [Role.Auditor], Cancellation)).Person!;

        Assert.Empty(first.Roles);
        Assert.NotEqual("Lin", first.Name);
        Assert.Equal((first.Id, true), (second.Id, second.IsExternal));
        Assert.Equal([Role.Auditor], second.Roles);
        Assert.Equal(["person.enrolled", "person.signed-in", "person.roles-changed", "person.signed-in"], (await LogAsync()).Where(row => row.Subject == first.Id).Select(row => row.Kind));
        Assert.Null((await _people.SignInAsync(first.Name, "", Cancellation)).Person);
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

    private async Task<List<LogEntryRow>> LogAsync()
    {
        await using var db = _database.Factory.CreateDbContext();
        return await db.Set<LogEntryRow>().OrderBy(row => row.Index).ToListAsync(Cancellation);
    }

    private Task<Person> AddAsync(string name, Role role, Actor actor) => _people.AddAsync(name, [role], Password, actor, Cancellation);
}
