using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using Workbench.Core.Language;

namespace Workbench.Core.Storage.Backup;

/// <summary>Puts a backup's tables into an empty database of the same schema, inside the caller's transaction.</summary>
internal sealed class TableLoad(BackupArchive archive, WorkbenchDbContext db, Action<BackupProgress> progress)
{
    private readonly DbConnection _connection = db.Database.GetDbConnection();

    public async Task LoadAsync(CancellationToken cancellation)
    {
        BackupPart[] tables = [.. archive.Manifest.Parts.Where(part => BackupNames.TableOf(part.Name) is not null)];
        for (var at = 0; at < tables.Length; at++)
        {
            var (part, done) = (tables[at], at);
            void Report(long rows) => progress(new BackupProgress(part.Name, done, archive.Manifest.Parts.Length, rows));
            Report(0);
            using var lines = new TableLines(archive, part);
            await lines.ReadHeaderAsync(cancellation).ConfigureAwait(false);
            await CheckColumnsAsync(part, lines.Columns, cancellation).ConfigureAwait(false);
            try
            {
                await (_connection is NpgsqlConnection postgres ? CopyAsync(postgres, part, lines, Report, cancellation) : InsertAsync(part, lines, Report, cancellation)).ConfigureAwait(false);
            }
            catch (DbException refused)
            {
                throw BackupProblem.Of(archive.File, part.Name, new Phrase("Storage.BackupRefused", DatabaseWords.Of(refused)));
            }
        }
    }

    /// <summary>A column more or less would be lost or made up.</summary>
    private async Task CheckColumnsAsync(BackupPart part, IReadOnlyList<BackupColumn> columns, CancellationToken cancellation)
    {
        var table = BackupNames.TableOf(part.Name)!;
        var there = await DatabaseTables.ColumnsAsync(db, table, cancellation).ConfigureAwait(false);
        if (!there.Order(StringComparer.Ordinal).SequenceEqual(columns.Select(column => column.Name).Order(StringComparer.Ordinal)))
        {
            throw BackupProblem.Of(archive.File, part.Name, new Phrase("Storage.BackupColumns"));
        }
    }

    private async Task InsertAsync(BackupPart part, TableLines lines, Action<long> report, CancellationToken cancellation)
    {
        var command = _connection.CreateCommand();
        await using var owned = command.ConfigureAwait(false);
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = $"INSERT INTO \"{BackupNames.TableOf(part.Name)}\" ({Names(lines)}) VALUES ({string.Join(", ", lines.Columns.Select((_, at) => $"@p{at}"))})";
        DbParameter[] parameters = [.. lines.Columns.Select((_, at) => Parameter(command, $"@p{at}"))];
        var rows = 0L;
        await foreach (var row in lines.RowsAsync(cancellation).ConfigureAwait(false))
        {
            for (var at = 0; at < parameters.Length; at++)
            {
                parameters[at].Value = row[at] is long ticks && lines.Columns[at].Kind == ValueKind.Span ? TimeSpan.FromTicks(ticks) : row[at] ?? DBNull.Value;
            }

            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            Count(ref rows, report, cancellation);
        }
    }

    private static async Task CopyAsync(NpgsqlConnection connection, BackupPart part, TableLines lines, Action<long> report, CancellationToken cancellation)
    {
        var copy = await connection.BeginBinaryImportAsync($"COPY \"{BackupNames.TableOf(part.Name)}\" ({Names(lines)}) FROM STDIN (FORMAT BINARY)", cancellation).ConfigureAwait(false);
        await using var owned = copy.ConfigureAwait(false);
        var rows = 0L;
        await foreach (var row in lines.RowsAsync(cancellation).ConfigureAwait(false))
        {
            await copy.StartRowAsync(cancellation).ConfigureAwait(false);
            for (var at = 0; at < row.Length; at++)
            {
                await WriteAsync(copy, row[at], lines.Columns[at].Kind, cancellation).ConfigureAwait(false);
            }

            Count(ref rows, report, cancellation);
        }

        await copy.CompleteAsync(cancellation).ConfigureAwait(false);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, object? value, ValueKind kind, CancellationToken cancellation) => value switch
    {
        null => copy.WriteNullAsync(cancellation),
        long number when kind == ValueKind.Int => copy.WriteAsync((int)number, NpgsqlDbType.Integer, cancellation),
        long number => copy.WriteAsync(number, NpgsqlDbType.Bigint, cancellation),
        string text => copy.WriteAsync(PostgresText.Stored(text), NpgsqlDbType.Text, cancellation),
        bool flag => copy.WriteAsync(flag, NpgsqlDbType.Boolean, cancellation),
        double number => copy.WriteAsync(number, NpgsqlDbType.Double, cancellation),
        byte[] bytes => copy.WriteAsync(bytes, NpgsqlDbType.Bytea, cancellation),
        _ => throw new InvalidOperationException($"No column holds a {value.GetType().Name}."),
    };

    private static void Count(ref long rows, Action<long> report, CancellationToken cancellation)
    {
        if (++rows % 10_000 == 0)
        {
            cancellation.ThrowIfCancellationRequested();
            report(rows);
        }
    }

    private static string Names(TableLines lines) => string.Join(", ", lines.Columns.Select(column => $"\"{column.Name}\""));

    private static DbParameter Parameter(DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
        return parameter;
    }
}
