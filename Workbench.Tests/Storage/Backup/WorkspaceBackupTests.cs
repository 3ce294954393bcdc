using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Runs;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Backup;
using Workbench.Core.Storage.Log;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Storage.Backup;

public sealed class SqliteBackupTests() : WorkspaceBackupTests(DatabaseKind.Sqlite);

public sealed class PostgresBackupTests() : WorkspaceBackupTests(DatabaseKind.Postgres);

public abstract class WorkspaceBackupTests(DatabaseKind kind) : IDisposable
{
    private readonly BackupGround _from = new(kind);

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Restore_IntoEitherDatabase_HoldsEveryRowAsItWas(DatabaseKind other)
    {
        var run = await _from.FillAsync();
        var made = await _from.BackUpAsync();
        using var to = new BackupGround(other);
        File.Delete(Path.Combine(to.Workspace.SuiteFolder, "mine", "三.yaml"));

        var restored = await to.Restore.RestoreAsync(made.File, new RestoreOptions(), Actor.Owner, null, CancellationToken.None);

        Assert.Equal((RestoredKey.New, null), (restored.Key, restored.Aside));
        Assert.Equal(BackupGround.Odd, (await to.Store.CellAsync(run, "s0", "a", 0, CancellationToken.None))!.Answer);
        Assert.Equal("name: 三", await File.ReadAllTextAsync(Path.Combine(to.Workspace.SuiteFolder, "mine", "三.yaml")));
        var log = await to.Check.VerifyAsync(CancellationToken.None);
        Assert.True(log.Ok, log.Problem?.ToString());
        Assert.Equal(made.Manifest.Log.Size + 1, log.Size);

        // Backed up again, the parts are the same bytes; but the log, which has grown.
        var again = await to.BackUpAsync(name: "again.zip");
        Assert.Equal(Tables(made).Where(part => part.Rows > 0 || !part.Name.Contains("Log", StringComparison.Ordinal)), Tables(again));
        Assert.Equal(made.Manifest.Files, again.Manifest.Files);

        static IEnumerable<BackupPart> Tables(BackupMade backup) => backup.Manifest.Parts.Where(part => part.Rows is not null && part.Name is not ("database/LogEntries.jsonl" or "database/LogNodes.jsonl"));
    }

    [Fact]
    public async Task Restored_Workspace_GoesOn()
    {
        await _from.FillAsync();
        var made = await _from.BackUpAsync();
        using var to = new BackupGround(kind);
        File.Delete(Path.Combine(to.Workspace.SuiteFolder, "mine", "三.yaml"));
        await to.Restore.RestoreAsync(made.File, new RestoreOptions(), Actor.Owner, null, CancellationToken.None);

        Assert.Equal("R-0002", (await to.Store.CreateAsync(Given.Spec(Given.Suite(2), "b"), Actor.Owner, CancellationToken.None)).Id);
        await to.Store.AddAsync("R-0002", Given.Result("s0", "b"), false, Actor.Owner, CancellationToken.None);
        await to.Log.SignAsync(CancellationToken.None);
        Assert.True((await to.Check.VerifyAsync(CancellationToken.None)).Ok);
        var pack = Path.Combine(to.Workspace.Folder, "pack");
        await new LogExport(to.Factory, to.Workspace, to.Log, TimeProvider.System).WriteAsync(pack, Actor.Owner, CancellationToken.None);
        Assert.True(LogPackCheck.Verify(pack).Ok);
    }

    [Fact]
    public async Task Backup_Whole_HoldsNoModelNoCacheAndNoKeyUnlessAsked()
    {
        await _from.FillAsync();
        var plain = await _from.BackUpAsync();
        var keyed = await _from.BackUpAsync(withKey: true, "k.zip");

        Assert.Equal(["files/suites/mine/三.yaml"], plain.Manifest.Parts.Where(part => part.Rows is null).Select(part => part.Name));
        Assert.Equal("keys/log.key", Assert.Single(keyed.Manifest.Parts, part => part.Name.StartsWith("keys/", StringComparison.Ordinal)).Name);
        var entry = (await _from.Log.ListAsync(1))[0];
        Assert.Equal(("backup.made", "owner"), (entry.Kind, entry.Actor));
        Assert.Contains(keyed.Sha256, System.Text.Encoding.UTF8.GetString(entry.Body), StringComparison.Ordinal);

        using var to = new BackupGround(kind);
        var restored = await to.Restore.RestoreAsync(keyed.File, new RestoreOptions(Replace: true), Actor.Owner, null, CancellationToken.None);
        Assert.Equal((RestoredKey.FromBackup, keyed.Manifest.Log.Vkey), (restored.Key, restored.Vkey));
    }

