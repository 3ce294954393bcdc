using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Core.Storage.Models;

/// <summary>One measurement of a model file on one machine.</summary>
internal sealed class ModelMeasureRow
{
    public long Id { get; set; }

    public required string Path { get; set; }

    /// <summary>Size of the file then: with another it is another file.</summary>
    public long Bytes { get; set; }

    public required string Machine { get; set; }

    public MeasureKind Kind { get; set; }

    public double Value { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed class ModelMeasureConfiguration : IEntityTypeConfiguration<ModelMeasureRow>
{
    public void Configure(EntityTypeBuilder<ModelMeasureRow> builder)
    {
        builder.ToTable("ModelMeasures").HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedOnAdd();
        builder.Property(row => row.Kind).HasConversion<string>();
        builder.HasIndex(row => new { row.Path, row.Machine, row.Kind, row.Id });
    }
}
