using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Workbench.Core.Log;

namespace Workbench.Core.Storage.Log;

/// <summary>Reads the log's tables in order of their keys, straight from the database: a whole log is read at once only to be verified.</summary>
internal static class LogScan
{
    /// <summary>At most <paramref name="count"/> entries from <paramref name="first"/> on.</summary>
    public static async Task<List<LogEntry>> EntriesAsync(WorkbenchDbContext db, long first, int count, CancellationToken cancellation)
    {
        var command = Command(db, "SELECT \"Index\", \"Kind\", \"Subject\", \"Actor\", \"At\", \"Body\", \"LeafHash\" FROM \"LogEntries\" WHERE \"Index\" >= @first ORDER BY \"Index\" LIMIT @count", ("@first", first), ("@count", (long)count));
        await using var owned = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var open = reader.ConfigureAwait(false);
        var entries = new List<LogEntry>(count);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            entries.Add(new LogEntry(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), new DateTimeOffset(reader.GetInt64(4), TimeSpan.Zero), reader.GetFieldValue<byte[]>(5), reader.GetFieldValue<byte[]>(6)));
        }

        return entries;
    }

    /// <summary>The kept hashes of one level from <paramref name="from"/> to before <paramref name="to"/>; null where one is missing.</summary>
    public static async Task<byte[]?[]> NodesAsync(WorkbenchDbContext db, int level, long from, long to, CancellationToken cancellation)
    {
        var hashes = new byte[]?[to - from];
        var command = Command(db, "SELECT \"Index\", \"Hash\" FROM \"LogNodes\" WHERE \"Level\" = @level AND \"Index\" >= @from AND \"Index\" < @to", ("@level", level), ("@from", from), ("@to", to));
        await using var owned = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var open = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            hashes[reader.GetInt64(0) - from] = reader.GetFieldValue<byte[]>(1);
        }

        return hashes;
    }

    private static DbCommand Command(WorkbenchDbContext db, string text, params (string Name, object Value)[] values)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = text;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