    [Fact]
    public async Task Backup_WhileARunWrites_IsOfOneMoment()
    {
        var run = await _from.FillAsync();
        var before = await _from.CountsAsync();
        var wrote = false;
        var made = await _from.Backup.WriteAsync(_from.FileFor("b.zip"), Actor.Owner, false, progress =>
        {
            if (!wrote)
            {
                wrote = true;
                Assert.True(_from.Store.AddAsync(run, Given.Result("s2", "a"), false, Actor.Owner, CancellationToken.None).Wait(TimeSpan.FromSeconds(20)));
            }
        }, CancellationToken.None);

        Assert.Equal(before, made.Manifest.Parts.Where(part => part.Rows is not null).ToDictionary(part => part.Name["database/".Length..^".jsonl".Length], part => part.Rows!.Value));
        Assert.Equal(before["Results"] + 1, (await _from.CountsAsync())["Results"]);
    }

    [Fact]
    public async Task Backup_Cancelled_LeavesNothing()
    {
        await _from.FillAsync();
        var entries = (await _from.CountsAsync())["LogEntries"];
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _from.Backup.WriteAsync(_from.FileFor("b.zip"), Actor.Owner, false, progress => stop.Cancel(), stop.Token));

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_from.FileFor("b.zip"))!));
        Assert.Equal(entries, (await _from.CountsAsync())["LogEntries"]);
    }

    [Fact]
    public async Task Restore_OverAWorkspace_IsRefusedOrKeepsItAside()
    {
        await _from.FillAsync();
        var made = await _from.BackUpAsync();
        using var to = new BackupGround(kind);
        var old = await to.FillAsync(5);
        var counts = await to.CountsAsync();

        var refused = await Assert.ThrowsAsync<InputException>(() => to.Restore.RestoreAsync(made.File, new RestoreOptions(), Actor.Owner, null, CancellationToken.None));
        Assert.Equal("Storage.WorkspaceNotEmpty", refused.Problems[0].Message.Key);
        Assert.Equal(counts, await to.CountsAsync());

        var restored = await to.Restore.RestoreAsync(made.File, new RestoreOptions(Replace: true), Actor.Owner, null, CancellationToken.None);
        Assert.Equal(3, (await to.Store.FindAsync(old, CancellationToken.None))!.Expected);
        Assert.True(File.Exists(Path.Combine(restored.Aside!, "suites", "mine", "三.yaml")));
        if (kind == DatabaseKind.Sqlite)
        {
            Assert.Equal(5, (await new RunStore(new WorkspaceContextFactory(Path.Combine(restored.Aside!, "workbench.db")), TimeProvider.System).FindAsync(old, CancellationToken.None))!.Expected);
        }
        else
        {
            var aside = new RunStore(new PostgresContextFactory($"{to.Settings.ConnectionString};Search Path={restored.AsideSchema}"), TimeProvider.System);
            Assert.Equal(5, (await aside.FindAsync(old, CancellationToken.None))!.Expected);
        }
    }

    [Fact]
    public async Task Restore_CancelledWhileLoading_LeavesWhatWasThere()
    {
        await _from.FillAsync();
        var made = await _from.BackUpAsync();
        using var to = new BackupGround(kind);
        var old = await to.FillAsync(5);
        var counts = await to.CountsAsync();
        using var stop = new CancellationTokenSource();
        var seen = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => to.Restore.RestoreAsync(made.File, new RestoreOptions(Replace: true), Actor.Owner, progress =>
        {
            // Every part is verified once; the twentieth after that is in the middle of loading.
            if (++seen == made.Manifest.Parts.Length + 20)
            {
                stop.Cancel();
            }
        }, stop.Token));

        Assert.Equal(counts, await to.CountsAsync());
        Assert.Equal(5, (await to.Store.FindAsync(old, CancellationToken.None))!.Expected);
        Assert.DoesNotContain(Directory.GetDirectories(to.Workspace.Folder), folder => Path.GetFileName(folder).Contains("restore", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Backup_ByAResearcher_IsRefused() =>
        await Assert.ThrowsAsync<NotAllowedException>(() => _from.Backup.WriteAsync(_from.FileFor("b.zip"), new Actor("r", "R", [Role.Researcher]), false, null, CancellationToken.None));

    public void Dispose()
    {
        _from.Dispose();
        GC.SuppressFinalize(this);
    }
}
