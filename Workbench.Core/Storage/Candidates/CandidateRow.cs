using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workbench.Core.Storage.Candidates;

internal sealed class CandidateRow
{
    public long Number { get; init; }

    public required string Hash { get; init; }

    /// <summary>Given once by a person.</summary>
    public string? Name { get; set; }

    public required string Json { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }
}

internal sealed class CandidateUseRow
{
    public required string Hash { get; init; }

    public required string Kind { get; init; }

    public required string Subject { get; init; }

    public required string As { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class CandidateConfiguration : IEntityTypeConfiguration<CandidateRow>, IEntityTypeConfiguration<CandidateUseRow>
{
    public void Configure(EntityTypeBuilder<CandidateRow> builder)
    {
        builder.ToTable("Candidates").HasKey(row => row.Number);
        builder.Property(row => row.Number).ValueGeneratedOnAdd();
        builder.HasIndex(row => row.Hash).IsUnique();
        builder.HasIndex(row => row.Name).IsUnique();
    }

    public void Configure(EntityTypeBuilder<CandidateUseRow> builder)
    {
        builder.ToTable("CandidateUses").HasKey(row => new { row.Hash, row.Kind, row.Subject });
        builder.HasIndex(row => new { row.Kind, row.Subject });
    }
}
