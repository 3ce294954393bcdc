using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Suites;

namespace Workbench.Core.Storage.Runs;

internal sealed class RunRow
{
    public long Number { get; init; }

    public required string SuiteSha256 { get; init; }

    public required string SuiteName { get; init; }

    public required int SuiteVersion { get; init; }

    /// <summary>JSON, in the order that cells refer to.</summary>
    public required string Candidates { get; set; }

    public required RunStatus Status { get; set; }

    public required int Expected { get; set; }

    public int Answered { get; set; }

    public int Errors { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    public required string StartedBy { get; init; }

    public required bool Reproducible { get; init; }

    public int? Limit { get; init; }

    /// <summary>JSON of a phrase.</summary>
    public string? Problem { get; set; }

    /// <summary>JSON, facts by candidate name.</summary>
    public string? Models { get; set; }

    /// <summary>JSON of what the run notes of itself.</summary>
    public string? Record { get; set; }

    public RunPriority Priority { get; set; } = RunPriority.Normal;

    /// <summary>Order among runs of one priority; null stands for its number.</summary>
    public double? Place { get; set; }

    public RunCaching Caching { get; init; }

    /// <summary>In place of the suite's.</summary>
    public int? Repeats { get; init; }

    public string? LeaseOwner { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Counts every change of the cells.</summary>
    public long Revision { get; set; }

    /// <summary>False for a run from before they were kept.</summary>
    public bool KeepsDifferences { get; set; }

    /// <summary>False for a run from before they were kept.</summary>
    public bool KeepsProblems { get; set; }
}

internal sealed class RunConfiguration : IEntityTypeConfiguration<RunRow>
{
    public void Configure(EntityTypeBuilder<RunRow> builder)
    {
        builder.ToTable("Runs");
        builder.HasKey(run => run.Number);
        builder.Property(run => run.Number).ValueGeneratedOnAdd();
        builder.HasOne<SuiteRow>().WithMany().HasForeignKey(run => run.SuiteSha256);
        builder.HasIndex(run => run.Status);
        builder.Property(run => run.Priority).HasDefaultValue(RunPriority.Normal).HasSentinel(RunPriority.Normal);
    }
}
