using Microsoft.EntityFrameworkCore;
using Workbench.Core.Storage;

namespace Workbench.Tests.Shared;

/// <summary>A real workspace with the whole schema, its folder a temporary one; deleted afterwards.</summary>
public sealed class TestDatabase : IDisposable
{
    private readonly string? _connectionString;

    /// <summary>SQLite, as most tests do not care.</summary>
    public TestDatabase()
        : this(DatabaseKind.Sqlite)
    {
    }

    public TestDatabase(DatabaseKind kind)
    {
        Directory.CreateDirectory(Folder);
        if (kind == DatabaseKind.Postgres)
        {
            _connectionString = PostgresServer.Instance.CreateDatabase();
            Factory = new PostgresContextFactory(_connectionString);
            return;
        }

        Factory = new WorkspaceContextFactory(File);
        using var db = Factory.CreateDbContext();
        db.Database.Migrate();
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "workbench-tests", Guid.NewGuid().ToString("n"));

    public string File => Path.Combine(Folder, "workbench.db");

    public IDbContextFactory<WorkbenchDbContext> Factory { get; }

    public DatabaseSettings Settings => _connectionString is null ? DatabaseSettings.Sqlite : new DatabaseSettings(DatabaseKind.Postgres, _connectionString);

    public void Dispose()
    {
        if (_connectionString is not null)
        {
            PostgresServer.Instance.Drop(_connectionString);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        TestFolder.Delete(Folder);
    }
}
