using System.Collections.Immutable;
using Workbench.Core.Runs;
using Workbench.Core.Statistics;

namespace Workbench.Components.Hallucination;

/// <summary>One candidate of the frontier; both estimates are rates.</summary>
/// <param name="Index">Hue and shape; 0 for null runners.</param>
/// <param name="IsUnbeaten">No other candidate is at least as good on both and better on one. Null runners are controls and take no part.</param>
public sealed record FrontierPoint(string Name, int Index, Estimate Correct, Estimate MadeUp, bool IsUnbeaten)
{
    public const string CorrectName = "claim-outcome.accuracy";
    public const string AttemptedName = "claim-outcome.attempted";
    public const string MadeUpName = "claim-outcome.made-up";
    public const string UnanswerableName = "claim-outcome.made-up-unanswerable";

    /// <summary>The candidates that have both rates, in the order of the run: one that attempts nothing makes nothing up, and has no place in the plot.</summary>
    public static ImmutableArray<FrontierPoint> Of(RunSummary summary, Dictionary<string, int> colours)
    {
        var points = summary.Candidates
            .Select(each => (each.Candidate, Correct: each.Metric(CorrectName)?.Estimate, MadeUp: each.Metric(MadeUpName)?.Estimate))
            .Where(each => each is { Correct: not null, MadeUp: not null })
            .Select(each => new FrontierPoint(each.Candidate.Name, colours[each.Candidate.Name], each.Correct!, each.MadeUp!, !each.Candidate.IsNull))
            .ToImmutableArray();
        var rivals = points.Where(point => point.IsUnbeaten).ToList();
        return [.. points.Select(point => point with { IsUnbeaten = point.IsUnbeaten && !rivals.Any(rival => Beats(rival, point)) })];
    }

    private static bool Beats(FrontierPoint one, FrontierPoint other) =>
        one.Correct.Value >= other.Correct.Value && one.MadeUp.Value <= other.MadeUp.Value
        && (one.Correct.Value > other.Correct.Value || one.MadeUp.Value < other.MadeUp.Value);
}
