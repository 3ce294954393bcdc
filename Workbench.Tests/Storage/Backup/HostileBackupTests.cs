using System.Text;
using System.Text.Json.Nodes;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Backup;

namespace Workbench.Tests.Storage.Backup;

/// <summary>A backup is a file from somewhere: whatever is wrong with it is named, and nothing is written.</summary>
public sealed class HostileBackupTests : IDisposable
{
    private readonly BackupGround _ground = new(DatabaseKind.Sqlite);

    [Theory]
    [InlineData("database/Results.jsonl")]
    [InlineData("files/suites/mine/三.yaml")]
    public async Task Restore_DamagedPart_IsNamed(string part)
    {
        var file = await MadeAsync();
        BackupGround.Rewrite(file, (name, bytes) => name == part ? [.. bytes[..^1], (byte)(bytes[^1] ^ 1)] : bytes);
        Assert.Equal((part, "Storage.BackupPartDiffers"), await ProblemAsync(file));
    }

    [Fact]
    public async Task Restore_CutOffFile_SaysSo()
    {
        var file = await MadeAsync();
        await using (var stream = File.OpenWrite(file))
        {
            stream.SetLength(stream.Length * 2 / 3);
        }

        Assert.Equal((null, "Storage.BackupUnreadable"), await ProblemAsync(file));
    }

    [Fact]
    public async Task Restore_PartMissingOrBesides_IsNamed()
    {
        var file = await MadeAsync();
        BackupGround.Rewrite(file, (name, bytes) => name == "database/People.jsonl" ? null : bytes);
        Assert.Equal(("database/People.jsonl", "Storage.BackupPartMissing"), await ProblemAsync(file));
        file = await MadeAsync();
        BackupGround.Rewrite(file, (name, bytes) => bytes, ("files/more.txt", []));
        Assert.Equal(("files/more.txt", "Storage.BackupPartUnnamed"), await ProblemAsync(file));
    }

