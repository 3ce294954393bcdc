using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Governance;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Governance;
using Workbench.People;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Governance;

public sealed class SecondFactorSealTests : IDisposable
{
    private const string Password = "correct horse battery";

    private readonly TestDatabase _database = new(DatabaseKind.Sqlite);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero));
    private readonly DataProtectionSeal _seal;

    public SecondFactorSealTests() => _seal = new DataProtectionSeal(new Workspace(_database.Folder));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Key_OfANewSecondFactor_IsSealedInTheDatabaseAndItsCodesCountInAnotherProcess()
    {
        var people = new PeopleStore(_database.Factory, _time, _seal);
        var (key, _) = await SetUpAsync(people);

        var kept = await KeptAsync();
        Assert.StartsWith("sealed:", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(key, kept, StringComparison.Ordinal);
        Assert.DoesNotContain(key, string.Concat(Directory.GetFiles(Path.Combine(_database.Folder, "keys"), "*", SearchOption.AllDirectories).Select(File.ReadAllText)), StringComparison.Ordinal);
        Assert.NotNull(await SignInAsync(new PeopleStore(_database.Factory, _time, new DataProtectionSeal(new Workspace(_database.Folder))), key));
    }

    [Fact]
    public async Task Key_KeptPlainBefore_IsSealedOnceAndCountsAsBefore()
    {
        var (key, _) = await SetUpAsync(new PeopleStore(_database.Factory, _time));
        Assert.Equal(key, await KeptAsync());
        var sealing = new SecondFactorSealing(_database.Factory, _seal);

        Assert.Equal((1, 0), (await sealing.SealAsync(Cancellation), await sealing.SealAsync(Cancellation)));

        Assert.StartsWith("sealed:", await KeptAsync(), StringComparison.Ordinal);
        Assert.NotNull(await SignInAsync(new PeopleStore(_database.Factory, _time, _seal), key));
    }

    [Fact]
    public async Task Key_WhoseSealIsGone_LetsOnlyARecoveryCodeIn()
    {
        var people = new PeopleStore(_database.Factory, _time, _seal);
        var (key, codes) = await SetUpAsync(people);
        Directory.Delete(DataProtectionSeal.Folder(new Workspace(_database.Folder)).FullName, recursive: true);
        var elsewhere = new PeopleStore(_database.Factory, _time, new DataProtectionSeal(new Workspace(_database.Folder)));

        Assert.Null(await SignInAsync(elsewhere, key));

        Assert.NotNull((await elsewhere.SignInWithCodeAsync("owner", (await elsewhere.SignInAsync("wen", Password, Cancellation)).Pending!.Stamp, codes[0], Cancellation)).Person);
    }

    public void Dispose() => _database.Dispose();

    private async Task<(string Key, System.Collections.Immutable.ImmutableArray<string> Codes)> SetUpAsync(PeopleStore people)
    {
        var wen = (await people.AddAsync("wen", [Role.Administrator], Password, Actor.Owner, Cancellation)).ToActor();
        var key = await people.BeginSecondFactorAsync(wen, Cancellation);
        return (key, await people.ConfirmSecondFactorAsync(Totp.Code(key, Totp.StepAt(_time.GetUtcNow())), wen, Cancellation));
    }

    private async Task<Person?> SignInAsync(PeopleStore people, string key)
    {
        _time.Advance(TimeSpan.FromSeconds(30));
        var pending = (await people.SignInAsync("wen", Password, Cancellation)).Pending!;
        return (await people.SignInWithCodeAsync(pending.Id, pending.Stamp, Totp.Code(key, Totp.StepAt(_time.GetUtcNow())), Cancellation)).Person;
    }

    private async Task<string> KeptAsync()
    {
        await using var db = await _database.Factory.CreateDbContextAsync(Cancellation);
        return (await db.Set<PersonRow>().SingleAsync(Cancellation)).AuthenticatorKey!;
    }
}
