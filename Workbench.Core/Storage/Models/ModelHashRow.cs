using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Workbench.Core.Storage.Models;

/// <summary>The hash of a model file as it was at one time; a file has one row.</summary>
internal sealed class ModelHashRow
{
    public required string Path { get; set; }

    public long Bytes { get; set; }

    public DateTimeOffset Changed { get; set; }

    public required string Sha256 { get; set; }
}

internal sealed class ModelHashConfiguration : IEntityTypeConfiguration<ModelHashRow>
{
    public void Configure(EntityTypeBuilder<ModelHashRow> builder) => builder.ToTable("ModelHashes").HasKey(row => row.Path);
}
