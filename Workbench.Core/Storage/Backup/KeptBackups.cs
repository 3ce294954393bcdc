using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Governance;
using Workbench.Core.Language;

namespace Workbench.Core.Storage.Backup;

/// <summary>A backup in the workspace's own folder.</summary>
public sealed record KeptBackup(string Name, long Bytes, DateTimeOffset At);

/// <summary>Backups that were made from the Settings page, in the folder <c>backups</c>; to be carried somewhere else.</summary>
public sealed class KeptBackups(Workspace workspace, WorkspaceBackup backup, TimeProvider time)
{
    public string Folder { get; } = Path.Combine(workspace.Folder, WorkspaceFiles.Backups);

    /// <summary>Newest first.</summary>
    public ImmutableArray<KeptBackup> List() => !Directory.Exists(Folder) ? [] :
        [.. new DirectoryInfo(Folder).EnumerateFiles("*.zip").Select(file => new KeptBackup(file.Name, file.Length, file.LastWriteTimeUtc)).OrderByDescending(kept => kept.At).ThenByDescending(kept => kept.Name, StringComparer.Ordinal)];

    public async Task<BackupMade> MakeAsync(Actor actor, Action<BackupProgress> progress, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.BackUp);
        Directory.CreateDirectory(Folder);
        var name = $"workbench-{time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.zip";
        return await backup.WriteAsync(Path.Combine(Folder, name), actor, withKey: false, progress, cancellation).ConfigureAwait(false);
    }

    /// <summary>What it holds.</summary>
    /// <exception cref="InputException">It is not there, or is no backup.</exception>
    public BackupManifest Read(string name, Actor actor)
    {
        using var archive = BackupArchive.Open(PathOf(name, actor));
        return archive.Manifest;
    }

    /// <exception cref="InputException">There is none of this name.</exception>
    public string PathOf(string name, Actor actor)
    {
        Permissions.Require(actor, Permission.BackUp);
        return List().FirstOrDefault(kept => kept.Name == name) is { } found
            ? Path.Combine(Folder, found.Name)
            : throw new InputException(new InputProblem(new Phrase("Storage.BackupMissing"), name));
    }

    public void Delete(string name, Actor actor) => File.Delete(PathOf(name, actor));
}
