using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Workbench.Core.Storage;

/// <summary>Tells a row that is there already from other refusals.</summary>
internal static class DuplicateRows
{
    /// <summary>SQLITE_CONSTRAINT.</summary>
    private const int Constraint = 19;

    public static bool IsDuplicate(this DbUpdateException refused) => refused.InnerException is SqliteException { SqliteErrorCode: Constraint } or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
