using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Workbench.Core.Language;

namespace Workbench.Core.Storage;

/// <summary>Options of a workspace on PostgreSQL. Transactions that write take turns, as SQLite's do: the log has one writer, and numbers without gaps.</summary>
internal static class PostgresWorkspace
{
    /// <summary>Any number that nobody else takes in this database.</summary>
    private const long WriterLock = 0x576f726b62656e63;

    public static DbContextOptions<PostgresDbContext> Options(string connectionString) =>
        new DbContextOptionsBuilder<PostgresDbContext>().UseNpgsql(connectionString).AddInterceptors(TakeTurns.Instance, CommittedCalls.Instance).Options;

    /// <exception cref="InputException">There is none, or it cannot be read. What it says is not repeated: part of it is a password.</exception>
    public static string Normalise(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw Wrong("Storage.NoConnectionString");
        }

        try
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString) { PersistSecurityInfo = false };
            parts.ApplicationName ??= "Workbench";
            return string.IsNullOrEmpty(parts.Host) || string.IsNullOrEmpty(parts.Database) ? throw Wrong("Storage.ConnectionStringParts") : parts.ConnectionString;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            throw Wrong("Storage.ConnectionStringForm");
        }
    }

    /// <returns>What to tell a person when the server does not answer or does not let us in: where we tried, what it said, and what to check.</returns>
    public static InputException Unreachable(string connectionString, Exception cause)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return new InputException(new InputProblem(
            new Phrase("Storage.Unreachable", $"{parts.Host}:{parts.Port}", parts.Database ?? "", parts.Username ?? "", DatabaseWords.Of(cause)),
            Field: "Workbench:ConnectionString",
            Hint: new Phrase("Storage.CheckServer")));
    }

    private static InputException Wrong(string key) =>
        new(new InputProblem(new Phrase(key), Field: "Workbench:ConnectionString", Hint: new Phrase("Storage.ConnectionStringExample")));

    /// <summary>The lock is let go with the transaction, also when the process dies. Snapshots only read, and take none.</summary>
    private sealed class TakeTurns : DbTransactionInterceptor
    {
        public static TakeTurns Instance { get; } = new();

        public override DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
        {
            if (Command(connection, result) is { } command)
            {
                using (command)
                {
                    command.ExecuteNonQuery();
                }
            }

            return result;
        }

        public override async ValueTask<DbTransaction> TransactionStartedAsync(DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
        {
            if (Command(connection, result) is { } command)
            {
                await using (command.ConfigureAwait(false))
                {
                    await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            return result;
        }

        private static DbCommand? Command(DbConnection connection, DbTransaction transaction)
        {
            if (transaction.IsolationLevel is IsolationLevel.RepeatableRead or IsolationLevel.Serializable or IsolationLevel.Snapshot)
            {
                return null;
            }

            var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"SELECT pg_advisory_xact_lock({WriterLock})";
            return command;
        }
    }
}

/// <summary>Makes contexts of one workspace on PostgreSQL; each operation takes its own.</summary>
public sealed class PostgresContextFactory(string connectionString) : IDbContextFactory<WorkbenchDbContext>
{
    private readonly DbContextOptions<PostgresDbContext> _options = PostgresWorkspace.Options(connectionString);

    public WorkbenchDbContext CreateDbContext() => new PostgresDbContext(_options);
}
