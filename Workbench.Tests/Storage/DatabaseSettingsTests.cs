using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Governance;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Storage;

public sealed class DatabaseSettingsTests
{
    private const string Secret = "pa55;word";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, DatabaseKind.Sqlite)]
    [InlineData(" SQLite ", DatabaseKind.Sqlite)]
    [InlineData("postgres", DatabaseKind.Postgres)]
    [InlineData("PostgreSQL", DatabaseKind.Postgres)]
    public void Parse_AKnownKind_IsThatOne(string? kind, DatabaseKind expected) => Assert.Equal(expected, DatabaseSettings.Parse(kind, "Host=localhost;Database=workbench").Kind);

    [Theory]
    [InlineData("mysql", "Host=localhost;Database=workbench", "Workbench:Database")]
    [InlineData("postgres", null, "Workbench:ConnectionString")]
    [InlineData("postgres", "Database=workbench;Password=pa55", "Workbench:ConnectionString")]
    [InlineData("postgres", "Host=localhost;Database=workbench;Password=pa55;tail", "Workbench:ConnectionString")]
    [InlineData("postgres", "Host=localhost;Database=workbench;Port=pa55", "Workbench:ConnectionString")]
    public void Parse_WhatCannotBeUsed_NamesTheSettingAndNothingOfThePassword(string kind, string? connectionString, string field)
    {
        var problem = Assert.Single(Assert.Throws<InputException>(() => DatabaseSettings.Parse(kind, connectionString)).Problems);

        Assert.Equal(field, problem.Field);
        Assert.NotNull(problem.Hint);
        Assert.DoesNotContain("pa55", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("tail", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NoServerThere_TellsWhereAndWhatToCheckWithoutThePassword()
    {
        using var folder = new TestDatabase();
        var settings = DatabaseSettings.Parse("postgres", $"Host=127.0.0.1;Port=1;Database=lab;Username=mei;Password='{Secret}';Timeout=5");

        var refused = await Assert.ThrowsAsync<InputException>(() => new Workspace(folder.Folder).OpenAsync(settings, Cancellation));

        var told = refused.ToString() + Assert.Single(refused.Problems);
        Assert.Contains("127.0.0.1:1", told, StringComparison.Ordinal);
        Assert.Contains("mei", told, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, told, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_DatabaseThatIsNotThereByTwoAtOnce_MakesItOnce()
    {
        using var folder = new TestDatabase();
        var server = PostgresServer.Instance;
        var settings = DatabaseSettings.Parse("postgres", server.NewName());
        var workspace = new Workspace(folder.Folder);
        await workspace.OpenAsync(settings, Cancellation);
        var opened = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => workspace.OpenAsync(settings, Cancellation)));

        await using var db = opened[0].CreateDbContext();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Cancellation));
        Assert.Equal(0, await new PeopleStore(opened[1], TimeProvider.System).CountAsync(Cancellation));
        server.Drop(settings.ConnectionString!);
    }

    [Fact]
    public async Task Text_WithWhatPostgresCannotKeep_ComesBackAsItWas()
    {
        using var database = new TestDatabase(DatabaseKind.Postgres);
        var text = "a\0b\uFDD0c\uFDD0\uFDD1\0 通义 😀";
        await using (var db = database.Factory.CreateDbContext())
        {
            db.Add(new PersonRow { Id = "p", Name = text, Roles = nameof(Role.Reviewer) });
            await db.SaveChangesAsync(Cancellation);
        }

        await using var read = database.Factory.CreateDbContext();
        Assert.Equal(text, await read.Set<PersonRow>().Where(person => person.Name == text).Select(person => person.Name).SingleAsync(Cancellation));
    }

    [Fact]
    public void Stored_LoneSurrogate_BecomesTheReplacementCharacter() => Assert.Equal("a\uFFFDb", PostgresText.Read(PostgresText.Stored("a\uD83Db")));
}
