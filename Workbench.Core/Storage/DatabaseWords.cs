using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;
using Workbench.Core.Language;

namespace Workbench.Core.Storage;

/// <summary>What a database refused, as the argument of a sentence in either language: by kind, its own words cited last.</summary>
public static class DatabaseWords
{
    public static string Of(Exception refused) => refused switch
    {
        PostgresException told => Said(Postgres(told.SqlState), $"{told.SqlState}: {told.MessageText}"),
        SqliteException told => Said(Sqlite(told.SqliteErrorCode), $"{told.SqliteErrorCode.ToString(CultureInfo.InvariantCulture)}: {Own(told)}"),
        { InnerException: PostgresException inner } => Of(inner),
        DbException { InnerException: not null } or SocketException or TimeoutException => ConnectionWords.Of(refused),
        _ => FailureWords.Of(refused),
    };

    private static string Said(string? kind, string own) =>
        Phrase.Both(kind is null ? new Phrase("Language.Cited", own) : new Phrase("Storage.DatabaseSays", Phrase.Both(new Phrase($"Storage.{kind}")), own));

    // SQLite's provider wraps the words in a sentence: SQLite Error 19: 'UNIQUE constraint failed'.
    private static string Own(SqliteException told) => told.Message.Split('\'', 2) is [_, var rest] ? rest.TrimEnd('.', '\'') : told.Message;

    private static string? Postgres(string state) => state switch
    {
        "3D000" => "NoSuchDatabase",
        "42501" => "DatabaseDenies",
        "53100" => "DatabaseFull",
        "53300" => "DatabaseCrowded",
        "57P03" or "57P01" or "57P02" => "DatabaseNotUp",
        "57014" => "DatabaseTooSlow",
        ['2', '8', ..] => "DatabaseSignIn",
        ['2', '3', ..] => "RowsBreakRule",
        ['2', '2', ..] => "ValueDoesNotFit",
        ['5', '8', ..] or ['X', 'X', ..] => "DatabaseDamaged",
        _ => null,
    };

    private static string? Sqlite(int code) => code switch
    {
        5 or 6 => "DatabaseBusy",
        8 => "DatabaseReadOnly",
        10 or 11 or 26 => "DatabaseDamaged",
        13 => "DatabaseFull",
        14 => "DatabaseNotOpened",
        19 => "RowsBreakRule",
        18 or 20 => "ValueDoesNotFit",
        _ => null,
    };
}
