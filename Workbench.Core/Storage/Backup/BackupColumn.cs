using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Workbench.Core.Storage.Backup;

/// <summary>What a value is, whatever the database; written in the first line of a table's part.</summary>
internal enum ValueKind
{
    Text,
    Int,
    Long,
    Real,
    Flag,
    Bytes,

    /// <summary>UTC ticks.</summary>
    Time,

    /// <summary>A duration in ticks.</summary>
    Span,
}

/// <summary>One column of a table as a backup holds it.</summary>
internal sealed record BackupColumn(string Name, ValueKind Kind)
{
    public static BackupColumn Of(IProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return new BackupColumn(property.GetColumnName(), type == typeof(DateTimeOffset) ? ValueKind.Time : type == typeof(TimeSpan) ? ValueKind.Span : Stored(property, type));
    }

    /// <returns>As it goes into JSON; null for NULL.</returns>
    public object? Read(DbDataReader row, int place, bool isPostgres) => row.IsDBNull(place) ? null : Kind switch
    {
        ValueKind.Text => isPostgres ? PostgresText.Read(row.GetString(place)) : row.GetString(place),
        ValueKind.Int => (long)row.GetInt32(place),
        ValueKind.Long or ValueKind.Time => row.GetInt64(place),
        ValueKind.Real => row.GetDouble(place),
        ValueKind.Flag => row.GetBoolean(place),
        ValueKind.Bytes => row.GetFieldValue<byte[]>(place),
        _ => isPostgres ? row.GetInt64(place) : row.GetFieldValue<TimeSpan>(place).Ticks,
    };

    private static ValueKind Stored(IProperty property, Type type)
    {
        var stored = property.GetTypeMapping().Converter is { } converter ? Nullable.GetUnderlyingType(converter.ProviderClrType) ?? converter.ProviderClrType : type;
        return stored == typeof(string) ? ValueKind.Text
            : stored == typeof(int) ? ValueKind.Int
            : stored == typeof(long) ? ValueKind.Long
            : stored == typeof(double) ? ValueKind.Real
            : stored == typeof(bool) ? ValueKind.Flag
            : stored == typeof(byte[]) ? ValueKind.Bytes
            : throw new InvalidOperationException($"A backup holds no {stored.Name}: {property.DeclaringType.Name}.{property.Name}.");
    }
}
