using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;
using SQLitePCL;

namespace Workbench.Core.Storage;

/// <summary>Writes many rows of one table without tracking them: one prepared statement on SQLite, COPY on PostgreSQL. Columns and conversions are the model's.</summary>
internal static class BulkRows
{
    // Reading columns from the model costs more than writing a row.
    private static readonly ConcurrentDictionary<IEntityType, BulkColumn[]> Columns = new();

    /// <summary>Inside the caller's transaction; every key is set already.</summary>
    public static Task InsertAsync<T>(WorkbenchDbContext db, IReadOnlyCollection<T> rows, CancellationToken cancellation)
        where T : class
    {
        if (rows.Count == 0)
        {
            return Task.CompletedTask;
        }

        var entity = db.Model.FindEntityType(typeof(T))!;
        var columns = Columns.GetOrAdd(entity, static entity => [.. entity.GetProperties().Select(property => new BulkColumn(property))]);
        var table = entity.GetTableName()!;
        if (db.Database.GetDbConnection() is NpgsqlConnection postgres)
        {
            return CopyAsync(postgres, table, columns, rows, cancellation);
        }

        Insert((SqliteConnection)db.Database.GetDbConnection(), table, columns, rows, cancellation);
        return Task.CompletedTask;
    }

    /// <returns>Numbers that nobody else gets, for the key of a table that the database numbers.</returns>
    public static async Task<List<long>> NumbersAsync<T>(WorkbenchDbContext db, int count, CancellationToken cancellation)
        where T : class
    {
        var table = db.Model.FindEntityType(typeof(T))!.GetTableName()!;
        if (db.Database.IsNpgsql())
        {
            var sequence = $"\"{table}\"";
            return await db.Database.SqlQuery<long>($"SELECT nextval(pg_get_serial_sequence({sequence}, 'Id')) AS \"Value\" FROM generate_series(1, {count})").ToListAsync(cancellation).ConfigureAwait(false);
        }

        // SQLite has one writer, who holds the lock by now, and counts on from the largest number it was given.
        var last = await db.Database.SqlQuery<long>($"SELECT seq AS \"Value\" FROM sqlite_sequence WHERE name = {table}").FirstOrDefaultAsync(cancellation).ConfigureAwait(false);
        return [.. Enumerable.Range(1, count).Select(each => last + each)];
    }

    /// <summary>Values go to the library itself: the objects around each of them cost several times what the row does.</summary>
    private static void Insert<T>(SqliteConnection connection, string table, BulkColumn[] columns, IReadOnlyCollection<T> rows, CancellationToken cancellation)
        where T : class
    {
        var text = $"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))}) VALUES ({string.Join(", ", columns.Select(_ => "?"))})";
        var database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, text, out var statement), database);
        using (statement)
        {
            foreach (var row in rows)
            {
                cancellation.ThrowIfCancellationRequested();
                for (var at = 0; at < columns.Length; at++)
                {
                    SqliteException.ThrowExceptionForRC(Bind(statement, at + 1, columns[at].Value(row)), database);
                }

                // The code is the reset's too, and the reset is what makes the message the insert's own.
                raw.sqlite3_step(statement);
                SqliteException.ThrowExceptionForRC(raw.sqlite3_reset(statement), database);
            }
        }
    }

    private static int Bind(sqlite3_stmt statement, int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, place),
        long number => raw.sqlite3_bind_int64(statement, place, number),
        int number => raw.sqlite3_bind_int64(statement, place, number),
        bool flag => raw.sqlite3_bind_int64(statement, place, flag ? 1 : 0),
        string text => raw.sqlite3_bind_text(statement, place, text),
        double number => raw.sqlite3_bind_double(statement, place, number),
        TimeSpan length => raw.sqlite3_bind_text(statement, place, length.ToString()),
        byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
        _ => throw new InvalidOperationException($"No column holds a {value.GetType().Name}."),
    };

    private static async Task CopyAsync<T>(NpgsqlConnection connection, string table, BulkColumn[] columns, IReadOnlyCollection<T> rows, CancellationToken cancellation)
        where T : class
    {
        var copy = await connection.BeginBinaryImportAsync($"COPY \"{table}\" ({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))}) FROM STDIN (FORMAT BINARY)", cancellation).ConfigureAwait(false);
        await using var owned = copy.ConfigureAwait(false);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellation).ConfigureAwait(false);
            foreach (var column in columns)
            {
                await WriteAsync(copy, column.Value(row), cancellation).ConfigureAwait(false);
            }
        }

        await copy.CompleteAsync(cancellation).ConfigureAwait(false);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, object? value, CancellationToken cancellation) => value switch
    {
        null => copy.WriteNullAsync(cancellation),
        long number => copy.WriteAsync(number, NpgsqlDbType.Bigint, cancellation),
        int number => copy.WriteAsync(number, NpgsqlDbType.Integer, cancellation),
        string text => copy.WriteAsync(text, NpgsqlDbType.Text, cancellation),
        bool flag => copy.WriteAsync(flag, NpgsqlDbType.Boolean, cancellation),
        double number => copy.WriteAsync(number, NpgsqlDbType.Double, cancellation),
        byte[] bytes => copy.WriteAsync(bytes, NpgsqlDbType.Bytea, cancellation),
        _ => throw new InvalidOperationException($"No column holds a {value.GetType().Name}."),
    };
}

/// <summary>One column of the model, and what a row has in it as the database keeps it.</summary>
internal sealed class BulkColumn(IProperty property)
{
    private readonly Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter? _converter = property.GetTypeMapping().Converter;
    private readonly IClrPropertyGetter _member = property.GetGetter();

    public string Name { get; } = property.GetColumnName();

    public object? Value(object row)
    {
        var value = _member.GetClrValue(row);
        return value is null || _converter is null ? value : _converter.ConvertToProvider(value);
    }
}
