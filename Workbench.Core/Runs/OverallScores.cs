using System.Collections.Immutable;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>
/// How much of a suite is right whose samples are judged by different scorers: <c>all.accuracy</c>, the mean value of each cell by the first of its scorers that judges. Without it a reader would take the accuracy of one
/// scorer, over its part of the samples, for that of the suite.
/// </summary>
public static class OverallScores
{
    internal const string Kind = "all";
    public const string Name = $"{Kind}.accuracy";

    /// <summary>Whether more than one kind of scorer decides, and people have vouched for each; an unvalidated judge is not mixed in with rules.</summary>
    public static bool AreIn(IEnumerable<SampleResult> results)
    {
        var deciding = results.Select(result => Deciding(result.Scores)?.Scorer).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return deciding.Count > 1 && deciding.TrueForAll(kind => ScorerRegistry.Standard.Find(kind)?.IsValidated != false);
    }

    /// <returns>The cell's first judging score under this kind's name; null where the cell has none.</returns>
    public static ScoredSample? Of(Sample sample, ImmutableArray<Score> scores) => Deciding(scores) is { } deciding ? new ScoredSample(sample, deciding with { Scorer = Kind }) : null;

    // A scorer may judge or measure as its settings say, so the scores are asked. One that should judge and could not stays the one that decides.
    private static Score? Deciding(ImmutableArray<Score> scores) => scores.IsDefault ? null : scores.FirstOrDefault(score => score.Outcome switch
    {
        Outcome.Measured => false,
        Outcome.Unscored => ScorerRegistry.Standard.Find(score.Scorer) is { IsMeasureOnly: false },
        _ => true,
    });
}
