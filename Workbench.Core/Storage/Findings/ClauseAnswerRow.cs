using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Compliance;
using Workbench.Core.Evidence;
using Workbench.Core.Findings;

namespace Workbench.Core.Storage.Findings;

internal sealed class ClauseAnswerRow
{
    public int Number { get; set; }

    public required string AssessmentId { get; set; }

    public required string Candidate { get; set; }

    public required string ClauseId { get; set; }

    public Verdict Verdict { get; set; }

    public required string Reason { get; set; }

    public string? Plan { get; set; }

    public required string Evidence { get; set; }

    public required string By { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>Of its entry; answers given for several candidates at once share it.</summary>
    public long LogIndex { get; set; }

    public ClauseAnswer ToAnswer() => new(AssessmentId, Candidate, ClauseId, Verdict, Reason, Plan, JsonSerializer.Deserialize<ImmutableArray<EvidenceReference>>(Evidence), By, At, LogIndex);
}

internal sealed class ClauseAnswerConfiguration : IEntityTypeConfiguration<ClauseAnswerRow>
{
    public void Configure(EntityTypeBuilder<ClauseAnswerRow> builder)
    {
        builder.ToTable("ClauseAnswers").HasKey(row => row.Number);
        builder.Property(row => row.Number).ValueGeneratedNever();
        builder.Property(row => row.Verdict).HasConversion<string>();
        builder.HasIndex(row => row.AssessmentId);
    }
}
