using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workbench.Core.Storage.Runs;

/// <summary>A cell that ended in an error, or that some scorer could not judge, under what kept it from it. Goes with its cell.</summary>
internal sealed class ProblemRow
{
    public required long RunNumber { get; init; }

    public required string Kind { get; init; }

    /// <summary>Place of the candidate in the run.</summary>
    public required int Candidate { get; init; }

    public required int Ordinal { get; init; }

    public required long ResultId { get; init; }
}

internal sealed class ProblemConfiguration : IEntityTypeConfiguration<ProblemRow>
{
    public void Configure(EntityTypeBuilder<ProblemRow> builder)
    {
        // Counts read this key alone; pages of the matrix the index, in order of the samples.
        builder.ToTable("RunProblems").HasKey(row => new { row.RunNumber, row.Kind, row.Candidate, row.Ordinal, row.ResultId });
        builder.HasIndex(row => new { row.RunNumber, row.Kind, row.Ordinal });
        builder.HasOne<RunRow>().WithMany().HasForeignKey(row => row.RunNumber);
        builder.HasOne<ResultRow>().WithMany().HasForeignKey(row => row.ResultId).OnDelete(DeleteBehavior.Cascade);
    }
}
