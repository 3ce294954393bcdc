using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>A suite to be answered by candidates.</summary>
/// <param name="Limit">Only the first samples; null takes all.</param>
/// <param name="Reproducible">One sequence a decode, exact mode: same bytes every time on the same build and hardware.</param>
public sealed record RunSpec(PromptSuite Suite, ImmutableArray<Candidate> Candidates, int? Limit = null, bool Reproducible = false)
{
    public RunPriority Priority { get; init; } = RunPriority.Normal;

    public RunCaching Caching { get; init; } = RunCaching.Off;

    /// <summary>Answers drawn per sample and candidate; null takes the suite's.</summary>
    public int? Repeats { get; init; }

    /// <summary>The suite as this run asks it.</summary>
    public PromptSuite Asked => Suite with { Repeats = Repeats ?? Suite.Repeats };
}

public enum RunStatus
{
    Queued,
    Running,
    Paused,
    Finished,
    Cancelled,

    /// <summary>Could not go on; the reason is in the run.</summary>
    Failed,
}

/// <summary>A run as it is listed.</summary>
/// <param name="Id">Shown as <c>R-0001</c>.</param>
/// <param name="Problem">Why a failed run could not go on.</param>
/// <param name="Models">What answered, by candidate name; a candidate that has not begun is not in it.</param>
public sealed record RunHeader(
    string Id,
    string SuiteName,
    int SuiteVersion,
    string SuiteSha256,
    ImmutableArray<Candidate> Candidates,
    RunStatus Status,
    int Expected,
    int Answered,
    int Errors,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    string StartedBy,
    bool Reproducible,
    int? Limit,
    Phrase? Problem = null,
    ImmutableSortedDictionary<string, ModelFacts>? Models = null)
{
    public RunPriority Priority { get; init; } = RunPriority.Normal;

    /// <summary>Among runs of one priority the lower goes first; as made, its number.</summary>
    public double Place { get; init; }

    public RunCaching Caching { get; init; }

    /// <summary>Answers drawn per sample and candidate; null takes the suite's.</summary>
    public int? Repeats { get; init; }

    /// <summary>What worked on it, and what its candidates are made of.</summary>
    public RunRecord Record { get; init; } = RunRecord.Empty;

    /// <summary>Work is left that nobody cancelled.</summary>
    public bool IsUnfinished => Status is RunStatus.Queued or RunStatus.Running or RunStatus.Paused;
}
