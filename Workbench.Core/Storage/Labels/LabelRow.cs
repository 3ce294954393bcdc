using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Labels;

namespace Workbench.Core.Storage.Labels;

/// <summary>A label; taken back, it stays with the time of that.</summary>
internal sealed class LabelRow
{
    public long Number { get; init; }

    public required string RunId { get; init; }

    public required string SampleId { get; init; }

    public required string Candidate { get; init; }

    public required int Repeat { get; init; }

    public required string By { get; init; }

    public required LabelValue Value { get; init; }

    public string? Note { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    public Label ToLabel() => new(Number, RunId, SampleId, Candidate, Repeat, By, Value, Note, At);
}

internal sealed class LabelConfiguration : IEntityTypeConfiguration<LabelRow>
{
    public void Configure(EntityTypeBuilder<LabelRow> builder)
    {
        builder.ToTable("Labels").HasKey(row => row.Number);
        builder.Property(row => row.Number).ValueGeneratedOnAdd();
        builder.Property(row => row.Value).HasConversion<string>();
        builder.HasIndex(row => new { row.RunId, row.SampleId, row.Candidate, row.Repeat });
    }
}
