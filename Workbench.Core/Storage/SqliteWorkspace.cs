using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Workbench.Core.Storage;

/// <summary>Options of the embedded database: write-ahead log, foreign keys, private cache, waiting up to 30 s for another writer.</summary>
public static class SqliteWorkspace
{
    public static DbContextOptionsBuilder UseWorkspace(this DbContextOptionsBuilder options, string databaseFile)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = databaseFile, Cache = SqliteCacheMode.Private, ForeignKeys = true, DefaultTimeout = 30 };
        return options.UseSqlite(connection.ToString()).AddInterceptors(Pragmas.Instance, CommittedCalls.Instance);
    }

    private sealed class Pragmas : DbConnectionInterceptor
    {
        /// <summary>4 MB of pages are kept by a connection, instead of 2: a page of a large run reads rows that lie far apart.</summary>
        private const string Settings = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=30000; PRAGMA cache_size=-4096;";

        public static Pragmas Instance { get; } = new();

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Settings;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Settings;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>Makes contexts of one workspace; each operation takes its own.</summary>
public sealed class WorkspaceContextFactory(string databaseFile) : IDbContextFactory<WorkbenchDbContext>
{
    private readonly DbContextOptions<WorkbenchDbContext> _options =
        ((DbContextOptionsBuilder<WorkbenchDbContext>)new DbContextOptionsBuilder<WorkbenchDbContext>().UseWorkspace(databaseFile)).Options;

    public WorkbenchDbContext CreateDbContext() => new(_options);
}
