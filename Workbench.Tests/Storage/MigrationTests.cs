using Microsoft.EntityFrameworkCore;
using Workbench.Core.Storage;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Storage;

public sealed class SqliteMigrationTests() : MigrationTests(DatabaseKind.Sqlite)
{
    [Fact]
    public void Connection_OfAWorkspace_UsesWriteAheadLogAndForeignKeys()
    {
        using var db = Database.Factory.CreateDbContext();
        Assert.Equal("wal", db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").Single());
        Assert.Equal(1, db.Database.SqlQueryRaw<long>("SELECT foreign_keys AS Value FROM pragma_foreign_keys").Single());
    }
}

public sealed class PostgresMigrationTests() : MigrationTests(DatabaseKind.Postgres);

public abstract class MigrationTests(DatabaseKind kind) : IDisposable
{
    protected TestDatabase Database { get; } = new(kind);

    [Fact]
    public void Model_AgainstMigrations_HasNoPendingChanges()
    {
        using var db = Database.Factory.CreateDbContext();
        Assert.False(db.Database.HasPendingModelChanges(), "The model changed: both databases need a migration; ARCHITECTURE.md has the two commands.");
    }

    public void Dispose()
    {
        Database.Dispose();
        GC.SuppressFinalize(this);
    }
}
