using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Backup;

/// <summary>Makes a database from a backup: the schema of its time, its rows, then the schema of today.</summary>
internal sealed class RestoreDatabase(BackupArchive archive, LogRecord record, DateTimeOffset at, Action<BackupProgress> progress)
{
    /// <summary>A file of its own, that nobody uses yet.</summary>
    public async Task MakeSqliteAsync(string file, CancellationToken cancellation)
    {
        var db = new WorkspaceContextFactory(file).CreateDbContext();
        await using var owned = db.ConfigureAwait(false);
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync(Schema(db), cancellation).ConfigureAwait(false);
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false))
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA defer_foreign_keys = ON", cancellation).ConfigureAwait(false);
            await new TableLoad(archive, db, progress).LoadAsync(cancellation).ConfigureAwait(false);
            await CommitAsync(transaction, cancellation).ConfigureAwait(false);
        }

        await migrator.MigrateAsync(cancellationToken: cancellation).ConfigureAwait(false);
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false))
        {
            await LogAppender.AppendAsync(db, record, at, cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }

        // One file to move, with everything in it.
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellation).ConfigureAwait(false);
        await CloseAsync(db).ConfigureAwait(false);
    }

    /// <summary>Lets go of an embedded database's file, which is about to be moved.</summary>
    public static async Task CloseAsync(WorkbenchDbContext db)
    {
        await db.Database.CloseConnectionAsync().ConfigureAwait(false);
        SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
    }

    /// <summary>One transaction: what is there goes into another schema, and what comes is there whole or not at all.</summary>
    /// <param name="aside">Schema for what is there; null when nothing of it is worth keeping.</param>
    /// <param name="beforeCommit">The last chance to write down that it happens.</param>
    public async Task MakePostgresAsync(WorkbenchDbContext db, string? aside, Action beforeCommit, CancellationToken cancellation)
    {
        var migrator = db.GetService<IMigrator>();
        var schema = Schema(db);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await MakeRoomAsync(db, aside, cancellation).ConfigureAwait(false);
        await ExecuteAsync(db, migrator.GenerateScript(Migration.InitialDatabase, schema, MigrationsSqlGenerationOptions.NoTransactions), cancellation).ConfigureAwait(false);
        await new TableLoad(archive, db, progress).LoadAsync(cancellation).ConfigureAwait(false);
        await ExecuteAsync(db, migrator.GenerateScript(schema, null, MigrationsSqlGenerationOptions.NoTransactions), cancellation).ConfigureAwait(false);
        await DatabaseTables.ContinueSequencesAsync(db, cancellation).ConfigureAwait(false);
        await LogAppender.AppendAsync(db, record, at, cancellation).ConfigureAwait(false);
        beforeCommit();
        await CommitAsync(transaction, cancellation).ConfigureAwait(false);
    }

    /// <returns>The entry of the log that a restore writes.</returns>
    internal static LogRecord Entry(BackupArchive archive, string id, string sha256, Actor actor, RestoredKey key, string vkey) => new("backup.restored", "workspace", actor.Id, new JsonObject
    {
        ["id"] = id,
        ["sha256"] = sha256,
        ["logSize"] = archive.Manifest.Log.Size,
        ["logRoot"] = archive.Manifest.Log.Root,
        ["key"] = key.ToString().ToLowerInvariant(),
        ["vkey"] = vkey,
    });

    private string Schema(WorkbenchDbContext db) => SchemaName.Find(db.Database.GetMigrations(), archive.Manifest.Schema)
        ?? throw BackupProblem.Of(archive.File, BackupManifest.FileName, new Phrase("Storage.BackupSchema", archive.Manifest.Schema, archive.Manifest.Product), new Phrase("Storage.BackupNewer"));

    private static async Task MakeRoomAsync(WorkbenchDbContext db, string? aside, CancellationToken cancellation)
    {
        var tables = await DatabaseTables.NamesAsync(db, cancellation).ConfigureAwait(false);
        string[] names = [.. tables.Select(table => $"\"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")];
        if (names.Length == 0)
        {
            return;
        }

        string[] steps = aside is null
            ? [$"DROP TABLE {string.Join(", ", names)} CASCADE"]
            : [$"CREATE SCHEMA \"{aside}\"", .. names.Select(name => $"ALTER TABLE {name} SET SCHEMA \"{aside}\"")];
        await ExecuteAsync(db, string.Join(";\n", steps), cancellation).ConfigureAwait(false);
    }

    /// <summary>Foreign keys may be held against the rows only now.</summary>
    private async Task CommitAsync(IDbContextTransaction transaction, CancellationToken cancellation)
    {
        try
        {
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is SqliteException or PostgresException)
        {
            throw BackupProblem.Of(archive.File, null, new Phrase("Storage.BackupRefused", DatabaseWords.Of(refused)));
        }
    }

    private static async Task ExecuteAsync(WorkbenchDbContext db, string script, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(script))
        {
            return;
        }

        var command = db.Database.GetDbConnection().CreateCommand();
        await using var owned = command.ConfigureAwait(false);
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandTimeout = 0;
        command.CommandText = script;
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
