using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workbench.Core.Storage.Comparisons;

internal sealed class ComparisonRow
{
    public long Number { get; init; }

    public required string Title { get; set; }

    /// <summary>JSON, in the order of the columns; fixed once there is an answer.</summary>
    public required string Candidates { get; set; }

    public required string Turns { get; set; }

    public required string View { get; set; }

    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset Changed { get; set; }

    public int Answers { get; set; }

    public int Revision { get; set; }
}

internal sealed class ComparisonAnswerRow
{
    public long Comparison { get; init; }

    public int Id { get; init; }

    /// <summary>JSON of everything but the tokens.</summary>
    public required string Json { get; init; }

    /// <summary>JSON, Brotli: with alternatives a hundred times the text.</summary>
    public byte[]? Tokens { get; init; }
}

internal sealed class ComparisonConfiguration : IEntityTypeConfiguration<ComparisonRow>, IEntityTypeConfiguration<ComparisonAnswerRow>
{
    public void Configure(EntityTypeBuilder<ComparisonRow> builder)
    {
        builder.ToTable("Comparisons").HasKey(row => row.Number);
        builder.Property(row => row.Number).ValueGeneratedOnAdd();
    }

    public void Configure(EntityTypeBuilder<ComparisonAnswerRow> builder)
    {
        builder.ToTable("ComparisonAnswers").HasKey(row => new { row.Comparison, row.Id });
        builder.HasOne<ComparisonRow>().WithMany().HasForeignKey(row => row.Comparison).OnDelete(DeleteBehavior.Cascade);
    }
}
