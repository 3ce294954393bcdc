using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Provenance;

namespace Workbench.Core.Storage.Provenance;

/// <summary>One version of a card; none is ever changed.</summary>
internal sealed class ProvenanceRow
{
    public required string Sha256 { get; init; }

    public required int Version { get; init; }

    public required string Name { get; init; }

    public string? File { get; init; }

    /// <summary>The statement in canonical form.</summary>
    public required string Content { get; init; }

    /// <summary>Names of fields, set apart by spaces.</summary>
    public required string Changed { get; init; }

    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    public ProvenanceVersion ToVersion() =>
        new(Sha256, Name, File, Version, ProvenanceStatement.FromContent(Content), [.. Changed.Split(' ', StringSplitOptions.RemoveEmptyEntries)], By, At);
}

internal sealed class ProvenanceConfiguration : IEntityTypeConfiguration<ProvenanceRow>
{
    public void Configure(EntityTypeBuilder<ProvenanceRow> builder)
    {
        builder.ToTable("ProvenanceCards").HasKey(row => new { row.Sha256, row.Version });
        builder.HasIndex(row => row.File);
    }
}
