using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Findings;

namespace Workbench.Core.Storage.Findings;

/// <summary>A finding: what is searched by as columns, what was written down as JSON.</summary>
internal sealed class FindingRow
{
    public int Number { get; set; }

    public string? AssessmentId { get; set; }

    public string? Candidate { get; set; }

    public Severity Severity { get; set; }

    public FindingStatus Status { get; set; }

    public required string Owner { get; set; }

    /// <summary>Year-month-day, so that texts sort as days do.</summary>
    public required string Due { get; set; }

    public required string Content { get; set; }

    public List<FindingStepRow> Steps { get; } = [];

    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"F-{number:0000}");

    public Finding ToFinding() => new(
        Id(Number), JsonSerializer.Deserialize<FindingDraft>(Content)!, Status, Owner, DateOnly.ParseExact(Due, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        [.. Steps.OrderBy(step => step.LogIndex).Select(step => new FindingStep(step.Act, step.By, step.Text, step.At, step.LogIndex))]);
}

internal sealed class FindingStepRow
{
    public long LogIndex { get; set; }

    public int FindingNumber { get; set; }

    public FindingAct Act { get; set; }

    public required string By { get; set; }

    public required string Text { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed class FindingConfiguration : IEntityTypeConfiguration<FindingRow>, IEntityTypeConfiguration<FindingStepRow>
{
    public void Configure(EntityTypeBuilder<FindingRow> builder)
    {
        builder.ToTable("Findings").HasKey(row => row.Number);
        builder.Property(row => row.Number).ValueGeneratedNever();
        builder.Property(row => row.Severity).HasConversion<string>();
        builder.Property(row => row.Status).HasConversion<string>();
        builder.HasIndex(row => row.AssessmentId);

        // The register asks for what is open by day, and a person for theirs.
        builder.HasIndex(row => new { row.Status, row.Due });
        builder.HasIndex(row => new { row.Owner, row.Status });
        builder.HasMany(row => row.Steps).WithOne().HasForeignKey(step => step.FindingNumber);
    }

    public void Configure(EntityTypeBuilder<FindingStepRow> builder)
    {
        builder.ToTable("FindingSteps").HasKey(step => step.LogIndex);
        builder.Property(step => step.LogIndex).ValueGeneratedNever();
        builder.Property(step => step.Act).HasConversion<string>();
    }
}
