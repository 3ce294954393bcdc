using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Log;

namespace Workbench.Core.Storage.Log;

internal sealed class LogEntryRow
{
    public long Index { get; set; }

    public required string Kind { get; set; }

    public required string Subject { get; set; }

    public required string Actor { get; set; }

    public DateTimeOffset At { get; set; }

    public required byte[] Body { get; set; }

    public required byte[] LeafHash { get; set; }

    public LogEntry ToEntry() => new(Index, Kind, Subject, Actor, At, Body, LeafHash);
}

/// <summary>Hash of a complete subtree of 2^<see cref="Level"/> leaves; level 0 repeats the leaves.</summary>
internal sealed class LogNodeRow
{
    public int Level { get; set; }

    public long Index { get; set; }

    public required byte[] Hash { get; set; }
}

internal sealed class CheckpointRow
{
    public long Size { get; set; }

    public required byte[] Root { get; set; }

    /// <summary>The signed note as published.</summary>
    public required string Note { get; set; }

    public DateTimeOffset At { get; set; }
}

/// <summary>An authority's answer about a checkpoint; there may be several.</summary>
internal sealed class TimestampRow
{
    /// <summary>Of the checkpoint.</summary>
    public long Size { get; set; }

    /// <summary>Of <see cref="Response"/>.</summary>
    public required string Sha256 { get; set; }

    public required string Authority { get; set; }

    public DateTimeOffset At { get; set; }

    public required byte[] Response { get; set; }

    public LogTimestamp ToTimestamp() => new(Size, Authority, At, Sha256, Response);
}

internal sealed class LogConfiguration : IEntityTypeConfiguration<LogEntryRow>, IEntityTypeConfiguration<LogNodeRow>, IEntityTypeConfiguration<CheckpointRow>, IEntityTypeConfiguration<TimestampRow>
{
    public void Configure(EntityTypeBuilder<LogEntryRow> builder)
    {
        builder.ToTable("LogEntries").HasKey(entry => entry.Index);
        builder.Property(entry => entry.Index).ValueGeneratedNever();

        // The log page shows one subject's history, and Home the newest of some kinds.
        builder.HasIndex(entry => new { entry.Subject, entry.Index });
        builder.HasIndex(entry => new { entry.Kind, entry.Index });
        builder.HasIndex(entry => new { entry.Actor, entry.Index });
        builder.HasIndex(entry => entry.At);
    }

    public void Configure(EntityTypeBuilder<LogNodeRow> builder) => builder.ToTable("LogNodes").HasKey(node => new { node.Level, node.Index });

    public void Configure(EntityTypeBuilder<CheckpointRow> builder)
    {
        builder.ToTable("Checkpoints").HasKey(checkpoint => checkpoint.Size);
        builder.Property(checkpoint => checkpoint.Size).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<TimestampRow> builder) => builder.ToTable("Timestamps").HasKey(stamp => new { stamp.Size, stamp.Sha256 });
}
