using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workbench.Core.Storage.Races;

internal sealed class SeasonRow
{
    public int Number { get; set; }

    public required string Name { get; set; }

    public required string Suite { get; set; }

    public required string SuiteSha256 { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public List<EntryRow> Entries { get; } = [];

    public List<HeatRow> Heats { get; } = [];
}

internal sealed class EntryRow
{
    public int Id { get; set; }

    public int SeasonNumber { get; set; }

    public required string Team { get; set; }

    public required string Division { get; set; }

    /// <summary>Unique within the season: it is the name on the board.</summary>
    public required string CandidateName { get; set; }

    public required string CandidateJson { get; set; }

    public DateTimeOffset EnteredAt { get; set; }

    public required string EnteredBy { get; set; }
}

internal sealed class HeatRow
{
    public int SeasonNumber { get; set; }

    public int Number { get; set; }

    public required string RunId { get; set; }

    public DateTimeOffset StartedAt { get; set; }
}

internal sealed class SeasonConfiguration : IEntityTypeConfiguration<SeasonRow>, IEntityTypeConfiguration<EntryRow>, IEntityTypeConfiguration<HeatRow>
{
    public void Configure(EntityTypeBuilder<SeasonRow> builder)
    {
        builder.ToTable("Seasons").HasKey(season => season.Number);
        builder.HasMany(season => season.Entries).WithOne().HasForeignKey(entry => entry.SeasonNumber);
        builder.HasMany(season => season.Heats).WithOne().HasForeignKey(heat => heat.SeasonNumber);
        builder.HasIndex(season => season.Name).IsUnique();
    }

    public void Configure(EntityTypeBuilder<EntryRow> builder)
    {
        builder.ToTable("Entries").HasKey(entry => entry.Id);
        builder.HasIndex(entry => new { entry.SeasonNumber, entry.CandidateName }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<HeatRow> builder) => builder.ToTable("Heats").HasKey(heat => new { heat.SeasonNumber, heat.Number });
}
