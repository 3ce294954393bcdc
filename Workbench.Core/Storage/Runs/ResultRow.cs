using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Inference;
using Workbench.Core.Scoring;

namespace Workbench.Core.Storage.Runs;

/// <summary>One cell, without its texts.</summary>
internal sealed class ResultRow
{
    public required long Id { get; init; }

    public required long RunNumber { get; init; }

    /// <summary>Place of the sample in the suite.</summary>
    public required int Ordinal { get; init; }

    /// <summary>Place of the candidate in the run.</summary>
    public required int Candidate { get; init; }

    public required int Repeat { get; init; }

    /// <summary>Of the sample's first scorer; null for an error.</summary>
    public Outcome? Outcome { get; init; }

    public double? Value { get; init; }

    public bool IsError { get; init; }

    public StopReason? Stop { get; init; }

    public int? PromptTokens { get; init; }

    public int? CachedTokens { get; init; }

    public int? CompletionTokens { get; init; }

    /// <summary>Of <see cref="CompletionTokens"/>, where it is not all of them: those of the answer itself.</summary>
    public int? AnswerTokens { get; init; }

    public TimeSpan? Duration { get; init; }

    public TimeSpan? FirstToken { get; init; }

    /// <summary>Answered from the cache.</summary>
    public bool Cached { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ResultTextRow Text { get; init; }

    public List<ScoreRow> Scores { get; init; } = [];
}

internal sealed class ResultTextRow
{
    public required long ResultId { get; init; }

    public string? PromptSent { get; init; }

    public string? Answer { get; init; }

    /// <summary>JSON of a phrase.</summary>
    public string? Error { get; init; }
}

internal sealed class ScoreRow
{
    public required long ResultId { get; init; }

    /// <summary>Place among the sample's scorers.</summary>
    public required int Place { get; init; }

    public required string Scorer { get; init; }

    public required Outcome Outcome { get; init; }

    public double? Value { get; init; }

    public string? Answer { get; init; }

    /// <summary>JSON of numbers by name; null where there are none.</summary>
    public string? Values { get; init; }

    /// <summary>JSON of a phrase.</summary>
    public required string Reason { get; init; }

    /// <summary>What a judge was sent; null where none was asked.</summary>
    public string? Sent { get; init; }
}

/// <summary>What a cell held before it was asked again.</summary>
internal sealed class ResultHistoryRow
{
    public long Id { get; init; }

    public required long RunNumber { get; init; }

    public required int Ordinal { get; init; }

    public required int Candidate { get; init; }

    public required int Repeat { get; init; }

    /// <summary>JSON of the whole cell.</summary>
    public required string Content { get; init; }

    public required string ReplacedBy { get; init; }

    public required DateTimeOffset ReplacedAt { get; init; }
}

internal sealed class ResultConfiguration : IEntityTypeConfiguration<ResultRow>, IEntityTypeConfiguration<ResultTextRow>, IEntityTypeConfiguration<ScoreRow>, IEntityTypeConfiguration<ResultHistoryRow>
{
    public void Configure(EntityTypeBuilder<ResultRow> builder)
    {
        builder.ToTable("Results");
        builder.HasOne<RunRow>().WithMany().HasForeignKey(result => result.RunNumber);
        builder.HasOne(result => result.Text).WithOne().HasForeignKey<ResultTextRow>(text => text.ResultId);
        builder.HasMany(result => result.Scores).WithOne().HasForeignKey(score => score.ResultId);
        builder.HasIndex(result => new { result.RunNumber, result.Ordinal, result.Candidate, result.Repeat }).IsUnique();

        // Pages of the matrix: an outcome of one candidate, of any, and errors; each in order of the samples.
        builder.HasIndex(result => new { result.RunNumber, result.Outcome, result.Candidate, result.Ordinal });
        builder.HasIndex(result => new { result.RunNumber, result.Outcome, result.Ordinal });
        builder.HasIndex(result => new { result.RunNumber, result.Ordinal }).HasFilter("\"IsError\"").HasDatabaseName("IX_Results_Errors");
    }

    public void Configure(EntityTypeBuilder<ResultTextRow> builder)
    {
        builder.ToTable("ResultTexts");
        builder.HasKey(text => text.ResultId);
    }

    public void Configure(EntityTypeBuilder<ScoreRow> builder)
    {
        builder.ToTable("Scores");
        builder.HasKey(score => new { score.ResultId, score.Place });
    }

    public void Configure(EntityTypeBuilder<ResultHistoryRow> builder)
    {
        builder.ToTable("ResultHistory");
        builder.HasOne<RunRow>().WithMany().HasForeignKey(history => history.RunNumber);
        builder.HasIndex(history => new { history.RunNumber, history.Ordinal, history.Candidate, history.Repeat });
    }
}
