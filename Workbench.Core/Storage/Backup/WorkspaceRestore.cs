using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Workbench.Core.Governance;
using Workbench.Core.Language;

namespace Workbench.Core.Storage.Backup;

/// <summary>Makes a workspace from a backup. Everything is verified and prepared beside what is there; then it takes its place at once, and what was there is kept.</summary>
public sealed class WorkspaceRestore(Workspace workspace, DatabaseSettings settings, TimeProvider time)
{
    private readonly string _folder = workspace.Folder;

    /// <exception cref="InputException">The backup is damaged (each part is named), the workspace is in use or not empty, or there is too little space. Nothing was changed.</exception>
    public async Task<Restored> RestoreAsync(string file, RestoreOptions options, Actor actor, Action<BackupProgress>? progress, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.BackUp);
        var report = progress ?? (static _ => { });
        using var archive = BackupArchive.Open(file);
        await archive.CheckPartsAsync(report, cancellation).ConfigureAwait(false);
        await new BackupLogCheck(archive).VerifyAsync(cancellation).ConfigureAwait(false);
        var sha256 = await archive.Sha256Async(cancellation).ConfigureAwait(false);
        var isNew = !Directory.Exists(_folder);
        try
        {
            using var alone = WorkspaceHold.TryAlone(_folder) ?? throw new InputException(new InputProblem(new Phrase("Storage.WorkspaceInUse"), _folder, Hint: new Phrase("Storage.StopOthers")));
            await RestoreRecovery.FinishAloneAsync(_folder, settings, cancellation).ConfigureAwait(false);
            CheckSpace(archive);
            return await ReplaceAsync(archive, sha256, options, actor, report, cancellation).ConfigureAwait(false);
        }
        catch when (isNew)
        {
            Directory.Delete(_folder, recursive: true);
            throw;
        }
    }

    private async Task<Restored> ReplaceAsync(BackupArchive archive, string sha256, RestoreOptions options, Actor actor, Action<BackupProgress> report, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var stamp = now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var begun = false;
        try
        {
            var staging = Directory.CreateDirectory(RestoreSwap.Staging(_folder)).FullName;
            await ExtractAsync(archive, staging, cancellation).ConfigureAwait(false);
            var (from, vkey) = RestoreKeys.Place(archive, options.KeyFile, workspace.KeyFolder, new Workspace(staging).KeyFolder);
            var id = Guid.NewGuid().ToString("n");
            var work = new RestoreDatabase(archive, RestoreDatabase.Entry(archive, id, sha256, actor, from, vkey), now, report);
            var swap = new RestoreSwap(WorkspaceFiles.Aside + stamp, id, archive.Manifest.Log.Size, settings.Kind == DatabaseKind.Postgres, "aside");
            bool wasEmpty;
            if (settings is { Kind: DatabaseKind.Postgres, ConnectionString: { } connectionString })
            {
                var db = new PostgresContextFactory(connectionString).CreateDbContext();
                await using var owned = db.ConfigureAwait(false);
                await ReachAsync(db, connectionString, cancellation).ConfigureAwait(false);
                wasEmpty = IsEmptyFolder() && await DatabaseTables.AreEmptyAsync(db, cancellation).ConfigureAwait(false);
                Refuse(wasEmpty, options);
                await work.MakePostgresAsync(db, wasEmpty ? null : SchemaFor(stamp), () => Begin(swap), cancellation).ConfigureAwait(false);
            }
            else
            {
                wasEmpty = await IsEmptyFileAsync(cancellation).ConfigureAwait(false) && IsEmptyFolder();
                Refuse(wasEmpty, options);
                await work.MakeSqliteAsync(new Workspace(staging).DatabaseFile, cancellation).ConfigureAwait(false);
                Begin(swap);
            }

            swap.Finish(_folder);
            var aside = Path.Combine(_folder, swap.Aside);
            if (wasEmpty)
            {
                Directory.Delete(aside, recursive: true);
            }

            return new Restored(archive.Manifest, sha256, from, vkey, wasEmpty ? null : aside, wasEmpty || !swap.InDatabase ? null : SchemaFor(stamp));
        }
        catch when (!begun)
        {
            RestoreSwap.Discard(_folder);
            throw;
        }

        void Begin(RestoreSwap swap)
        {
            swap.Begin(_folder);
            begun = true;
        }
    }

    private static string SchemaFor(string stamp) => $"before_restore_{stamp.Replace('-', '_')}";

    private static async Task ExtractAsync(BackupArchive archive, string staging, CancellationToken cancellation)
    {
        foreach (var folder in (string[])[new Workspace(staging).SuiteFolder, new Workspace(staging).PackFolder])
        {
            Directory.CreateDirectory(folder);
        }

        foreach (var part in archive.Manifest.Parts)
        {
            if (BackupNames.FileOf(part.Name) is not { } path)
            {
                continue;
            }

            var target = Path.GetFullPath(path, staging);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
            await using var owned = file.ConfigureAwait(false);
            var content = archive.OpenPart(part);
            await using var read = content.ConfigureAwait(false);
            await content.CopyToAsync(file, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task ReachAsync(WorkbenchDbContext db, string connectionString, CancellationToken cancellation)
    {
        try
        {
            var creator = db.GetService<IRelationalDatabaseCreator>();
            if (!await creator.ExistsAsync(cancellation).ConfigureAwait(false))
            {
                await creator.CreateAsync(cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception refused) when (refused is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException || refused.InnerException is NpgsqlException)
        {
            throw PostgresWorkspace.Unreachable(connectionString, refused.InnerException as PostgresException ?? refused);
        }
    }

    private void Refuse(bool isEmpty, RestoreOptions options)
    {
        if (!isEmpty && !options.Replace)
        {
            throw new InputException(new InputProblem(new Phrase("Storage.WorkspaceNotEmpty"), _folder, Hint: new Phrase("Storage.ReplaceHint")));
        }
    }

    private bool IsEmptyFolder() => WorkspaceFiles.In(_folder).Count == 0;

    private async Task<bool> IsEmptyFileAsync(CancellationToken cancellation)
    {
        if (!File.Exists(workspace.DatabaseFile))
        {
            return true;
        }

        var db = new WorkspaceContextFactory(workspace.DatabaseFile).CreateDbContext();
        await using var owned = db.ConfigureAwait(false);
        try
        {
            return await DatabaseTables.AreEmptyAsync(db, cancellation).ConfigureAwait(false);
        }
        catch (SqliteException)
        {
            // A database that cannot be read is one to be kept aside, too.
            return false;
        }
        finally
        {
            await RestoreDatabase.CloseAsync(db).ConfigureAwait(false);
        }
    }

    /// <summary>The parts once more, and as much again for the database's indexes.</summary>
    private void CheckSpace(BackupArchive archive)
    {
        var needed = archive.Manifest.Parts.Aggregate(0L, static (sum, part) => part.Bytes > long.MaxValue / 4 - sum ? long.MaxValue / 4 : sum + part.Bytes) * 2;
        var free = new DriveInfo(_folder).AvailableFreeSpace;
        if (needed > free)
        {
            throw new InputException(new InputProblem(new Phrase("Storage.RestoreSpace", $"{needed}", $"{free}"), _folder));
        }
    }
}
