using System.Text.Json.Nodes;
using Workbench.Core.Log;

namespace Workbench.Tests.Log;

/// <summary>An exported log of so many entries in a temporary folder, made without a database.</summary>
public sealed class PackFolder : IDisposable
{
    private PackFolder(string folder, IReadOnlyList<byte[]> entries)
    {
        Folder = folder;
        Entries = entries;
    }

    public string Folder { get; }

    public IReadOnlyList<byte[]> Entries { get; }

    public static PackFolder Of(int size)
    {
        var folder = Path.Combine(Path.GetTempPath(), "workbench-tests", Guid.NewGuid().ToString("n"));
        var entries = Enumerable.Range(0, size)
            .Select(at => LogEntry.Make(at, new LogRecord("run.finished", $"R-{at:d4}", "owner", new JsonObject { ["mean"] = at / 7.0, ["名"] = "测试" }), DateTimeOffset.UnixEpoch.AddSeconds(at)).Body)
            .ToList();
        using var key = LogKey.Open(folder + ".key");
        var leaves = entries.Select(entry => MerkleTree.LeafHash(entry)).ToArray();
        string Sign(int count) => key.Sign(new Checkpoint(key.Name, count, MerkleTree.Root(leaves.AsSpan(0, count))).Text);
        LogPack.Write(folder, entries, Sign(size), new LogVerifiers(key.Verifier, []), [(size / 2, Sign(size / 2))]);
        return new PackFolder(folder, entries);
    }

    /// <summary>Changes one byte of a file of the pack; returns what undoes it.</summary>
    public Action Damage(string path, int at, byte flip)
    {
        var file = Path.Combine(Folder, path);
        var content = File.ReadAllBytes(file);
        var damaged = content.ToArray();
        damaged[at] ^= flip;
        File.WriteAllBytes(file, damaged);
        return () => File.WriteAllBytes(file, content);
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        Directory.Delete(Folder + ".key", recursive: true);
    }
}