    [Theory]
    [InlineData("files/../escaped.txt")]
    [InlineData("files/a/../../escaped.txt")]
    [InlineData("files//etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("files/C:/escaped.txt")]
    [InlineData("files/a\\..\\escaped.txt")]
    [InlineData("files/keys/log.key")]
    [InlineData("files/workbench.db")]
    [InlineData("files/.restore/swap.json")]
    [InlineData("files/nul.txt")]
    [InlineData("database/a\"; DROP TABLE Runs; --.jsonl")]
    [InlineData("keys/cookies/key.xml")]
    public async Task Restore_PartWithAnotherName_IsRefusedAndWritesNothing(string name)
    {
        var file = await MadeAsync();
        BackupGround.Rewrite(file, (part, bytes) => part == BackupManifest.FileName ? Manifest(bytes, document => document["parts"]!.AsArray().Add(Part(name, "x"))) : bytes, (name, "x"u8.ToArray()));
        Assert.Equal((name, "Storage.BackupPartName"), await ProblemAsync(file));
    }

    [Fact]
    public async Task Restore_PartLargerThanItSays_IsNotReadToItsEnd()
    {
        var file = await MadeAsync();
        BackupGround.Rewrite(file, (part, bytes) => part == BackupManifest.FileName ? Manifest(bytes, document => document["parts"]!.AsArray().Add(Part("files/bomb", "x"))) : bytes, ("files/bomb", new byte[64 << 20]));
        Assert.Equal(("files/bomb", "Storage.BackupPartDiffers"), await ProblemAsync(file));
    }

    [Fact]
    public async Task Restore_RewrittenLogEntry_IsFoundThoughItsHashesWereRewrittenToo()
    {
        var file = await MadeAsync();
        BackupGround.Forge(file, "database/LogEntries.jsonl", bytes =>
        {
            var lines = Encoding.UTF8.GetString(bytes).Split('\n');
            var row = JsonNode.Parse(lines[1])!.AsArray();
            var header = JsonNode.Parse(lines[0])!.AsObject().Select(column => column.Key).ToList();
            var body = Encoding.UTF8.GetString(Convert.FromBase64String((string)row[header.IndexOf("Body")]!)).Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal);
            row[header.IndexOf("Body")] = Convert.ToBase64String(Encoding.UTF8.GetBytes(body));
            row[header.IndexOf("LeafHash")] = Convert.ToBase64String(MerkleTree.LeafHash(Encoding.UTF8.GetBytes(body)));
            lines[1] = row.ToJsonString();
            return Encoding.UTF8.GetBytes(string.Join('\n', lines));
        });
        Assert.Equal(("database/LogEntries.jsonl", "Storage.BackupRoot"), await ProblemAsync(file));
    }

    [Theory]
    [InlineData("{\"Id\":\"long\"}\n[1]\n", "Storage.BackupColumns")]
    [InlineData("{\"Id\":\"nothing\"}\n", "Storage.BackupLine")]
    [InlineData("{\"Sha256\":\"text\",\"Path\":\"text\",\"Bytes\":\"long\",\"Changed\":\"time\"}\n[1,2]\n", "Storage.BackupLine")]
    [InlineData("{\"Sha256\":\"text\",\"Path\":\"text\",\"Bytes\":\"long\",\"Changed\":\"time\"}\n[\"a\",\"\\ud800\",1,1]\n", "Storage.BackupLine")]
    [InlineData("{\"Sha256\":\"text\",\"Path\":\"text\",\"Bytes\":\"long\",\"Changed\":\"time\"}\n[\"a\",\"b\",1,1]\n", "Storage.BackupRows")]
    [InlineData("", "Storage.BackupLine")]
    public async Task Restore_TableThatIsNone_IsNamedAndNothingIsLeft(string table, string problem)
    {
        var file = await MadeAsync();
        BackupGround.Forge(file, "database/ModelHashes.jsonl", _ => Encoding.UTF8.GetBytes(table));
        Assert.Equal(("database/ModelHashes.jsonl", problem), await ProblemAsync(file));
    }

    [Fact]
    public async Task Restore_RowOfNoRun_IsRefusedByTheDatabase()
    {
        var file = await MadeAsync();
        BackupGround.Forge(file, "database/Results.jsonl", bytes =>
        {
            var lines = Encoding.UTF8.GetString(bytes).Split('\n');
            var row = JsonNode.Parse(lines[1])!.AsArray();
            row[JsonNode.Parse(lines[0])!.AsObject().Select(column => column.Key).ToList().IndexOf("RunNumber")] = 77;
            lines[1] = row.ToJsonString();
            return Encoding.UTF8.GetBytes(string.Join('\n', lines));
        });
        Assert.Equal("Storage.BackupRefused", (await ProblemAsync(file)).Key);
    }

    [Theory]
    [InlineData("version", "2", "Storage.BackupVersion")]
    [InlineData("schema", "\"Tomorrow\"", "Storage.BackupSchema")]
    [InlineData("parts", "null", "Storage.BackupManifest")]
    [InlineData("log", "{}", "Storage.BackupManifest")]
    public async Task Restore_ManifestOfAnotherKind_IsRefused(string field, string value, string problem)
    {
        var file = await MadeAsync();
        BackupGround.Rewrite(file, (name, bytes) => name == BackupManifest.FileName ? Manifest(bytes, document => document[field] = JsonNode.Parse(value)) : bytes);
        Assert.Equal((BackupManifest.FileName, problem), await ProblemAsync(file));
    }

    [Fact]
    public async Task Restore_FileOfNoise_IsNoBackup()
    {
        var file = _ground.FileFor("noise.zip");
        await File.WriteAllBytesAsync(file, [.. Enumerable.Range(0, 5000).Select(each => (byte)(each * 31))]);
        Assert.Equal((null, "Storage.BackupUnreadable"), await ProblemAsync(file));
    }

    [Fact]
    public async Task Restore_AnotherKey_IsRefused()
    {
        var file = await MadeAsync();
        var key = _ground.FileFor("other.key");
        File.WriteAllText(key, $"workbench.local/other\n{Convert.ToBase64String(new byte[32])}\n");
        Assert.Equal(("--key", "Storage.BackupKeyDiffers"), await ProblemAsync(file, key));
    }

    public void Dispose() => _ground.Dispose();

    private async Task<string> MadeAsync()
    {
        if ((await _ground.CountsAsync())["Runs"] == 0)
        {
            await _ground.FillAsync();
        }

        return (await _ground.BackUpAsync()).File;
    }

    /// <summary>Into a folder that is not there, and is not there afterwards.</summary>
    private async Task<(string? Part, string Key)> ProblemAsync(string file, string? key = null)
    {
        var target = Path.Combine(_ground.Workspace.Folder, "target", "w");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var restore = new WorkspaceRestore(new Workspace(target), DatabaseSettings.Sqlite, TimeProvider.System);
        var problem = (await Assert.ThrowsAsync<InputException>(() => restore.RestoreAsync(file, new RestoreOptions(KeyFile: key), Actor.Owner, null, CancellationToken.None))).Problems[0];
        Assert.False(Directory.Exists(target));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(target)!));
        return (problem.Field, problem.Message.Key);
    }

    private static byte[] Manifest(byte[] bytes, Action<JsonNode> change)
    {
        var document = JsonNode.Parse(bytes)!;
        change(document);
        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    private static JsonObject Part(string name, string content) => new()
    {
        ["name"] = name,
        ["bytes"] = content.Length,
        ["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(content))),
        ["rows"] = null,
    };
}
