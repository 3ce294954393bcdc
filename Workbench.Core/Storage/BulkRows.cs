using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;

namespace Workbench.Core.Storage;

/// <summary>Writes many rows of one table without tracking them: one prepared statement on SQLite, COPY on PostgreSQL. Columns and conversions are the model's.</summary>
internal static class BulkRows
{
    /// <summary>Inside the caller's transaction; every key is set already.</summary>
    public static Task InsertAsync<T>(WorkbenchDbContext db, IReadOnlyCollection<T> rows, CancellationToken cancellation)
        where T : class
    {
        if (rows.Count == 0)
        {
            return Task.CompletedTask;
        }

        var entity = db.Model.FindEntityType(typeof(T))!;
        BulkColumn[] columns = [.. entity.GetProperties().Select(property => new BulkColumn(property))];
        var table = entity.GetTableName()!;
        return db.Database.GetDbConnection() is NpgsqlConnection postgres ? CopyAsync(postgres, table, columns, rows, cancellation) : PreparedAsync(db, table, columns, rows, cancellation);
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

    private static async Task PreparedAsync<T>(WorkbenchDbContext db, string table, BulkColumn[] columns, IReadOnlyCollection<T> rows, CancellationToken cancellation)
        where T : class
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        await using var owned = command.ConfigureAwait(false);
        command.Transaction = db.Database.CurrentTransaction is { } current ? Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(current) : null;
        command.CommandText = $"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))}) VALUES ({string.Join(", ", columns.Select((_, at) => $"@p{at}"))})";
        DbParameter[] parameters = [.. columns.Select((_, at) => Parameter(command, $"@p{at}"))];
        foreach (var row in rows)
        {
            for (var at = 0; at < columns.Length; at++)
            {
                parameters[at].Value = columns[at].Value(row) ?? DBNull.Value;
            }

            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static DbParameter Parameter(DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
        return parameter;
    }

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
    private readonly System.Reflection.PropertyInfo _member = property.PropertyInfo!;

    public string Name { get; } = property.GetColumnName();

    public object? Value(object row)
    {
        var value = _member.GetValue(row);
        return value is null || _converter is null ? value : _converter.ConvertToProvider(value);
    }
}
