using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Scoring;

namespace Workbench.Core.Runs;

/// <summary>One cell of the matrix: a sample answered by a candidate, or the error that kept it from being answered.</summary>
/// <param name="Repeat">0-based.</param>
/// <param name="PromptSent">The prompt as the model saw it.</param>
/// <param name="Usage">Of everything that was asked for the cell: the answer, further samples, follow-up questions.</param>
/// <param name="Duration">Of the answer.</param>
/// <param name="Error">Set when the machinery failed; then there is no answer and no score, and it is never counted as wrong.</param>
public sealed record SampleResult(
    string SampleId,
    string Candidate,
    int Repeat,
    string? PromptSent,
    string? Answer,
    StopReason? StopReason,
    ModelUsage? Usage,
    TimeSpan? Duration,
    TimeSpan? TimeToFirstToken,
    ImmutableArray<Score> Scores,
    Phrase? Error,
    DateTimeOffset At)
{
    /// <summary>Tokens of the answer itself, where <see cref="Usage"/> counts more than it.</summary>
    public int? AnswerTokens { get; init; }

    /// <summary>Nothing was asked for it: an earlier run had asked exactly the same.</summary>
    public bool Cached { get; init; }
}

/// <summary>Where a run stands, for pages that watch it.</summary>
/// <param name="TimeLeft">Null until enough was answered to tell.</param>
public sealed record RunState(string RunId, RunStatus Status, int Expected, int Answered, int Errors, TimeSpan? TimeLeft, string? Activity, Phrase? Problem = null)
{
    /// <summary>Some candidates have not shown their pace yet: it takes at least so long.</summary>
    public bool IsLeast { get; init; }

    /// <summary>In order of the run; empty while nobody works on it here.</summary>
    public ImmutableArray<CandidateProgress> Candidates { get; init; } = [];

    /// <summary>Those whose endpoint is away; while there is one, the time left runs from when it answers again.</summary>
    public IEnumerable<CandidateProgress> Away => Status == RunStatus.Running ? Candidates.Where(static candidate => candidate.AwaySince is not null) : [];

    /// <summary>Of the answered ones, so many were kept from earlier runs and not asked, since the work began.</summary>
    public int Kept { get; init; }

    /// <summary>The judge that is being asked; null while candidates are.</summary>
    public Judging.JudgeProgress? Judging { get; init; }
}
