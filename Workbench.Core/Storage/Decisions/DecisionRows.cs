using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;

namespace Workbench.Core.Storage.Decisions;

internal sealed class DecisionRow
{
    public int Number { get; set; }

    /// <summary>Year and number within it, for example <c>DR-2026-001</c>.</summary>
    public required string Id { get; set; }

    public required string Candidate { get; set; }

    public required string ProposalJson { get; set; }

    public DecisionState State { get; set; }

    public string ConditionsJson { get; set; } = "[]";

    public DateTimeOffset? ExpiresAt { get; set; }

    public List<DecisionStepRow> Steps { get; } = [];

    public Decision ToDecision() => new(
        Id,
        JsonSerializer.Deserialize<DecisionProposal>(ProposalJson)!,
        State,
        [.. JsonSerializer.Deserialize<string[]>(ConditionsJson)!],
        ExpiresAt,
        [.. Steps.OrderBy(step => step.LogIndex).Select(step => new DecisionStep(step.State, step.ActorId, step.ActorName, step.Reason, step.At, step.LogIndex))]);
}

internal sealed class DecisionStepRow
{
    public long LogIndex { get; set; }

    public int DecisionNumber { get; set; }

    public DecisionState State { get; set; }

    public required string ActorId { get; set; }

    public required string ActorName { get; set; }

    public required string Reason { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed class DecisionConfiguration : IEntityTypeConfiguration<DecisionRow>, IEntityTypeConfiguration<DecisionStepRow>
{
    public void Configure(EntityTypeBuilder<DecisionRow> builder)
    {
        builder.ToTable("Decisions").HasKey(decision => decision.Number);
        builder.HasIndex(decision => decision.Id).IsUnique();

        // Home and the decisions page ask for what waits and what is in force.
        builder.HasIndex(decision => new { decision.State, decision.Number });
        builder.Property(decision => decision.State).HasConversion<string>();
        builder.HasMany(decision => decision.Steps).WithOne().HasForeignKey(step => step.DecisionNumber);
    }

    public void Configure(EntityTypeBuilder<DecisionStepRow> builder)
    {
        builder.ToTable("DecisionSteps").HasKey(step => step.LogIndex);
        builder.Property(step => step.LogIndex).ValueGeneratedNever();
        builder.Property(step => step.State).HasConversion<string>();
    }
}
