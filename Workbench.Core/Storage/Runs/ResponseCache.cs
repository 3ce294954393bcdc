using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;
using Workbench.Core.Runs;

namespace Workbench.Core.Storage.Runs;

/// <summary>
/// Answers in a database file of their own, beside the workspace's: it may be deleted at any time and is in no backup. What it loses in a crash is asked again, so it never waits for the disk.
/// </summary>
public sealed class ResponseCache : IResponseCache, IDisposable
{
    /// <summary>When it is full, so much of it goes at once.</summary>
    private const double Emptied = 0.1;

    private readonly string _file;
    private readonly long _most;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1);
    private SqliteConnection? _open;

    /// <param name="mostBytes">Of compressed answers.</param>
    public ResponseCache(string file, long mostBytes, TimeProvider time) => (_file, _most, _time) = (file, mostBytes, time);

    public Task<string?> FindAsync(string key, CancellationToken cancellation) => WithAsync(
        db =>
        {
            using var found = Command(db, "UPDATE Answers SET Used = $used WHERE Key = $key RETURNING Content", ("$key", Convert.FromHexString(key)), ("$used", Now()));
            return found.ExecuteScalar() is byte[] content ? Unpack(content) : null;
        },
        cancellation);

    public Task KeepAsync(string key, string content, CancellationToken cancellation) => WithAsync(
        db =>
        {
            var packed = Pack(content);
            using (var keep = Command(db, "INSERT OR REPLACE INTO Answers (Key, Content, Bytes, Used) VALUES ($key, $content, $bytes, $used)", ("$key", Convert.FromHexString(key)), ("$content", packed), ("$bytes", packed.Length), ("$used", Now())))
            {
                keep.ExecuteNonQuery();
            }

            Bound(db);
            return true;
        },
        cancellation);

    public Task<CacheSize> SizeAsync(CancellationToken cancellation) => WithAsync(
        db =>
        {
            using var command = Command(db, "SELECT COUNT(*), COALESCE(SUM(Bytes), 0) FROM Answers");
            using var row = command.ExecuteReader();
            row.Read();
            return new CacheSize(row.GetInt32(0), row.GetInt64(1), _most);
        },
        cancellation);

    public Task ClearAsync(CancellationToken cancellation) => WithAsync(
        db =>
        {
            Run(db, "DELETE FROM Answers; UPDATE Total SET Bytes = 0; VACUUM");
            return true;
        },
        cancellation);

    public void Dispose()
    {
        _open?.Dispose();
        _gate.Dispose();
    }

    // The sum is kept by triggers: to add up a million rows for each answer would take longer than the answer.
    private void Bound(SqliteConnection db)
    {
        using var sum = Command(db, "SELECT Bytes FROM Total");
        var over = (long)sum.ExecuteScalar()! - _most;
        if (over <= 0)
        {
            return;
        }

        using var remove = Command(
            db,
            "DELETE FROM Answers WHERE Key IN (SELECT Key FROM (SELECT Key, SUM(Bytes) OVER (ORDER BY Used, Key) - Bytes AS Before FROM Answers) WHERE Before < $over)",
            ("$over", over + (long)(_most * Emptied)));
        remove.ExecuteNonQuery();
    }

    private async Task<T> WithAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return work(_open ??= Open());
        }
        finally
        {
            _gate.Release();
        }
    }

    private SqliteConnection Open()
    {
        var db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _file, DefaultTimeout = 30, Pooling = false }.ToString());
        db.Open();
        Run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
        Run(db, """
            CREATE TABLE IF NOT EXISTS Answers (Key BLOB PRIMARY KEY, Content BLOB NOT NULL, Bytes INTEGER NOT NULL, Used INTEGER NOT NULL) WITHOUT ROWID;
            CREATE INDEX IF NOT EXISTS AnswersUsed ON Answers (Used);
            CREATE TABLE IF NOT EXISTS Total (Id INTEGER PRIMARY KEY CHECK (Id = 1), Bytes INTEGER NOT NULL);
            INSERT OR IGNORE INTO Total VALUES (1, 0);
            CREATE TRIGGER IF NOT EXISTS AnswerAdded AFTER INSERT ON Answers BEGIN UPDATE Total SET Bytes = Bytes + NEW.Bytes; END;
            CREATE TRIGGER IF NOT EXISTS AnswerGone AFTER DELETE ON Answers BEGIN UPDATE Total SET Bytes = Bytes - OLD.Bytes; END;
            PRAGMA recursive_triggers = ON;
            """);
        return db;
    }

    private long Now() => _time.GetUtcNow().UtcTicks;

    private static void Run(SqliteConnection db, string sql)
    {
        using var command = Command(db, sql);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection db, string sql, params (string Name, object Value)[] values)
    {
        var command = db.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this class
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            brotli.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static string Unpack(byte[] bytes)
    {
        using var brotli = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var reader = new StreamReader(brotli, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
