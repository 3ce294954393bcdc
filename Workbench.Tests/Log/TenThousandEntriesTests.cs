using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Log;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;
using Workbench.Tests.Cli;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Log;

/// <summary>10,000 entries written by the product's own operations; exported and verified by others' code, then changed in the database in every way, which the command finds.</summary>
public sealed class TenThousandEntriesTests : IDisposable
{
    private const int Count = 10_000;

    private readonly TestDatabase _database = new();
    private readonly Workspace _workspace;
    private readonly LogStore _log;

    public TenThousandEntriesTests()
    {
        _workspace = new Workspace(_database.Folder);
        _log = new LogStore(_database.Factory, _workspace, TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Log_OfRealOperations_IsVerifiedByOthersAndEveryTamperingIsNamed()
    {
        await WorkAsync();
        var pack = Path.Combine(_database.Folder, "pack");
        var checkpoint = await new LogExport(_database.Factory, _workspace, _log, TimeProvider.System).WriteAsync(pack, Actor.Owner, Cancellation);

        Assert.True(checkpoint.Size > Count);
        Assert.True(Directory.GetFiles(Path.Combine(pack, LogPack.OlderFolder)).Length >= 10);
        Assert.Equal((0, $"ok {checkpoint.Size} {Convert.ToBase64String(checkpoint.Root)}\n"), await GoVerifier.VerifyAsync(pack, Path.Combine(pack, LogPack.KeyFile)));
        Assert.Equal((true, (long?)null), await CommandAsync());

        Assert.Equal((false, 4321), await TamperedAsync(4321, entry => Changed(entry, body => body.Replace("exported", "exporteb", StringComparison.Ordinal).Replace("locked", "lockef", StringComparison.Ordinal), false)));
        Assert.Equal((false, 5000), await TamperedAsync(5000, null));
        Assert.Equal((false, 6000), await SwappedAsync(6000));
        Assert.Equal((false, 7000), await TamperedAsync(7000, entry => Changed(entry, body => Dated(body, entry.At.AddHours(-1)), true), entry => entry.At.AddHours(-1)));

        // Moved by less than two clocks differ, with every hash above written anew: that is not what was signed, and what was signed begins after the checkpoint before.
        var (ok, first) = await TamperedAsync(7000, entry => Changed(entry, body => Dated(body, entry.At.AddSeconds(-1)), true), entry => entry.At.AddSeconds(-1));
        Assert.False(ok);
        Assert.InRange(first!.Value, 7000 - (Count / 10) - 1, 7000);
        Assert.Equal((true, (long?)null), await CommandAsync());
    }

    public void Dispose() => _database.Dispose();

    private async Task WorkAsync()
    {
        var people = new PeopleStore(_database.Factory, TimeProvider.System);
        var exports = new ExportJournal(_database.Factory, TimeProvider.System);
        await people.AddAsync("管理员", [Role.Administrator], "correct horse battery", Actor.Owner, Cancellation);
        var lin = await people.AddAsync("Lin", [Role.Researcher], "correct horse battery", Actor.Owner, Cancellation);
        for (var at = 0; at < Count; at++)
        {
            switch (at % 20)
            {
                case 5:
                    await people.LockAsync(lin.Id, Actor.Owner, Cancellation);
                    break;
                case 6:
                    await people.UnlockAsync(lin.Id, Actor.Owner, Cancellation);
                    break;
                case 9:
                    await people.SetRolesAsync(lin.Id, [at % 40 == 9 ? Role.Reviewer : Role.Researcher], Actor.Owner, Cancellation);
                    break;
                default:
                    await exports.AdmitAsync("run.exported", $"R-{at % 40:d4}", "csv", Actor.Owner, Cancellation);
                    break;
            }

            if (at % (Count / 10) == Count / 10 - 1)
            {
                await _log.SignAsync(Cancellation);
            }
        }
    }

    private async Task<(bool Ok, long? FirstBad)> TamperedAsync(long index, Func<LogEntryRow, (byte[] Body, bool Rehash)>? change, Func<LogEntryRow, DateTimeOffset>? at = null)
    {
        await using var db = _database.Factory.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
        var entry = await db.Set<LogEntryRow>().SingleAsync(row => row.Index == index, Cancellation);
        var kept = new LogEntryRow { Index = entry.Index, Kind = entry.Kind, Subject = entry.Subject, Actor = entry.Actor, At = entry.At, Body = entry.Body, LeafHash = entry.LeafHash };
        List<LogNodeRow> nodes = [];
        if (change is null)
        {
            db.Remove(entry);
        }
        else
        {
            var (body, rehash) = change(entry);
            Assert.NotEqual(entry.Body, body);
            entry.At = at?.Invoke(entry) ?? entry.At;
            entry.Body = body;
            if (rehash)
            {
                entry.LeafHash = MerkleTree.LeafHash(body);
                nodes = await RehashAsync(db, index, entry.LeafHash);
            }
        }

        await db.SaveChangesAsync(Cancellation);
        await transaction.CommitAsync(Cancellation);
        var found = await CommandAsync();
        await using var undo = _database.Factory.CreateDbContext();
        await undo.Set<LogEntryRow>().Where(row => row.Index == index).ExecuteDeleteAsync(Cancellation);
        undo.Add(kept);
        undo.UpdateRange(nodes);
        await undo.SaveChangesAsync(Cancellation);
        return found;
    }

    /// <summary>Every complete subtree over the entry, as somebody without the key can write it.</summary>
    /// <returns>What they were.</returns>
    private static async Task<List<LogNodeRow>> RehashAsync(WorkbenchDbContext db, long index, byte[] hash)
    {
        List<LogNodeRow> kept = [];
        for (var level = 0; await db.Set<LogNodeRow>().FindAsync([level, index], Cancellation) is { } node; level++, index >>= 1)
        {
            kept.Add(new LogNodeRow { Level = level, Index = index, Hash = node.Hash });
            node.Hash = hash;
            if (await db.Set<LogNodeRow>().FindAsync([level, index ^ 1], Cancellation) is not { } sibling)
            {
                break;
            }

            hash = (index & 1) == 0 ? MerkleTree.NodeHash(hash, sibling.Hash) : MerkleTree.NodeHash(sibling.Hash, hash);
        }

        return kept;
    }

    private async Task<(bool Ok, long? FirstBad)> SwappedAsync(long index)
    {
        Swap();
        var found = await CommandAsync();
        Swap();
        return found;

        void Swap()
        {
            using var db = _database.Factory.CreateDbContext();
            var rows = db.Set<LogEntryRow>().Where(row => row.Index == index || row.Index == index + 1).OrderBy(row => row.Index).ToList();
            (rows[0].Body, rows[1].Body, rows[0].LeafHash, rows[1].LeafHash) = (rows[1].Body, rows[0].Body, rows[1].LeafHash, rows[0].LeafHash);
            db.SaveChanges();
        }
    }

    private static (byte[] Body, bool Rehash) Changed(LogEntryRow entry, Func<string, string> change, bool rehash) => (Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(entry.Body))), rehash);

    private static string Dated(string body, DateTimeOffset at)
    {
        var entry = JsonNode.Parse(body)!.AsObject();
        entry["at"] = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", System.Globalization.CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetString(CanonicalJson.Bytes(entry));
    }

    /// <summary>As anybody runs it; the exit status says the same as the answer.</summary>
    private async Task<(bool Ok, long? FirstBad)> CommandAsync()
    {
        var (code, output, words) = await PipedProgram.RunAsync("", "log", "verify", "--data", _database.Folder, "--json");
        Assert.True(code is 0 or 1, words + output);
        var answer = JsonNode.Parse(output)!;
        Assert.Equal(code == 0, answer["ok"]!.GetValue<bool>());
        return (code == 0, answer["firstBad"]?.GetValue<long>());
    }
}
