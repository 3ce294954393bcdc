using Microsoft.EntityFrameworkCore;

namespace Workbench.Core.Storage;

/// <summary>The folder of one workspace: database, keys, caches. Two processes may use one at the same time.</summary>
public sealed record Workspace(string Folder)
{
    public string DatabaseFile => Path.Combine(Folder, "workbench.db");

    /// <summary>Readable by its owner only.</summary>
    public string KeyFolder => Path.Combine(Folder, "keys");

    /// <summary>Suite files that people add; the shipped ones lie beside the program.</summary>
    public string SuiteFolder => Path.Combine(Folder, "suites");

    public string PackFolder => Path.Combine(Folder, "packs");

    /// <returns>The configured folder, else <c>Workbench</c> in the person's application data.</returns>
    public static Workspace At(string? folder) => new(Path.GetFullPath(
        string.IsNullOrWhiteSpace(folder)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "Workbench")
            : folder));

    /// <summary>Makes the folder and brings the embedded database to the current schema.</summary>
    public Task<IDbContextFactory<WorkbenchDbContext>> OpenAsync(CancellationToken cancellation) => OpenAsync(DatabaseSettings.Sqlite, cancellation);

    /// <summary>Makes the folder and brings the database to the current schema.</summary>
    /// <exception cref="Language.InputException">The server does not answer, or does not let us in.</exception>
    public async Task<IDbContextFactory<WorkbenchDbContext>> OpenAsync(DatabaseSettings settings, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Folder);
        await Backup.RestoreRecovery.FinishAsync(Folder, settings, cancellation).ConfigureAwait(false);
        Directory.CreateDirectory(SuiteFolder);
        Directory.CreateDirectory(PackFolder);
        return settings is { Kind: DatabaseKind.Postgres, ConnectionString: { } connectionString }
            ? await OpenPostgresAsync(connectionString, cancellation).ConfigureAwait(false)
            : await OpenSqliteAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<IDbContextFactory<WorkbenchDbContext>> OpenSqliteAsync(CancellationToken cancellation)
    {
        var factory = new WorkspaceContextFactory(DatabaseFile);
        await using var db = factory.CreateDbContext();
        if ((await db.Database.GetPendingMigrationsAsync(cancellation).ConfigureAwait(false)).Any())
        {
            await MigrateAsync(db, cancellation).ConfigureAwait(false);
        }

        return factory;
    }

    /// <summary>The database is made where it is missing and the user may; processes take turns by a lock of the server's.</summary>
    private static async Task<IDbContextFactory<WorkbenchDbContext>> OpenPostgresAsync(string connectionString, CancellationToken cancellation)
    {
        var factory = new PostgresContextFactory(connectionString);
        await using var db = factory.CreateDbContext();
        try
        {
            if ((await db.Database.GetPendingMigrationsAsync(cancellation).ConfigureAwait(false)).Any())
            {
                await db.Database.MigrateAsync(cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception refused) when (refused is Npgsql.NpgsqlException or System.Net.Sockets.SocketException or TimeoutException || refused.InnerException is Npgsql.NpgsqlException)
        {
            throw PostgresWorkspace.Unreachable(connectionString, refused.InnerException as Npgsql.PostgresException ?? refused);
        }

        return factory;
    }

    /// <summary>One process at a time. The operating system lets go of the file when a process dies; the row by which the library keeps others away it would leave behind.</summary>
    private async Task MigrateAsync(WorkbenchDbContext db, CancellationToken cancellation)
    {
        await using var turn = await TakeTurnAsync(Path.Combine(Folder, "migration.lock"), cancellation).ConfigureAwait(false);
        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS __EFMigrationsLock", cancellation).ConfigureAwait(false);
        await db.Database.MigrateAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task<FileStream> TakeTurnAsync(string file, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(file))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation).ConfigureAwait(false);
            }
        }
    }
}
