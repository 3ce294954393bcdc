using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Races;

namespace Workbench.Core.Storage.Races;

internal sealed class VoteRow
{
    public required string Id { get; init; }

    public required string Ballot { get; init; }

    public required string Prompt { get; init; }

    public required string NameA { get; init; }

    public required string HashA { get; init; }

    public required string NameB { get; init; }

    public required string HashB { get; init; }

    public required PairOutcome Outcome { get; init; }

    public required string Voter { get; init; }

    public required DateTimeOffset At { get; init; }

    public Vote ToVote() => new(Id, Ballot, Prompt, new VotedCandidate(NameA, HashA), new VotedCandidate(NameB, HashB), Outcome, Voter, At);

    public static VoteRow Of(Vote vote) => new()
    {
        Id = vote.Id,
        Ballot = vote.Ballot,
        Prompt = vote.Prompt,
        NameA = vote.A.Name,
        HashA = vote.A.Hash,
        NameB = vote.B.Name,
        HashB = vote.B.Hash,
        Outcome = vote.Outcome,
        Voter = vote.Voter,
        At = vote.At,
    };
}

internal sealed class VoteConfiguration : IEntityTypeConfiguration<VoteRow>
{
    public void Configure(EntityTypeBuilder<VoteRow> builder)
    {
        builder.ToTable("Votes");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Outcome).HasConversion<string>();
        builder.HasIndex(row => row.At);
    }
}
