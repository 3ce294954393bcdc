using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Log;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Log;

public sealed class SqliteKeyRotationTests() : KeyRotationTests(DatabaseKind.Sqlite);

public sealed class PostgresKeyRotationTests() : KeyRotationTests(DatabaseKind.Postgres);

public abstract class KeyRotationTests : IDisposable
{
    private readonly TestDatabase _database;
    private readonly LogStore _log;
    private readonly LogCheck _check;
    private readonly LogExport _export;
    private readonly LogRotation _rotation;
    private readonly string _keys;
    private readonly string _pack;

    protected KeyRotationTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        var workspace = new Workspace(_database.Folder);
        _keys = workspace.KeyFolder;
        _pack = Path.Combine(_database.Folder, "pack");
        _log = new LogStore(_database.Factory, workspace, TimeProvider.System);
        _check = new LogCheck(_database.Factory, workspace);
        _export = new LogExport(_database.Factory, workspace, _log, TimeProvider.System);
        _rotation = new LogRotation(_database.Factory, workspace, _log, TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rotate_Twice_EachKeyVouchesForTheNextAndEveryoneFollows()
    {
        var first = await GrowAsync(3);
        var one = await _rotation.RotateAsync(false, Actor.Owner, Cancellation);
        await GrowAsync(2);
        var two = await _rotation.RotateAsync(false, Actor.Owner, Cancellation);
        await GrowAsync(2);
        var checkpoint = await _export.WriteAsync(_pack, Actor.Owner, Cancellation);

        Assert.Equal((first.Vkey, one.Key.Vkey), (one.Before.Vkey, two.Before.Vkey));
        Assert.Equal(Origin(first), checkpoint.Origin);
        Assert.True((await _check.VerifyAsync(Cancellation)).Ok);
        Assert.Equal(3 + 1 + 2 + 1 + 2 + 1, checkpoint.Size);
        Assert.Equal([first.Vkey, one.Key.Vkey, two.Key.Vkey], File.ReadAllLines(Path.Combine(_pack, LogPack.KeysFile)));
        foreach (var published in new LogVerifier?[] { null, first, one.Key, two.Key })
        {
            Assert.Equal(new LogVerification(checkpoint.Size, checkpoint.RootHex, true, null, null), LogPackCheck.Verify(_pack, published));
        }

        Assert.Equal("Log.KeyNotPublished", LogPackCheck.Verify(_pack, Stranger()).Problem?.Key);
        Assert.Equal(0, await GoAsync(first.Vkey));
        Assert.Equal(0, await GoAsync(two.Key.Vkey));
        Assert.Equal(1, await GoAsync(Stranger().Vkey));
    }

    [Fact]
    public async Task Rotate_OldKeyIsGoneAndCanSignNothingMore()
    {
        await GrowAsync(2);
        var before = File.ReadAllText(Path.Combine(_keys, LogKey.FileName));
        var rotated = await _rotation.RotateAsync(false, Actor.Owner, Cancellation);

        Assert.DoesNotContain(Directory.GetFiles(_keys), file => File.ReadAllText(file).Contains(before.Split('\n')[1], StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_keys, LogKey.FileName), before);
        await AppendAsync(1);
        Assert.Equal("Log.KeyUnknown", (await _check.VerifyAsync(Cancellation)).Problem?.Key);
        Assert.Equal(2, (await _log.CheckpointsAsync(10, null, Cancellation))[0].Note.Split('\n').Count(line => line.StartsWith($"— {rotated.Checkpoint.Origin} ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Verify_CheckpointOfTheRotationWithoutTheOldSignature_IsFoundByAll()
    {
        var first = await GrowAsync(3);
        await _rotation.RotateAsync(false, Actor.Owner, Cancellation);
        await GrowAsync(1);
        await _export.WriteAsync(_pack, Actor.Owner, Cancellation);
        var file = Path.Combine(_pack, LogPack.OlderFolder, "4");
        var lines = File.ReadAllLines(file).ToList();
        var text = string.Join('\n', lines.Take(4));
        lines.RemoveAll(line => line.StartsWith('—') && first.TryOpen($"{text}\n{line}\n", out _));
        Assert.Equal(5, lines.Count);
        File.WriteAllText(file, string.Join('\n', lines) + "\n");

        Assert.Equal("Log.KeyNotVouched", LogPackCheck.Verify(_pack, first).Problem?.Key);
        Assert.Equal(1, await GoAsync(first.Vkey));
    }

    [Fact]
    public async Task Sign_AfterACrashBetweenTheEntryAndTheKeyFile_GoesOnUnderTheNewKey()
    {
        await GrowAsync(2);
        var old = File.ReadAllText(Path.Combine(_keys, LogKey.FileName));
        var rotated = await _rotation.RotateAsync(false, Actor.Owner, Cancellation);
        File.Move(Path.Combine(_keys, LogKey.FileName), Path.Combine(_keys, "log.key.next"));
        File.WriteAllText(Path.Combine(_keys, LogKey.FileName), old);
        File.Delete(Path.Combine(_keys, LogVerifiers.FileName));

        var now = await GrowAsync(1);

        Assert.Equal(rotated.Key.Vkey, now.Vkey);
        Assert.True((await _check.VerifyAsync(Cancellation)).Ok);
    }

    [Fact]
    public async Task Sign_DatabasePutBack_IsRefusedAndAnotherHistoryNeedsAnotherKey()
    {
        var first = await GrowAsync(10);
        await GrowAsync(5);
        Execute("DELETE FROM \"LogEntries\" WHERE \"Index\" >= 10; DELETE FROM \"LogNodes\" WHERE ((\"Index\" + 1) << \"Level\") > 10; DELETE FROM \"Checkpoints\" WHERE \"Size\" > 10");
        await AppendAsync(2);

        var refused = await Assert.ThrowsAsync<LogDamagedException>(() => _log.SignAsync(Cancellation));
        Assert.Equal(new Phrase("Log.PutBack", "15", refused.Reason.Arguments[1], "12").ToString(), refused.Reason.ToString());
        Assert.Contains("rotate-key --new-history", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LogDamagedException>(() => _rotation.RotateAsync(false, Actor.Owner, Cancellation));

        var rotated = await _rotation.RotateAsync(true, Actor.Owner, Cancellation);
        await GrowAsync(1);
        await _export.WriteAsync(_pack, Actor.Owner, Cancellation);

        Assert.NotEqual(Origin(first), rotated.Checkpoint.Origin);
        var entry = JsonNode.Parse((await _log.FindAsync(12, Cancellation))!.Body)!;
        Assert.Equal(15, entry["detail"]!["abandoned"]!["size"]!.GetValue<int>());
        Assert.True((await _check.VerifyAsync(Cancellation)).Ok);
        Assert.True(LogPackCheck.Verify(_pack).Ok);
        Assert.Equal("Log.KeyNotVouched", LogPackCheck.Verify(_pack, first).Problem?.Key);
        Assert.Equal(1, await GoAsync(first.Vkey));
        Assert.Equal(0, await GoAsync(rotated.Key.Vkey));
    }

    [Fact]
    public async Task Rotate_NewHistoryWhereNothingWasPutBack_IsRefused()
    {
        await GrowAsync(2);

        await Assert.ThrowsAsync<InputException>(() => _rotation.RotateAsync(true, Actor.Owner, Cancellation));
        Assert.True((await _check.VerifyAsync(Cancellation)).Ok);
    }

    [Fact]
    public async Task Sign_InATransactionThatIsGivenUp_KeepsNothing()
    {
        await GrowAsync(2);
        await using (var db = _database.Factory.CreateDbContext())
        await using (await db.Database.BeginTransactionAsync(Cancellation))
        {
            await LogAppender.AppendAsync(db, Record(0), Cancellation);
            await _log.SignAsync(db, Cancellation);
        }

        await GrowAsync(1);

        Assert.Equal(3, Checkpoint.Parse(KeptCheckpoint.Read(_keys)!)!.Size);
    }

    public void Dispose()
    {
        _database.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string Origin(LogVerifier key) => key.Name;

    private static LogRecord Record(int at) => new("run.finished", $"R-{at:d4}", "owner", new JsonObject { ["at"] = at });

    private LogVerifier Stranger()
    {
        using var key = LogKey.Open(Path.Combine(_database.Folder, "other-keys"));
        return key.Verifier;
    }

    private async Task<int> GoAsync(string vkey)
    {
        var file = Path.Combine(_database.Folder, "published.vkey");
        await File.WriteAllTextAsync(file, vkey + "\n", Cancellation);
        return await GoVerifier.StatusAsync(_pack, file);
    }

    /// <returns>Verifier of the key that signed the end.</returns>
    private async Task<LogVerifier> GrowAsync(int count)
    {
        await AppendAsync(count);
        await _log.SignAsync(Cancellation);
        using var key = LogKey.Open(_keys);
        return key.Verifier;
    }

    private async Task AppendAsync(int count)
    {
        for (var at = 0; at < count; at++)
        {
            await using var db = _database.Factory.CreateDbContext();
            await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
            await LogAppender.AppendAsync(db, Record(at), Cancellation);
            await transaction.CommitAsync(Cancellation);
        }
    }

    private void Execute(string sql)
    {
        using var db = _database.Factory.CreateDbContext();
        db.Database.ExecuteSqlRaw(sql);
    }
}
