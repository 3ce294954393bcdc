using System.Text.Json.Nodes;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Backup;
using Workbench.Tests.Shared;
using Workbench.Tests.Storage.Backup;

namespace Workbench.Tests.Cli;

/// <summary>The real commands on real workspaces.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private readonly BackupGround _from = new(DatabaseKind.Sqlite);
    private readonly string _target = Path.Combine(Path.GetTempPath(), "workbench-tests", Guid.NewGuid().ToString("n"));

    [Fact]
    [Trait("Category", "Slow")]
    public async Task BackupThenRestore_ElsewhereAndAgain_SaysWhatItDid()
    {
        await _from.FillAsync();
        var file = _from.FileFor("w.zip");

        var (code, output, words) = await PipedProgram.RunAsync("", "backup", "--out", file, "--json", "--data", _from.Workspace.Folder);
        Assert.True(code == 0, output + words);
        var made = JsonNode.Parse(output)!;
        Assert.Equal((new FileInfo(file).Length, false, 1L), ((long)made["bytes"]!, (bool)made["withKey"]!, (long)made["files"]!));

        (code, output, words) = await PipedProgram.RunAsync("", "restore", file, "--json", "--data", _target);
        Assert.True(code == 0, output + words);
        var restored = JsonNode.Parse(output)!;
        Assert.Equal((string?)made["log"]!["root"], (string?)restored["log"]!["root"]);
        Assert.Equal(((string?)made["sha256"], "new", null), ((string?)restored["sha256"], (string?)restored["key"], (string?)restored["aside"]));
        (code, output, words) = await PipedProgram.RunAsync("", "log", "verify", "--json", "--data", _target);
        Assert.True(code == 0, output + words);

        (code, output, _) = await PipedProgram.RunAsync("", "restore", file, "--json", "--data", _target);
        Assert.Equal((2, "The workspace is not empty."), (code, (string?)JsonNode.Parse(output)!["error"]!["message"]));
        using (WorkspaceHold.Share(new Workspace(_target)))
        {
            (code, _, words) = await PipedProgram.RunAsync("", "restore", file, "--replace", "--data", _target);
            Assert.Equal(2, code);
            Assert.Contains("Another process uses this workspace", words, StringComparison.Ordinal);
        }

        (code, output, words) = await PipedProgram.RunAsync("", "restore", file, "--replace", "--key", Path.Combine(_from.Workspace.KeyFolder, "log.key"), "--data", _target);
        Assert.True(code == 0, output + words);
        Assert.Contains("before-restore-", output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _from.Dispose();
        if (Directory.Exists(_target))
        {
            TestFolder.Delete(_target);
        }
    }
}
