using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Log;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Log;

namespace Workbench.Cli;

/// <summary>A log of made-up entries, written in bulk: the same rows as one by one, a second apart.</summary>
internal static class BenchLogData
{
    private const int Batch = 20_000;

    public static LogRecord Record(int at) => new(
        "bench.entry",
        string.Create(CultureInfo.InvariantCulture, $"B-{at % 5000:d4}"),
        string.Create(CultureInfo.InvariantCulture, $"P-{at % 50:d4}"),
        new JsonObject { ["number"] = at, ["sha256"] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", ["text"] = "评测 entry" });

    public static async Task FillAsync(IDbContextFactory<WorkbenchDbContext> database, int count, CancellationToken cancellation)
    {
        var tree = new MerklePeaks();
        var begin = DateTimeOffset.UtcNow.AddSeconds(-count);
        for (var first = 0; first < count; first += Batch)
        {
            List<LogEntryRow> rows = [];
            List<LogNodeRow> nodes = [];
            foreach (var at in Enumerable.Range(first, Math.Min(Batch, count - first)))
            {
                var entry = LogEntry.Make(at, Record(at), begin.AddSeconds(at));
                tree.Add(entry.LeafHash);
                rows.Add(new LogEntryRow { Index = at, Kind = entry.Kind, Subject = entry.Subject, Actor = entry.Actor, At = entry.At, Body = entry.Body, LeafHash = entry.LeafHash });
                nodes.AddRange(tree.Closed.Select(node => new LogNodeRow { Level = node.Level, Index = node.Index, Hash = node.Hash }));
            }

            await using var db = await database.CreateDbContextAsync(cancellation);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await BulkRows.InsertAsync(db, rows, cancellation);
            await BulkRows.InsertAsync(db, nodes, cancellation);
            await transaction.CommitAsync(cancellation);
            Console.Error.WriteLine($"{first + rows.Count} entries");
        }
    }
}
