using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Workbench.Core.Storage;

namespace Workbench.Tests.Shared;

/// <summary>A PostgreSQL of the tests' own, on a Unix socket in a temporary folder. It ends, and its folder goes, with the process that started it.</summary>
public sealed class PostgresServer
{
    private const string User = "workbench";
    private static readonly Lazy<PostgresServer> One = new(static () => new PostgresServer(Binaries()!));
    private static int _count;
    private readonly Process _process;
    private readonly string _folder = Directory.CreateTempSubdirectory("wb-pg-").FullName;

    private PostgresServer(string binaries)
    {
        // When the shell's input ends, by whatever end of this process, it stops the server and cleans up.
        const string script = """
            cd "$1" && "$2/initdb" -D data -U workbench -A trust --no-sync -E UTF8 --locale=C >log 2>&1 || { cat log; exit 1; }
            "$2/postgres" -D data -k "$1" -h '' -F -c full_page_writes=off -c synchronous_commit=off -c max_connections=200 >>log 2>&1 &
            server=$!
            for try in $(seq 600); do "$2/pg_isready" -q -h "$1" -U workbench -d postgres && break; kill -0 $server 2>/dev/null || break; sleep 0.05; done
            "$2/pg_isready" -q -h "$1" -U workbench -d postgres && echo ready || cat log
            cat >/dev/null
            kill -QUIT $server; wait $server; cd /; rm -rf "$1"
            """;
        var asRoot = Environment.UserName == "root";
        string[] command = [.. asRoot ? ["runuser", "-u", "postgres", "--"] : Array.Empty<string>(), "sh", "-c", script, "sh", _folder, binaries];
        if (asRoot)
        {
            using var given = Process.Start("chown", ["postgres", _folder]);
            given.WaitForExit();
        }

        _process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        if (_process.StandardOutput.ReadLine() is not "ready" and var said)
        {
            throw new InvalidOperationException($"PostgreSQL did not start: {said} {_process.StandardOutput.ReadToEnd()}");
        }

        using var db = new PostgresContextFactory(ConnectionString("template")).CreateDbContext();
        db.Database.Migrate();
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Made once for all tests; a test is skipped, by name, where PostgreSQL is not installed, and fails where nothing may be skipped.</summary>
    public static PostgresServer Instance
    {
        get
        {
            var there = OperatingSystem.IsLinux() && Binaries() is not null;
            Assert.True(there || Environment.GetEnvironmentVariable("WORKBENCH_TESTS_NO_SKIP") != "1", "PostgreSQL is not installed, and nothing may be skipped.");
            Assert.SkipUnless(there, "PostgreSQL is not installed");
            return One.Value;
        }
    }

    /// <returns>Connection string of a new database with the whole schema.</returns>
    public string CreateDatabase()
    {
        var name = $"t{Interlocked.Increment(ref _count)}";
        lock (_process)
        {
            Execute($"CREATE DATABASE {name} TEMPLATE template STRATEGY FILE_COPY");
        }

        return ConnectionString(name);
    }

    /// <returns>Of a database that is not there yet.</returns>
    public string NewName() => ConnectionString($"n{Interlocked.Increment(ref _count)}");

    public void Drop(string connectionString)
    {
        using (var pool = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(pool);
        }

        Execute($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");
    }

    private string ConnectionString(string database) => $"Host={_folder};Username={User};Database={database};Maximum Pool Size=20;Application Name=Tests";

    private void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string? Binaries()
    {
        string[] folders = [.. Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")) : [], .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)];
        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}
