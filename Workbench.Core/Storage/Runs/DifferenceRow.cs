using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workbench.Core.Storage.Runs;

/// <summary>A sample about which the models of a run differ. Kept with every cell that is written, because finding them anew takes reading the whole run.</summary>
internal sealed class DifferenceRow
{
    public required long RunNumber { get; init; }

    public required int Ordinal { get; init; }
}

/// <summary>Figures of a run as they were computed from all its cells.</summary>
internal sealed class SummaryRow
{
    public required long RunNumber { get; init; }

    /// <summary>Of the run when its cells were read.</summary>
    public required long Revision { get; set; }

    /// <summary>The build that computed it: another one may compute otherwise.</summary>
    public required string Program { get; set; }

    /// <summary>JSON.</summary>
    public required string Content { get; set; }
}

internal sealed class DifferenceConfiguration : IEntityTypeConfiguration<DifferenceRow>, IEntityTypeConfiguration<SummaryRow>
{
    public void Configure(EntityTypeBuilder<DifferenceRow> builder)
    {
        builder.ToTable("RunDifferences").HasKey(row => new { row.RunNumber, row.Ordinal });
        builder.HasOne<RunRow>().WithMany().HasForeignKey(row => row.RunNumber);
    }

    public void Configure(EntityTypeBuilder<SummaryRow> builder)
    {
        builder.ToTable("RunSummaries").HasKey(row => row.RunNumber);
        builder.Property(row => row.RunNumber).ValueGeneratedNever();
        builder.HasOne<RunRow>().WithMany().HasForeignKey(row => row.RunNumber);
    }
}
