using Workbench.Core.Language;

namespace Workbench.Core.Storage;

public enum DatabaseKind
{
    /// <summary>One file in the workspace's folder.</summary>
    Sqlite,

    /// <summary>A server's database; the workspace's folder keeps keys and files.</summary>
    Postgres,
}

/// <summary>Which database a workspace uses.</summary>
/// <param name="ConnectionString">Of PostgreSQL only; it may hold a password, so that it is never shown.</param>
public sealed record DatabaseSettings(DatabaseKind Kind, string? ConnectionString)
{
    public static DatabaseSettings Sqlite { get; } = new(DatabaseKind.Sqlite, null);

    /// <param name="kind"><c>sqlite</c> or <c>postgres</c>; none is <c>sqlite</c>.</param>
    /// <exception cref="InputException">Another kind, or PostgreSQL without a connection string that can be read.</exception>
    public static DatabaseSettings Parse(string? kind, string? connectionString) => kind?.Trim().ToLowerInvariant() switch
    {
        null or "" or "sqlite" => Sqlite,
        "postgres" or "postgresql" => new(DatabaseKind.Postgres, PostgresWorkspace.Normalise(connectionString)),
        _ => throw new InputException(new InputProblem(new Phrase("Storage.UnknownDatabase", kind), Field: "Workbench:Database", Hint: new Phrase("Storage.KnownDatabases"))),
    };

    public override string ToString() => Kind.ToString();
}
