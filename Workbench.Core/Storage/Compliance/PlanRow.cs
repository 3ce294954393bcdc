using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Storage.Suites;

namespace Workbench.Core.Storage.Compliance;

/// <summary>An assessment plan: its canonical content, and the run that was made of it.</summary>
internal sealed class PlanRow
{
    public int Number { get; set; }

    public required string Content { get; set; }

    public required string SuiteSha256 { get; set; }

    public string? RunId { get; set; }

    public required string By { get; set; }

    public required DateTimeOffset At { get; set; }
}

internal sealed class PlanConfiguration : IEntityTypeConfiguration<PlanRow>
{
    public void Configure(EntityTypeBuilder<PlanRow> builder)
    {
        builder.ToTable("AssessmentPlans").HasKey(row => row.Number);
        builder.Property(row => row.Number).ValueGeneratedNever();
        builder.HasIndex(row => row.RunId);
        builder.HasOne<SuiteRow>().WithMany().HasForeignKey(row => row.SuiteSha256).OnDelete(DeleteBehavior.Restrict);
    }
}
