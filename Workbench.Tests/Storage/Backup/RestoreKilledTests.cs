using Microsoft.Data.Sqlite;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Backup;
using Workbench.Core.Storage.Runs;

namespace Workbench.Tests.Storage.Backup;

public sealed class SqliteRestoreKilledTests() : RestoreKilledTests(DatabaseKind.Sqlite);

public sealed class PostgresRestoreKilledTests() : RestoreKilledTests(DatabaseKind.Postgres);

/// <summary>The process is gone in the middle of a restore; whoever opens the workspace next finds one whole workspace, the old or the new.</summary>
public abstract class RestoreKilledTests(DatabaseKind kind) : IDisposable
{
    private readonly BackupGround _from = new(kind);
    private readonly BackupGround _to = new(kind);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(99)]
    public async Task Open_AfterAKillWhileFilesMoved_FinishesTheRestore(int moved)
    {
        // A restore beside: its result is what the killed one had prepared.
        await _from.FillAsync(3);
        await File.WriteAllTextAsync(Path.Combine(_from.Workspace.PackFolder.EnsureFolder(), "new.yaml"), "new");
        var made = await _from.BackUpAsync();
        var run = await _to.FillAsync(5);
        var aside = "before-restore-x";
        await PrepareAsync(made, aside);
        foreach (var entry in Directory.GetFileSystemEntries(_to.Workspace.Folder).Where(path => Path.GetFileName(path) is not (".restore" or "backups" or "use.lock")).Order(StringComparer.Ordinal).Take(moved))
        {
            Directory.CreateDirectory(Path.Combine(_to.Workspace.Folder, aside));
            Directory.Move(entry, Path.Combine(_to.Workspace.Folder, aside, Path.GetFileName(entry)));
        }

        var factory = await _to.Workspace.OpenAsync(_to.Settings, CancellationToken.None);

        Assert.Equal(3, (await new RunStore(factory, TimeProvider.System).FindAsync(run, CancellationToken.None))!.Expected);
        Assert.Equal("new", await File.ReadAllTextAsync(Path.Combine(_to.Workspace.PackFolder, "new.yaml")));
        Assert.True(File.Exists(Path.Combine(_to.Workspace.Folder, aside, "keys", LogKey.FileName)));
        Assert.False(Directory.Exists(Path.Combine(_to.Workspace.Folder, ".restore")));
        Assert.True((await _to.Check.VerifyAsync(CancellationToken.None)).Ok);
    }

    [Fact]
    public async Task Open_AfterAKillBeforeTheDatabaseCommitted_FindsTheOldWorkspace()
    {
        var run = await _to.FillAsync(5);
        Directory.CreateDirectory(RestoreSwap.Staging(_to.Workspace.Folder));
        if (kind == DatabaseKind.Postgres)
        {
            new RestoreSwap("before-restore-x", "never", 0, InDatabase: true, "aside").Begin(_to.Workspace.Folder);
        }

        var factory = await _to.Workspace.OpenAsync(_to.Settings, CancellationToken.None);

        Assert.Equal(5, (await new RunStore(factory, TimeProvider.System).FindAsync(run, CancellationToken.None))!.Expected);
        Assert.True(File.Exists(Path.Combine(_to.Workspace.SuiteFolder, "mine", "三.yaml")));
    }

    [Fact]
    public async Task Restore_WorkspaceInUse_IsRefused()
    {
        await _from.FillAsync();
        var made = await _from.BackUpAsync();
        using var used = WorkspaceHold.Share(_to.Workspace);
        using var usedTwice = WorkspaceHold.Share(_to.Workspace);
        var refused = await Assert.ThrowsAsync<InputException>(() => _to.Restore.RestoreAsync(made.File, new RestoreOptions(Replace: true), Actor.Owner, null, CancellationToken.None));
        Assert.Equal("Storage.WorkspaceInUse", refused.Problems[0].Message.Key);
    }

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Everything a restore does up to the moment when the first file moves.</summary>
    private async Task PrepareAsync(BackupMade made, string aside)
    {
        using var archive = BackupArchive.Open(made.File);
        var staging = Directory.CreateDirectory(RestoreSwap.Staging(_to.Workspace.Folder)).FullName;
        Directory.CreateDirectory(Path.Combine(staging, "packs"));
        await File.WriteAllTextAsync(Path.Combine(staging, "packs", "new.yaml"), "new");
        var (key, vkey) = RestoreKeys.Place(archive, null, _to.Workspace.KeyFolder, Path.Combine(staging, "keys"));
        var swap = new RestoreSwap(aside, "id-of-this", archive.Manifest.Log.Size, kind == DatabaseKind.Postgres, "aside");
        var work = new RestoreDatabase(archive, RestoreDatabase.Entry(archive, "id-of-this", made.Sha256, Actor.Owner, key, vkey), DateTimeOffset.UtcNow, static _ => { });
        if (kind == DatabaseKind.Postgres)
        {
            await using var db = await _to.Factory.CreateDbContextAsync();
            await work.MakePostgresAsync(db, "aside", () => swap.Begin(_to.Workspace.Folder), CancellationToken.None);
        }
        else
        {
            await work.MakeSqliteAsync(Path.Combine(staging, "workbench.db"), CancellationToken.None);
            swap.Begin(_to.Workspace.Folder);
        }

        SqliteConnection.ClearAllPools();
    }
}

internal static class FolderThatIs
{
    public static string EnsureFolder(this string folder) => Directory.CreateDirectory(folder).FullName;
}
