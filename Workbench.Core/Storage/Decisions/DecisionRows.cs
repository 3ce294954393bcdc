using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
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

    public DateTimeOffset? EffectiveFrom { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public string? SupersededBy { get; set; }

    public int Revision { get; set; }

    /// <summary>Causes of a review that were written to the log, separated by commas.</summary>
    public string DueFor { get; set; } = "";

    public List<DecisionStepRow> Steps { get; } = [];

    public DecisionProposal Proposal
    {
        get => DecisionProposal.FromContent(ProposalJson);
        set => (ProposalJson, Candidate) = (value.Content(), value.Candidate);
    }

    public ImmutableArray<DecisionCondition> Conditions
    {
        get => [.. JsonNode.Parse(ConditionsJson)!.AsArray().Select(Condition)];
        set => ConditionsJson = JsonSerializer.Serialize(value.AsEnumerable());
    }

    public Decision ToDecision() => new(Id, Proposal, State, Conditions, ExpiresAt, [.. Steps.OrderBy(step => step.LogIndex).Select(step => step.ToStep())])
    {
        EffectiveFrom = EffectiveFrom,
        SupersededBy = SupersededBy,
        Revision = Revision,
    };

    /// <summary>Conditions were plain texts once.</summary>
    private static DecisionCondition Condition(JsonNode? node) =>
        node is JsonValue text ? new DecisionCondition(text.GetValue<string>()) : JsonSerializer.Deserialize<DecisionCondition>(node)!;
}

internal sealed class DecisionStepRow
{
    public long LogIndex { get; set; }

    public int DecisionNumber { get; set; }

    public DecisionAct Act { get; set; }

    public DecisionState State { get; set; }

    public required string ActorId { get; set; }

    public required string ActorName { get; set; }

    /// <summary>Names of the person's roles, separated by commas.</summary>
    public string Roles { get; set; } = "";

    public SigningCapacity? Capacity { get; set; }

    public required string Reason { get; set; }

    public string? Override { get; set; }

    public DateTimeOffset At { get; set; }

    public DecisionStep ToStep() => new(State, ActorId, ActorName, Reason, At, LogIndex)
    {
        Act = Act,
        Capacity = Capacity,
        Roles = [.. Roles.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>)],
        Override = Override,
    };
}

/// <summary>That a person may sign in a capacity.</summary>
internal sealed class SignatoryRow
{
    public required string PersonId { get; set; }

    public SigningCapacity Capacity { get; set; }
}

internal sealed class DecisionConfiguration : IEntityTypeConfiguration<DecisionRow>, IEntityTypeConfiguration<DecisionStepRow>, IEntityTypeConfiguration<SignatoryRow>
{
    public void Configure(EntityTypeBuilder<DecisionRow> builder)
    {
        builder.ToTable("Decisions").HasKey(decision => decision.Number);
        builder.HasIndex(decision => decision.Id).IsUnique();

        // Home and the decisions page ask for what waits and what is in force.
        builder.HasIndex(decision => new { decision.State, decision.Number });
        builder.Property(decision => decision.State).HasConversion<string>();
        builder.Property(decision => decision.Revision).IsConcurrencyToken();
        builder.Ignore(decision => decision.Proposal).Ignore(decision => decision.Conditions);
        builder.HasMany(decision => decision.Steps).WithOne().HasForeignKey(step => step.DecisionNumber);
    }

    public void Configure(EntityTypeBuilder<DecisionStepRow> builder)
    {
        builder.ToTable("DecisionSteps").HasKey(step => step.LogIndex);
        builder.Property(step => step.LogIndex).ValueGeneratedNever();
        builder.Property(step => step.Act).HasConversion<string>();
        builder.Property(step => step.State).HasConversion<string>();
        builder.Property(step => step.Capacity).HasConversion<string>();
    }

    public void Configure(EntityTypeBuilder<SignatoryRow> builder)
    {
        builder.ToTable("Signatories").HasKey(row => new { row.PersonId, row.Capacity });
        builder.Property(row => row.Capacity).HasConversion<string>();
    }
}
