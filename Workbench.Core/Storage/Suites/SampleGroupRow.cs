using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Runs;
using Workbench.Core.Suites;

namespace Workbench.Core.Storage.Suites;

/// <summary>A sample in one group of one dimension.</summary>
internal sealed class SampleGroupRow
{
    public required string SuiteSha256 { get; init; }

    public required string Dimension { get; init; }

    public required string Value { get; init; }

    public required int Ordinal { get; init; }

    /// <summary>Of dimensions that divide the suite.</summary>
    public static Task AddAsync(WorkbenchDbContext db, PromptSuite suite, CancellationToken cancellation) => BulkRows.InsertAsync(
        db,
        [.. from dimension in SampleGrouping.Dividing(suite.Samples)
            from sample in suite.Samples.Index()
            from value in SampleGrouping.Of(sample.Item, dimension)
            select new SampleGroupRow { SuiteSha256 = suite.Sha256, Dimension = dimension, Value = value, Ordinal = sample.Index }],
        cancellation);
}

internal sealed class SampleGroupConfiguration : IEntityTypeConfiguration<SampleGroupRow>
{
    public void Configure(EntityTypeBuilder<SampleGroupRow> builder)
    {
        builder.ToTable("SampleGroups").HasKey(row => new { row.SuiteSha256, row.Dimension, row.Value, row.Ordinal });
        builder.HasOne<SuiteRow>().WithMany().HasForeignKey(row => row.SuiteSha256);
    }
}
