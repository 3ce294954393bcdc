using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Workbench.Core.Storage.Backup;

/// <summary>What a database really has, whatever version of the workbench made it.</summary>
internal static class DatabaseTables
{
    /// <summary>Tables whose rows nobody would miss.</summary>
    private static readonly string[] Unmissed = ["ModelHashes"];

    public static Task<List<string>> ColumnsAsync(WorkbenchDbContext db, string table, CancellationToken cancellation) => db.Database.IsNpgsql()
        ? db.Database.SqlQuery<string>($"SELECT column_name AS \"Value\" FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = {table}").ToListAsync(cancellation)
        : db.Database.SqlQuery<string>($"SELECT name AS \"Value\" FROM pragma_table_info({table})").ToListAsync(cancellation);

    public static Task<List<string>> NamesAsync(WorkbenchDbContext db, CancellationToken cancellation) => db.Database.IsNpgsql()
        ? db.Database.SqlQuery<string>($"SELECT tablename::text AS \"Value\" FROM pg_tables WHERE schemaname = current_schema()").ToListAsync(cancellation)
        : db.Database.SqlQuery<string>($"SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").ToListAsync(cancellation);

    /// <returns>False when any table holds a row that somebody would miss.</returns>
    public static async Task<bool> AreEmptyAsync(WorkbenchDbContext db, CancellationToken cancellation)
    {
        foreach (var table in await NamesAsync(db, cancellation).ConfigureAwait(false))
        {
            if (table.StartsWith("__EF", StringComparison.Ordinal) || Unmissed.Contains(table))
            {
                continue;
            }

            var quoted = table.Replace("\"", "\"\"", StringComparison.Ordinal);
#pragma warning disable EF1002, EF1003 // The name is the database's own, quoted.
            if (await db.Database.SqlQueryRaw<int>($"SELECT CASE WHEN EXISTS (SELECT 1 FROM \"{quoted}\") THEN 1 ELSE 0 END AS \"Value\"").SingleAsync(cancellation).ConfigureAwait(false) == 1)
#pragma warning restore EF1002, EF1003
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>COPY leaves the sequences behind that number new rows.</summary>
    public static async Task ContinueSequencesAsync(WorkbenchDbContext db, CancellationToken cancellation)
    {
        var columns = await db.Database.SqlQuery<string>($"SELECT table_name || '.' || column_name AS \"Value\" FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'").ToListAsync(cancellation).ConfigureAwait(false);
        foreach (var (table, column) in columns.Select(each => each.Split('.')).Select(each => (each[0], each[1])))
        {
#pragma warning disable EF1002, EF1003 // Names of the model's own tables.
            await db.Database.ExecuteSqlRawAsync($"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'), (SELECT COALESCE(MAX(\"{column}\"), 0) FROM \"{table}\") + 1, false)", cancellation).ConfigureAwait(false);
#pragma warning restore EF1002, EF1003
        }
    }
}
