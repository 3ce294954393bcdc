using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Evidence;
using Workbench.Core.Findings;

namespace Workbench.Core.Storage.Findings;

internal sealed class ExceptionRow
{
    public int Number { get; set; }

    public required string AssessmentId { get; set; }

    public required string PackId { get; set; }

    public required string PackSha256 { get; set; }

    public required string Candidate { get; set; }

    public required string CandidateHash { get; set; }

    public required string Clauses { get; set; }

    public required string FieldOfUse { get; set; }

    public required string Reason { get; set; }

    public required string Measure { get; set; }

    public required string Evidence { get; set; }

    public ExceptionState State { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public List<ExceptionStepRow> Steps { get; } = [];

    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"E-{number:0000}");

    public ClauseException ToException() => new(
        Id(Number), AssessmentId, PackId, PackSha256, Candidate, CandidateHash, JsonSerializer.Deserialize<ImmutableArray<string>>(Clauses), FieldOfUse, Reason, Measure,
        JsonSerializer.Deserialize<ImmutableArray<EvidenceReference>>(Evidence), ExpiresAt, State,
        [.. Steps.OrderBy(step => step.LogIndex).Select(step => new ExceptionStep(step.State, step.By, step.Reason, step.At, step.LogIndex))]);
}

internal sealed class ExceptionStepRow
{
    public long LogIndex { get; set; }

    public int ExceptionNumber { get; set; }

    public ExceptionState State { get; set; }

    public required string By { get; set; }

    public required string Reason { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed class ExceptionConfiguration : IEntityTypeConfiguration<ExceptionRow>, IEntityTypeConfiguration<ExceptionStepRow>
{
    public void Configure(EntityTypeBuilder<ExceptionRow> builder)
    {
        builder.ToTable("Exceptions").HasKey(row => row.Number);
        builder.Property(row => row.Number).ValueGeneratedNever();
        builder.Property(row => row.State).HasConversion<string>();
        builder.HasIndex(row => new { row.CandidateHash, row.PackSha256 });
        builder.HasIndex(row => new { row.State, row.ExpiresAt });
        builder.HasMany(row => row.Steps).WithOne().HasForeignKey(step => step.ExceptionNumber);
    }

    public void Configure(EntityTypeBuilder<ExceptionStepRow> builder)
    {
        builder.ToTable("ExceptionSteps").HasKey(step => step.LogIndex);
        builder.Property(step => step.LogIndex).ValueGeneratedNever();
        builder.Property(step => step.State).HasConversion<string>();
    }
}
