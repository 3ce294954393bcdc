using Microsoft.EntityFrameworkCore;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Storage;

public sealed class MigrationTests : IDisposable
{
    private readonly TestDatabase _database = new();

    [Fact]
    public void Model_AgainstMigrations_HasNoPendingChanges()
    {
        using var db = _database.Factory.CreateDbContext();
        Assert.False(db.Database.HasPendingModelChanges(), "The model changed: add a migration with dotnet ef migrations add NAME --project Workbench.Core --startup-project Workbench -o Storage/Migrations.");
    }

    [Fact]
    public void Connection_OfAWorkspace_UsesWriteAheadLogAndForeignKeys()
    {
        using var db = _database.Factory.CreateDbContext();
        Assert.Equal("wal", db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").Single());
        Assert.Equal(1, db.Database.SqlQueryRaw<long>("SELECT foreign_keys AS Value FROM pragma_foreign_keys").Single());
    }

    public void Dispose() => _database.Dispose();
}
