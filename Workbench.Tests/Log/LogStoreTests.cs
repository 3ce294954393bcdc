using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Log;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Log;

public sealed class SqliteLogStoreTests() : LogStoreTests(DatabaseKind.Sqlite);

public sealed class PostgresLogStoreTests() : LogStoreTests(DatabaseKind.Postgres);

public abstract class LogStoreTests : IDisposable
{
    private readonly TestDatabase _database;
    private readonly LogStore _log;
    private readonly LogCheck _check;
    private readonly LogExport _export;

    protected LogStoreTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        var workspace = new Workspace(_database.Folder);
        _log = new LogStore(_database.Factory, workspace, TimeProvider.System);
        _check = new LogCheck(_database.Factory, workspace);
        _export = new LogExport(_database.Factory, workspace, _log, TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_ManyEntries_GivesTheTreeOfTheirBytesAndVerifies()
    {
        await AppendAsync(300);

        var head = await _log.HeadAsync(Cancellation);
        var verified = await _check.VerifyAsync(Cancellation);
        var entries = (await _log.ListAsync(1000, cancellation: Cancellation)).Reverse().ToList();

        Assert.Equal(Enumerable.Range(0, 300).Select(at => (long)at), entries.Select(entry => entry.Index));
        Assert.Equal(MerkleTree.Root(entries.Select(entry => entry.LeafHash).ToArray()), head.Root);
        Assert.Equal(new LogVerification(300, head.RootHex, true, null, null), verified);
        Assert.Equal(Enumerable.Range(290, 10).Reverse().Select(at => (long)at), (await _log.ListAsync(10, 300, cancellation: Cancellation)).Select(entry => entry.Index));
    }

    [Fact]
    public async Task Append_OutsideATransaction_IsRefused()
    {
        await using var db = _database.Factory.CreateDbContext();

        await Assert.ThrowsAsync<InvalidOperationException>(() => LogAppender.AppendAsync(db, Record(0), Cancellation));
    }

    [Fact]
    public async Task Append_RolledBack_LeavesNoGap()
    {
        await AppendAsync(2);
        await using (var db = _database.Factory.CreateDbContext())
        await using (await db.Database.BeginTransactionAsync(Cancellation))
        {
            await LogAppender.AppendAsync(db, Record(2), Cancellation);
        }

        await AppendAsync(1);

        Assert.Equal(3, (await _check.VerifyAsync(Cancellation)).Size);
    }

    [Fact]
    public async Task Append_FromSeveralContextsAtOnce_KeepsIndexesContiguous()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => AppendAsync(25), Cancellation))).WaitAsync(TimeSpan.FromMinutes(2), Cancellation);

        var verified = await _check.VerifyAsync(Cancellation);

        Assert.True(verified.Ok, verified.Problem?.ToString());
        Assert.Equal(150, verified.Size);
    }

    [Fact]
    public async Task Verify_OneByteOfOneBodyChanged_NamesItsIndex()
    {
        await AppendAsync(60);
        await _log.SignAsync(Cancellation);

        await Gen.Select(Gen.Long[0, 59], Gen.Int[0, 10_000], Gen.Byte[1, 255]).SampleAsync(async (index, offset, flip) =>
        {
            var body = (await _log.FindAsync(index, Cancellation))!.Body;
            var damaged = body.ToArray();
            damaged[offset % body.Length] ^= flip;
            Execute("UPDATE \"LogEntries\" SET \"Body\" = {0} WHERE \"Index\" = {1}", damaged, index);
            var verified = await _check.VerifyAsync(Cancellation);
            Execute("UPDATE \"LogEntries\" SET \"Body\" = {0} WHERE \"Index\" = {1}", body, index);
            return verified.FirstBad == index && !verified.Ok;
        }, iter: 40, threads: 1);
    }

    [Theory]
    [InlineData("UPDATE \"LogEntries\" SET \"Actor\" = 'P-0009' WHERE \"Index\" = 7", 7)]
    [InlineData("UPDATE \"LogEntries\" SET \"At\" = \"At\" + 10000 WHERE \"Index\" = 7", 7)]
    [InlineData("UPDATE \"LogEntries\" SET \"LeafHash\" = zeroblob(32) WHERE \"Index\" = 7", 7)]
    [InlineData("UPDATE \"LogEntries\" SET \"LeafHash\" = x'00' WHERE \"Index\" = 7", 7)]
    [InlineData("UPDATE \"LogNodes\" SET \"Hash\" = zeroblob(32) WHERE \"Index\" = 1 AND \"Level\" = 2", 4)]
    [InlineData("DELETE FROM \"LogNodes\" WHERE \"Index\" = 0 AND \"Level\" = 3", 0)]
    [InlineData("DELETE FROM \"LogEntries\" WHERE \"Index\" = 7", 7)]
    [InlineData("DELETE FROM \"LogEntries\" WHERE \"Index\" = 19", 19)]
    [InlineData("DELETE FROM \"LogEntries\" WHERE \"Index\" >= 15; DELETE FROM \"LogNodes\" WHERE ((\"Index\" + 1) << \"Level\") > 15", 15)]
    [InlineData("UPDATE \"Checkpoints\" SET \"Note\" = 'Z' || substr(\"Note\", 2)", null)]
    public async Task Verify_TablesChangedFromOutside_FindsIt(string sql, int? firstBad)
    {
        await AppendAsync(20);
        await _log.SignAsync(Cancellation);
        Execute(sql);

        var verified = await _check.VerifyAsync(Cancellation);

        Assert.False(verified.Ok);
        Assert.Equal(firstBad, verified.FirstBad);
        await Assert.ThrowsAsync<LogDamagedException>(() => _export.WriteAsync(Path.Combine(_database.Folder, "pack"), Actor.Owner, Cancellation));
    }

    [Fact]
    public async Task Verify_HistoryWrittenAnew_DoesNotAgreeWithWhatWasSigned()
    {
        await AppendAsync(8);
        await _log.SignAsync(Cancellation);
        await AppendAsync(4);
        await _log.SignAsync(Cancellation);
        Execute("DELETE FROM \"LogEntries\" WHERE \"Index\" >= 9; DELETE FROM \"LogNodes\" WHERE ((\"Index\" + 1) << \"Level\") > 9");
        await AppendAsync(5);

        var verified = await _check.VerifyAsync(Cancellation);

        Assert.Equal(8, verified.FirstBad);
        await Assert.ThrowsAsync<LogDamagedException>(() => _log.SignAsync(Cancellation));
    }

    [Fact]
    public async Task Export_GrowingLog_VerifiesOfflineWithEarlierCheckpoints()
    {
        var pack = Path.Combine(_database.Folder, "pack");
        await AppendAsync(250);
        await _export.WriteAsync(pack, Actor.Owner, Cancellation);
        await AppendAsync(20);
        var checkpoint = await _export.WriteAsync(pack, Actor.Owner, Cancellation);

        var verified = LogPackCheck.Verify(pack);

        Assert.Equal(new LogVerification(272, checkpoint.RootHex, true, null, null), verified);
        Assert.True(File.Exists(Path.Combine(pack, "checkpoints", "251")));
        await Assert.ThrowsAsync<InputException>(() => _export.WriteAsync(_database.Folder, Actor.Owner, Cancellation));
    }

    [Fact]
    public async Task Sign_SameSize_IsSignedOnceAndNotWithAnotherKey()
    {
        await AppendAsync(1);
        var (_, note) = await _log.SignAsync(Cancellation);

        Assert.Equal(note, (await _log.SignAsync(Cancellation)).Note);
        Assert.Equal(1, (await _log.LastSignedAsync(Cancellation))!.Value.Checkpoint.Size);
        File.Delete(Path.Combine(_database.Folder, "keys", "log.key"));
        await AppendAsync(1);
        await Assert.ThrowsAsync<LogDamagedException>(() => _log.SignAsync(Cancellation));
        Assert.False((await _check.VerifyAsync(Cancellation)).Ok);
    }

    [Fact]
    public async Task Prove_Entry_GivesAProofThatStandsAlone()
    {
        await AppendAsync(37);

        var lines = (await _log.ProveAsync(11, Cancellation)).Split('\n');

        Assert.Equal(["c2sp.org/tlog-proof@v1", $"extra {Convert.ToBase64String((await _log.FindAsync(11, Cancellation))!.Body)}", "index 11"], lines[..3]);
        var hashes = lines[3..Array.IndexOf(lines, "")].Select(Convert.FromBase64String).ToList();
        var head = await _log.HeadAsync(Cancellation);
        Assert.True(MerkleProof.IncludesLeaf(11, 37, (await _log.FindAsync(11, Cancellation))!.LeafHash, hashes, head.Root));
        await Assert.ThrowsAsync<InputException>(() => _log.ProveAsync(37, Cancellation));
    }

    [Fact]
    public async Task Verify_WhileOthersAppendAndSign_StaysOk()
    {
        await AppendAsync(20);
        var writing = Task.Run(
            async () =>
            {
                for (var at = 0; at < 20; at++)
                {
                    await AppendAsync(1);
                    await _log.SignAsync(Cancellation);
                }
            },
            Cancellation);
        do
        {
            var verified = await _check.VerifyAsync(Cancellation);
            Assert.True(verified.Ok, verified.Problem?.ToString());
        }
        while (!writing.IsCompleted);

        await writing.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
    }

    public void Dispose()
    {
        _database.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Append_ClockSetBack_DatesNoEntryBeforeTheOneBefore()
    {
        var noon = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
        await AppendAtAsync(noon);
        await AppendAtAsync(noon.AddHours(-1));
        await AppendAtAsync(noon.AddMinutes(1));

        var entries = await _log.ListAsync(3, cancellation: Cancellation);

        Assert.Equal([noon.AddMinutes(1), noon, noon], entries.Select(entry => entry.At));
        Assert.Equal([null, "2026-11-26T11:00:00.0000000Z", null], entries.Select(entry => JsonNode.Parse(entry.Body)!["clock"]?.GetValue<string>()));
        Assert.True((await _check.VerifyAsync(Cancellation)).Ok);
    }

    [Fact]
    public async Task Search_ByKindSubjectActorAndTime_GivesThoseNewestFirst()
    {
        var begin = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
        for (var at = 0; at < 40; at++)
        {
            await AppendAtAsync(begin.AddMinutes(at), new LogRecord(at % 2 == 0 ? "run.finished" : "vote.cast", $"R-{at % 5}", $"p-{at % 3}", []));
        }

        async Task<long[]> FindAsync(LogFilter filter, int count = 100, long? before = null) => [.. (await _log.SearchAsync(filter, count, before, Cancellation)).Select(entry => entry.Index)];

        Assert.Equal((long[])[36, 30, 24, 18, 12, 6, 0], await FindAsync(new LogFilter("run.finished", Actor: "p-0")));
        Assert.Equal((long[])[25, 10], await FindAsync(new LogFilter(Subject: "R-0", Actor: "p-1")));
        Assert.Equal((long[])[12, 11, 10], await FindAsync(new LogFilter(From: begin.AddMinutes(10), Until: begin.AddMinutes(13))));
        Assert.Equal((long[])[8, 7], await FindAsync(new LogFilter(From: begin.AddMinutes(7)), before: 9));
        Assert.Equal((long[])[39, 37], await FindAsync(new LogFilter("vote."), 2));
        Assert.Empty(await FindAsync(new LogFilter(From: begin.AddHours(1))));
        Assert.Empty(await FindAsync(new LogFilter(Until: begin)));
    }

    private Task AppendAtAsync(DateTimeOffset at) => AppendAtAsync(at, Record(0));

    private async Task AppendAtAsync(DateTimeOffset at, LogRecord record)
    {
        await using var db = _database.Factory.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
        await LogAppender.AppendAsync(db, record, at, Cancellation);
        await transaction.CommitAsync(Cancellation);
    }

    private static LogRecord Record(int at) => new("run.finished", $"R-{at:d4}", "owner", new JsonObject { ["mean"] = at / 3.0 });

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

    private void Execute(string sql, params object[] values)
    {
        using var db = _database.Factory.CreateDbContext();
        db.Database.ExecuteSqlRaw(db.Database.IsNpgsql() ? sql.Replace("zeroblob(32)", @"decode(repeat('00', 32), 'hex')", StringComparison.Ordinal).Replace("x'00'", @"'\x00'::bytea", StringComparison.Ordinal) : sql, values);
    }
}
