using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Models;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Backup;

/// <summary>Writes a whole workspace into one file, as it is at one moment, while others go on working in it. Every backup is an entry of the log.</summary>
public sealed class WorkspaceBackup(IDbContextFactory<WorkbenchDbContext> database, Workspace workspace, LogCheck check, ModelCatalog models, IModelHashStore hashes, TimeProvider time)
{
    /// <summary>The backup is whole or not there: it is written beside its goal first. A file that is there is replaced.</summary>
    /// <param name="withKey">Puts in the private key that signs the log; whoever has it can sign another history.</param>
    /// <exception cref="LogDamagedException">The log does not verify, so that no restore would accept it.</exception>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public async Task<BackupMade> WriteAsync(string file, Actor actor, bool withKey, Action<BackupProgress>? progress, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.BackUp);
        if (await check.VerifyAsync(cancellation).ConfigureAwait(false) is { Problem: { } problem })
        {
            throw new LogDamagedException(problem);
        }

        var target = Path.GetFullPath(file);
        var half = target + ".part";
        var output = Create(half, target);
        try
        {
            BackupManifest manifest;
            string sha256;
            await using (output.ConfigureAwait(false))
            {
                manifest = await PackAsync(output, target, withKey, progress ?? (static _ => { }), cancellation).ConfigureAwait(false);
                output.Flush(flushToDisk: true);
                output.Position = 0;
                sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(output, cancellation).ConfigureAwait(false));
            }

            var bytes = new FileInfo(half).Length;
            await RecordAsync(actor, manifest, sha256, bytes, cancellation).ConfigureAwait(false);
            File.Move(half, target, overwrite: true);
            return new BackupMade(target, bytes, sha256, manifest);
        }
        finally
        {
            File.Delete(half);
        }
    }

    private static FileStream Create(string half, string target)
    {
        if (Directory.Exists(target) || !Directory.Exists(Path.GetDirectoryName(target)))
        {
            throw BackupProblem.Of(target, "--out", new Phrase("Storage.BackupNoFolder"));
        }

        // Nobody else's to read: it holds what the workspace holds.
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new FileStream(half, options);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Another backup may be writing there: what it wrote is not ours to remove.
            throw BackupProblem.Of(target, "--out", new Phrase("Storage.BackupUnwritable", FileWords.Of(refused, target)));
        }
    }

    private async Task<BackupManifest> PackAsync(FileStream output, string target, bool withKey, Action<BackupProgress> progress, CancellationToken cancellation)
    {
        var parts = ImmutableArray.CreateBuilder<BackupPart>();
        using var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var snapshot = await db.BeginSnapshotAsync(cancellation).ConfigureAwait(false);
        await using var held = snapshot.ConfigureAwait(false);
        var head = await HeadAsync(db, cancellation).ConfigureAwait(false);
        var tables = BackupTable.All(db.Model);
        string[] files = [.. WorkspaceFiles.In(workspace.Folder).Where(path => Path.GetFullPath(path, workspace.Folder) != target)];
        foreach (var table in tables)
        {
            var name = BackupNames.Table(table.Name);
            var done = parts.Count;
            progress(new BackupProgress(name, done, tables.Count + files.Length, 0));
            using var part = new HashedPart(archive, name);
            parts.Add(part.Finish(await TableDump.WriteAsync(db, table, part, rows => progress(new BackupProgress(name, done, tables.Count + files.Length, rows)), cancellation).ConfigureAwait(false)));
        }

        foreach (var path in files)
        {
            progress(new BackupProgress(BackupNames.Files + path, parts.Count, tables.Count + files.Length, 0));
            await CopyAsync(archive, BackupNames.Files + path, Path.GetFullPath(path, workspace.Folder), parts, cancellation).ConfigureAwait(false);
        }

        if (withKey)
        {
            await CopyAsync(archive, BackupNames.Key, Path.Combine(workspace.KeyFolder, LogKey.FileName), parts, cancellation).ConfigureAwait(false);
        }

        var manifest = new BackupManifest(
            BackupManifest.FormatName,
            BackupManifest.NewestVersion,
            typeof(WorkspaceBackup).Assembly.GetName().Version?.ToString() ?? "",
            time.GetUtcNow(),
            db.Database.IsNpgsql() ? "postgres" : "sqlite",
            SchemaName.Of((await db.Database.GetAppliedMigrationsAsync(cancellation).ConfigureAwait(false)).Last()),
            head,
            withKey,
            parts.ToImmutable(),
            await ModelsAsync(cancellation).ConfigureAwait(false));
        var last = archive.CreateEntry(BackupManifest.FileName, CompressionLevel.Fastest).Open();
        await using (last.ConfigureAwait(false))
        {
            await last.WriteAsync(manifest.ToBytes(), cancellation).ConfigureAwait(false);
        }

        return manifest;
    }

    private async Task<BackupLogHead> HeadAsync(WorkbenchDbContext db, CancellationToken cancellation)
    {
        using var key = LogKey.Open(workspace.KeyFolder);
        var size = await db.Set<LogEntryRow>().MaxAsync(row => (long?)row.Index, cancellation).ConfigureAwait(false) + 1 ?? 0;
        var root = await LogNodes.RootAsync(db, 0, size, cancellation).ConfigureAwait(false);
        return new BackupLogHead(size, Convert.ToHexStringLower(root), key.Verifier.Vkey, [.. LogVerifiers.Earlier(workspace.KeyFolder).Select(earlier => earlier.Vkey)]);
    }

    private static async Task CopyAsync(ZipArchive archive, string name, string path, ImmutableArray<BackupPart>.Builder parts, CancellationToken cancellation)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.Asynchronous);
        await using var owned = file.ConfigureAwait(false);
        using var part = new HashedPart(archive, name);
        await file.CopyToAsync(part, cancellation).ConfigureAwait(false);
        parts.Add(part.Finish());
    }

    /// <summary>Hashes that are known already: reading every model again would take longer than everything else.</summary>
    private async Task<ImmutableArray<BackupModel>> ModelsAsync(CancellationToken cancellation)
    {
        var named = ImmutableArray.CreateBuilder<BackupModel>();
        foreach (var model in models.Recent().Models)
        {
            var known = await hashes.FindAsync(model.Path, model.Bytes, model.Changed, cancellation).ConfigureAwait(false);
            named.Add(new BackupModel(model.Name, Path.GetFileName(model.Path), model.Bytes, known));
        }

        return named.ToImmutable();
    }

    private async Task RecordAsync(Actor actor, BackupManifest manifest, string sha256, long bytes, CancellationToken cancellation)
    {
        var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var owned = db.ConfigureAwait(false);
        var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var held = transaction.ConfigureAwait(false);
        var detail = new JsonObject { ["sha256"] = sha256, ["bytes"] = bytes, ["logSize"] = manifest.Log.Size, ["logRoot"] = manifest.Log.Root, ["withKey"] = manifest.WithKey };
        await LogAppender.AppendAsync(db, new LogRecord("backup.made", "workspace", actor.Id, detail), time.GetUtcNow(), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }
}
