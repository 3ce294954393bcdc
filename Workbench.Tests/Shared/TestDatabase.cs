using Microsoft.EntityFrameworkCore;
using Workbench.Core.Storage;

namespace Workbench.Tests.Shared;

/// <summary>A real SQLite workspace in a temporary folder, with the whole schema; deleted afterwards.</summary>
public sealed class TestDatabase : IDisposable
{
    public TestDatabase()
    {
        Directory.CreateDirectory(Folder);
        Factory = new WorkspaceContextFactory(File);
        using var db = Factory.CreateDbContext();
        db.Database.Migrate();
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "workbench-tests", Guid.NewGuid().ToString("n"));

    public string File => Path.Combine(Folder, "workbench.db");

    public IDbContextFactory<WorkbenchDbContext> Factory { get; }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
