using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Workbench.Core.Storage.Backup;

/// <summary>Writes a table as JSON Lines: names and kinds of the columns first, then an array for each row.</summary>
internal static class TableDump
{
    private const int Largest = 1 << 20;

    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <param name="db">Inside a snapshot: all tables are of one moment.</param>
    /// <returns>How many rows.</returns>
    public static async Task<long> WriteAsync(WorkbenchDbContext db, BackupTable table, Stream output, Action<long> progress, CancellationToken cancellation)
    {
        var isPostgres = db.Database.IsNpgsql();
        using var buffer = new MemoryStream();
        using var json = new Utf8JsonWriter(buffer, Options);
        Header(json, table);
        EndLine(json, buffer);
        var command = db.Database.GetDbConnection().CreateCommand();
        await using var owned = command.ConfigureAwait(false);
        command.CommandText = table.Select;
        command.CommandTimeout = 0;
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        var rows = 0L;
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var read = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            Row(json, reader, table.Columns, isPostgres);
            EndLine(json, buffer);
            rows++;
            if (buffer.Length > Largest)
            {
                cancellation.ThrowIfCancellationRequested();
                await EmptyAsync(buffer, output, cancellation).ConfigureAwait(false);
                progress(rows);
            }
        }

        await EmptyAsync(buffer, output, cancellation).ConfigureAwait(false);
        return rows;
    }

    private static void Header(Utf8JsonWriter json, BackupTable table)
    {
        json.WriteStartObject();
        foreach (var column in table.Columns)
        {
            json.WriteString(column.Name, column.Kind.ToString().ToLowerInvariant());
        }

        json.WriteEndObject();
    }

    private static void Row(Utf8JsonWriter json, DbDataReader reader, IReadOnlyList<BackupColumn> columns, bool isPostgres)
    {
        json.WriteStartArray();
        for (var at = 0; at < columns.Count; at++)
        {
            switch (columns[at].Read(reader, at, isPostgres))
            {
                case null: json.WriteNullValue(); break;
                case string text: json.WriteStringValue(text); break;
                case long number: json.WriteNumberValue(number); break;
                case bool flag: json.WriteBooleanValue(flag); break;
                case byte[] bytes: json.WriteBase64StringValue(bytes); break;
                case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
                case double odd: json.WriteStringValue(odd.ToString(CultureInfo.InvariantCulture)); break;
            }
        }

        json.WriteEndArray();
    }

    private static void EndLine(Utf8JsonWriter json, MemoryStream buffer)
    {
        json.Flush();
        json.Reset();
        buffer.WriteByte((byte)'\n');
    }

    private static async Task EmptyAsync(MemoryStream buffer, Stream output, CancellationToken cancellation)
    {
        await output.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellation).ConfigureAwait(false);
        buffer.SetLength(0);
    }
}
