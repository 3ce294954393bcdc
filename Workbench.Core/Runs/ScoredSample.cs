using System.Collections.Immutable;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>One score beside the sample it is about.</summary>
public sealed record ScoredSample(Sample Sample, Score Score)
{
    /// <summary>Repeats of a sample, and samples of a cluster, hang together.</summary>
    public string Cluster { get; } = Sample.Cluster is { } cluster ? $"c:{cluster}" : $"s:{Sample.Id}";

    /// <summary>Whether the same answer is right by a scorer that has a reference; null where none judged it, or it claims nothing.</summary>
    public bool? Right { get; init; }

    /// <summary>By the first score of a cell that comes from a reference: right from a value of one half on. No answer is neither right nor wrong.</summary>
    public static bool? RightOf(ImmutableArray<Score> scores) => scores
        .Where(score => score.Outcome is Outcome.Correct or Outcome.Partial or Outcome.Incorrect && score.Value is not null && ScorerRegistry.Standard.Find(score.Scorer) is { IsReference: true })
        .Select(score => (bool?)(score.Value >= 0.5)).FirstOrDefault();
}
