using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Log;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Log;

public sealed class LogProofTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly LogStore _log;
    private readonly Workspace _workspace;

    public LogProofTests()
    {
        _workspace = new Workspace(_database.Folder);
        _log = new LogStore(_database.Factory, _workspace, TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verify_ProofOfEveryEntry_HoldsWithTheKeyAloneAndWithNoOther()
    {
        await AppendAsync(21);
        var keys = Keys();
        using var other = LogKey.Open(Path.Combine(_database.Folder, "other"));
        for (var index = 0; index < 21; index++)
        {
            var proof = await _log.ProveAsync(index, Cancellation);
            var found = LogProof.Verify(proof, keys);

            Assert.Equal((true, 21L, (long?)index), (found.Ok, found.Size, found.Index));
            Assert.Equal($"R-{index:d4}", JsonNode.Parse(found.Entry!)!["subject"]!.GetValue<string>());
            Assert.Equal("Log.ProofUnsigned", LogProof.Verify(proof, new LogVerifiers(other.Verifier, [])).Problem?.Key);
        }
    }

    [Fact]
    public async Task Verify_ProofWithOneCharacterChanged_DoesNotHold()
    {
        await AppendAsync(21);
        await _log.SignAsync(Cancellation);
        await AppendAsync(10);
        await _log.SignAsync(Cancellation);
        var keys = Keys();
        foreach (var proof in new[] { await _log.ProveAsync(13, Cancellation), await _log.ProveContinuationAsync(21, 31, Cancellation) })
        {
            Assert.True(LogProof.Verify(proof, keys).Ok);
            Gen.Select(Gen.Int[0, proof.Length - 1], Gen.Char.AlphaNumeric).Sample((at, unit) =>
                proof[at] == unit || !LogProof.Verify(string.Concat(proof.AsSpan(0, at), [unit], proof.AsSpan(at + 1)), keys).Ok, iter: 300, threads: 1);
        }
    }

    [Fact]
    public async Task ProveContinuation_EveryPairOfCheckpoints_Holds()
    {
        for (var size = 0; size < 12; size++)
        {
            await AppendAsync(1);
            await _log.SignAsync(Cancellation);
        }

        for (var older = 1; older < 12; older++)
        {
            for (var newer = older + 1; newer <= 12; newer++)
            {
                var found = LogProof.Verify(await _log.ProveContinuationAsync(older, newer, Cancellation), Keys());
                Assert.Equal((true, (long?)older, (long?)newer), (found.Ok, found.Older, found.Size));
            }
        }

        await Assert.ThrowsAsync<InputException>(() => _log.ProveContinuationAsync(3, 13, Cancellation));
        await Assert.ThrowsAsync<InputException>(() => _log.ProveContinuationAsync(0, 3, Cancellation));
        await Assert.ThrowsAsync<InputException>(() => _log.ProveContinuationAsync(4, 4, Cancellation));
    }

    [Fact]
    public async Task Path_OfEveryEntryInLogsUpTo20_EndsAtTheRoot()
    {
        for (var size = 1; size <= 20; size++)
        {
            await AppendAsync(1);
            var head = await _log.HeadAsync(Cancellation);
            for (var index = 0; index < size; index++)
            {
                var path = (await _log.PathAsync(index, Cancellation))!;
                var covered = path.Path.Select(step => (step.First, step.Last)).Append((index, index)).SelectMany(range => Range(range.First, range.Last)).Order();

                Assert.Null(path.SignedAt);
                Assert.Equal(head.RootHex, Convert.ToHexStringLower(path.Path.IsEmpty ? path.Entry.LeafHash : path.Path[^1].Node));
                Assert.Equal(Range(0, size - 1), covered);
            }
        }

        await _log.SignAsync(Cancellation);
        await AppendAsync(1);
        Assert.Equal((20, true), ((await _log.PathAsync(4, Cancellation))!.Checkpoint.Size, (await _log.PathAsync(4, Cancellation))!.SignedAt is not null));
        Assert.Equal((21, true), ((await _log.PathAsync(20, Cancellation))!.Checkpoint.Size, (await _log.PathAsync(20, Cancellation))!.SignedAt is null));
        Assert.Null(await _log.PathAsync(21, Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n\n")]
    [InlineData("hello\n\nworld\n")]
    public void Verify_TextThatIsNoProof_DoesNotHold(string text) => Assert.False(LogProof.Verify(text, Keys()).Ok);

    [Theory]
    [InlineData("run.finished", null, null)]
    [InlineData(null, "R-0001", null)]
    [InlineData(null, null, "p-1")]
    [InlineData("run.finished", "R-0001", "p-1")]
    [InlineData(null, null, null)]
    public async Task Search_AnyFilter_ReadsAnIndexAndSortsNothing(string? kind, string? subject, string? actor)
    {
        await using var db = _database.Factory.CreateDbContext();
        var query = LogSearch.Page(db, new LogFilter(kind, subject, actor), 0, 1000, 100).CreateDbCommand();
        query.CommandText = "EXPLAIN QUERY PLAN " + query.CommandText;
        await db.Database.OpenConnectionAsync(Cancellation);
        await using var reader = await query.ExecuteReaderAsync(Cancellation);
        var steps = new List<string>();
        while (await reader.ReadAsync(Cancellation))
        {
            steps.Add(reader.GetString(3));
        }

        Assert.NotEmpty(steps);
        Assert.All(steps, step => Assert.StartsWith("SEARCH", step, StringComparison.Ordinal));
    }

    public void Dispose() => _database.Dispose();

    private static IEnumerable<long> Range(long first, long last)
    {
        for (var at = first; at <= last; at++)
        {
            yield return at;
        }
    }

    private LogVerifiers Keys()
    {
        using var key = LogKey.Open(_workspace.KeyFolder);
        return LogVerifiers.In(_workspace.KeyFolder, key);
    }

    private async Task AppendAsync(int count)
    {
        for (var at = 0; at < count; at++)
        {
            await using var db = _database.Factory.CreateDbContext();
            await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
            await LogAppender.AppendAsync(db, new LogRecord("run.finished", $"R-{at:d4}", "owner", new JsonObject { ["at"] = at }), Cancellation);
            await transaction.CommitAsync(Cancellation);
        }
    }
}
