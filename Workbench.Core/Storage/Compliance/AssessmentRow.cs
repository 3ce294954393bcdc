using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workbench.Core.Storage.Compliance;

/// <summary>An assessment: what is searched by as columns, the whole as its canonical content.</summary>
internal sealed class AssessmentRow
{
    public int Number { get; set; }

    public required string RunId { get; set; }

    public required string PackId { get; set; }

    public required string PackSha256 { get; set; }

    public required string Content { get; set; }

    public required string By { get; set; }

    public required DateTimeOffset At { get; set; }
}

/// <summary>A pack's canonical content, once for each hash.</summary>
internal sealed class PackRow
{
    public required string Sha256 { get; set; }

    public required string PackId { get; set; }

    public required string Content { get; set; }
}

internal sealed class AssessmentConfiguration : IEntityTypeConfiguration<AssessmentRow>, IEntityTypeConfiguration<PackRow>
{
    public void Configure(EntityTypeBuilder<AssessmentRow> builder)
    {
        builder.ToTable("Assessments").HasKey(row => row.Number);
        builder.Property(row => row.Number).ValueGeneratedNever();
        builder.HasIndex(row => row.RunId);
        builder.HasOne<PackRow>().WithMany().HasForeignKey(row => row.PackSha256).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PackRow> builder) => builder.ToTable("Packs").HasKey(row => row.Sha256);
}
