using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workbench.Core.Storage.Suites;

/// <summary>The exact content of a suite that some run used, once for all runs.</summary>
internal sealed class SuiteRow
{
    public required string Sha256 { get; init; }

    public required string Name { get; init; }

    public required int Version { get; init; }

    /// <summary>The canonical form, with the translations of what the suite is about, which are no part of the hash.</summary>
    public required string Content { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>False for a suite from before its groups were kept.</summary>
    public bool KeepsGroups { get; set; }
}

/// <summary>What the matrix filters by, of one sample.</summary>
internal sealed class SampleRow
{
    public required string SuiteSha256 { get; init; }

    public required int Ordinal { get; init; }

    public required string SampleId { get; init; }

    public required string Language { get; init; }

    public string? Region { get; init; }

    /// <summary>Each with a line feed before and after, for showing; <see cref="SampleTagRow"/> is what is looked in.</summary>
    public required string Tags { get; init; }

    public required string Prompt { get; init; }
}

/// <summary>One tag of one sample.</summary>
internal sealed class SampleTagRow
{
    public required string SuiteSha256 { get; init; }

    public required string Tag { get; init; }

    public required int Ordinal { get; init; }
}

internal sealed class SuiteConfiguration : IEntityTypeConfiguration<SuiteRow>, IEntityTypeConfiguration<SampleRow>, IEntityTypeConfiguration<SampleTagRow>
{
    public void Configure(EntityTypeBuilder<SuiteRow> builder)
    {
        builder.ToTable("Suites");
        builder.HasKey(suite => suite.Sha256);
        builder.HasIndex(suite => new { suite.Name, suite.Version });
    }

    public void Configure(EntityTypeBuilder<SampleRow> builder)
    {
        builder.ToTable("Samples");
        builder.HasKey(sample => new { sample.SuiteSha256, sample.Ordinal });
        builder.HasOne<SuiteRow>().WithMany().HasForeignKey(sample => sample.SuiteSha256);
        builder.HasIndex(sample => new { sample.SuiteSha256, sample.Language, sample.Ordinal });
        builder.HasIndex(sample => new { sample.SuiteSha256, sample.Region, sample.Ordinal });
    }

    public void Configure(EntityTypeBuilder<SampleTagRow> builder)
    {
        builder.ToTable("SampleTags");
        builder.HasKey(tag => new { tag.SuiteSha256, tag.Tag, tag.Ordinal });
        builder.HasOne<SuiteRow>().WithMany().HasForeignKey(tag => tag.SuiteSha256);
    }
}
