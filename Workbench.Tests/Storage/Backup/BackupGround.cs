using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Models;
using Workbench.Core.Runs;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Backup;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;
using Workbench.Core.Storage.Runs;
using Workbench.Tests.Runs;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Storage.Backup;

/// <summary>A workspace with something in it, and ways to back it up and to damage the backup.</summary>
internal sealed class BackupGround : IDisposable
{
    public const string Odd = "nul \0, pair 😀, 多西, mark \uFDD0 and quote \"";

    private readonly TestDatabase _database;

    public BackupGround(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        Workspace = new Workspace(_database.Folder);
        Directory.CreateDirectory(Path.Combine(Workspace.SuiteFolder, "mine"));
        File.WriteAllText(Path.Combine(Workspace.SuiteFolder, "mine", "三.yaml"), "name: 三");
        File.WriteAllText(Path.Combine(Workspace.Folder, "cache.db"), "kept answers");
        File.WriteAllText(Path.Combine(Workspace.Folder, "a.gguf"), "a model");
        Store = new RunStore(Factory, TimeProvider.System);
        Check = new LogCheck(Factory, Workspace);
        Log = new LogStore(Factory, Workspace, TimeProvider.System);
        Backup = new WorkspaceBackup(Factory, Workspace, Check, new ModelCatalog([]), new MemoryHashStore(), TimeProvider.System);
    }

    public Workspace Workspace { get; }

    public IDbContextFactory<WorkbenchDbContext> Factory => _database.Factory;

    public DatabaseSettings Settings => _database.Settings;

    public RunStore Store { get; }

    public LogCheck Check { get; }

    public LogStore Log { get; }

    public WorkspaceBackup Backup { get; }

    /// <summary>A run with answers, a signed checkpoint, and something after it.</summary>
    public async Task<string> FillAsync(int samples = 3)
    {
        var run = await Store.CreateAsync(Given.Spec(Given.Suite(samples), "a"), Actor.Owner, CancellationToken.None);
        await Store.AddAsync(run.Id, Given.Result("s0", "a", answer: Odd), false, Actor.Owner, CancellationToken.None);
        await Store.AddAsync(run.Id, Given.Error("s1", "a"), false, Actor.Owner, CancellationToken.None);
        await Log.SignAsync(CancellationToken.None);
        await new PeopleStore(Factory, TimeProvider.System).AddDemoPeopleAsync(CancellationToken.None);
        return run.Id;
    }

    public string FileFor(string name) => Path.Combine(Directory.CreateDirectory(Path.Combine(_database.Folder, "backups")).FullName, name);

    public Task<BackupMade> BackUpAsync(bool withKey = false, string name = "b.zip") => Backup.WriteAsync(FileFor(name), Actor.Owner, withKey, null, CancellationToken.None);

    public WorkspaceRestore Restore => new(Workspace, Settings, TimeProvider.System);

    /// <summary>What the whole database holds, table by table, apart from entries that a backup or restore writes.</summary>
    public async Task<Dictionary<string, long>> CountsAsync()
    {
        await using var db = await Factory.CreateDbContextAsync();
        Dictionary<string, long> counts = [];
        foreach (var table in BackupTable.All(db.Model))
        {
#pragma warning disable EF1002 // The model's own names.
            counts[table.Name] = await db.Database.SqlQueryRaw<long>($"SELECT CAST(COUNT(*) AS bigint) AS \"Value\" FROM \"{table.Name}\"").SingleAsync();
#pragma warning restore EF1002
        }

        return counts;
    }

    /// <summary>Rewrites the archive; <paramref name="change"/> gets each part and its bytes, and gives the bytes to write or null to leave it out.</summary>
    public static void Rewrite(string file, Func<string, byte[], byte[]?> change, params (string Name, byte[] Bytes)[] more)
    {
        List<(string Name, byte[] Bytes)> parts = [];
        using (var archive = ZipFile.OpenRead(file))
        {
            foreach (var entry in archive.Entries)
            {
                using var stream = entry.Open();
                using var bytes = new MemoryStream();
                stream.CopyTo(bytes);
                parts.Add((entry.FullName, bytes.ToArray()));
            }
        }

        File.Delete(file);
        using var written = ZipFile.Open(file, ZipArchiveMode.Create);
        foreach (var (name, bytes) in parts.Concat(more))
        {
            if (change(name, bytes) is { } changed)
            {
                using var stream = written.CreateEntry(name).Open();
                stream.Write(changed);
            }
        }
    }

    /// <summary>Changes a part and the manifest with it, as somebody would who wants it not to be noticed.</summary>
    public static void Forge(string file, string part, Func<byte[], byte[]> change)
    {
        byte[] forged = [];
        Rewrite(file, (name, bytes) => name == part ? forged = change(bytes) : bytes);
        Rewrite(file, (name, bytes) => name != BackupManifest.FileName ? bytes : Named(bytes, part, forged));
    }

    public void Dispose() => _database.Dispose();

    private static byte[] Named(byte[] manifest, string part, byte[] content)
    {
        var document = JsonNode.Parse(manifest)!;
        var named = document["parts"]!.AsArray().Single(each => (string?)each!["name"] == part)!;
        (named["bytes"], named["sha256"]) = (content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
        return System.Text.Encoding.UTF8.GetBytes(document.ToJsonString());
    }
}
