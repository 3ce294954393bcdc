using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SQLitePCL;

namespace Workbench.Core.Storage.Log;

/// <summary>Reads the log's tables in order of their keys, straight from the database: a whole log is read at once only to be verified.</summary>
internal static class LogScan
{
    private const string Entries = "SELECT \"Index\", \"At\", \"Kind\", \"Subject\", \"Actor\", \"Body\", \"LeafHash\" FROM \"LogEntries\" WHERE \"Index\" >= @first ORDER BY \"Index\" LIMIT @count";
    private const string Nodes = "SELECT \"Index\", \"Hash\" FROM \"LogNodes\" WHERE \"Level\" = @level AND \"Index\" >= @from AND \"Index\" < @to";

    /// <summary>At most <paramref name="count"/> entries from <paramref name="first"/> on, and the kept hashes of subtrees that end with one of as many.</summary>
    public static async Task ReadAsync(WorkbenchDbContext db, LogPage page, long first, int count, CancellationToken cancellation)
    {
        page.Clear();
        if (db.Database.GetDbConnection() is SqliteConnection { Handle: { } sqlite })
        {
            Read(sqlite, Entries, [first, count], row => page.Add(
                raw.sqlite3_column_int64(row, 0), raw.sqlite3_column_int64(row, 1), Bytes(row, 2), Bytes(row, 3), Bytes(row, 4), Bytes(row, 5), Bytes(row, 6)));
        }
        else
        {
            await ReadAsync(db, Entries, [("@first", first), ("@count", (long)count)], row => page.Add(
                row.GetInt64(0), row.GetInt64(1), Text(row, 2), Text(row, 3), Text(row, 4), row.GetFieldValue<byte[]>(5), row.GetFieldValue<byte[]>(6)), cancellation).ConfigureAwait(false);
        }

        cancellation.ThrowIfCancellationRequested();
        var end = first + page.Count;
        for (var level = 0; page.Count > 0 && end >> level > 0; level++)
        {
            await ReadLevelAsync(db, page, level, first >> level, end >> level, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task ReadLevelAsync(WorkbenchDbContext db, LogPage page, int level, long from, long to, CancellationToken cancellation)
    {
        var hashes = page.Level(level, from, to);
        if (db.Database.GetDbConnection() is SqliteConnection { Handle: { } sqlite })
        {
            Read(sqlite, Nodes, [level, from, to], row => hashes.Set(raw.sqlite3_column_int64(row, 0), Bytes(row, 1)));
        }
        else
        {
            await ReadAsync(db, Nodes, [("@level", level), ("@from", from), ("@to", to)], row => hashes.Set(row.GetInt64(0), row.GetFieldValue<byte[]>(1)), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>From the library itself: the objects around each value cost several times what the row does.</summary>
    private static void Read(sqlite3 database, string text, ReadOnlySpan<long> values, Action<sqlite3_stmt> take)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, text, out var statement), database);
        using (statement)
        {
            for (var at = 0; at < values.Length; at++)
            {
                SqliteException.ThrowExceptionForRC(raw.sqlite3_bind_int64(statement, at + 1, values[at]), database);
            }

            int state;
            while ((state = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
            {
                take(statement);
            }

            if (state != raw.SQLITE_DONE)
            {
                SqliteException.ThrowExceptionForRC(state, database);
            }
        }
    }

    /// <summary>As they lie there: the database's texts are UTF-8.</summary>
    private static ReadOnlySpan<byte> Bytes(sqlite3_stmt row, int column) => raw.sqlite3_column_blob(row, column);

    private static async Task ReadAsync(WorkbenchDbContext db, string text, (string Name, object Value)[] values, Action<DbDataReader> take, CancellationToken cancellation)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        await using var owned = command.ConfigureAwait(false);
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = text;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var open = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            take(reader);
        }
    }

    private static byte[] Text(DbDataReader row, int column) => Encoding.UTF8.GetBytes(row.GetString(column));
}
