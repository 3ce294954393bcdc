using System.Collections.Immutable;
using Workbench.Core.Runs;
using Workbench.Core.Statistics;

namespace Workbench.Components.Hallucination;

/// <summary>What a candidate's answers are worth at every price of a wrong one: S(t) = C − M·t/(1 − t), C correct and M made up among answerable samples (Kalai et al. 2025).</summary>
/// <param name="Kept">The thresholds at which the run keeps an interval.</param>
public sealed record PenaltyCurve(string Name, int Index, double Correct, double MadeUp, ImmutableArray<(double Threshold, Estimate Estimate)> Kept)
{
    private static readonly int[] Thresholds = [50, 75, 90];

    public double At(double threshold) => Correct - (MadeUp * threshold / (1 - threshold));

    /// <summary>Candidates with both rates; C − S(½) is M.</summary>
    public static ImmutableArray<PenaltyCurve> Of(IEnumerable<CandidateSummary> candidates, Dictionary<string, int> colours) => [.. candidates
        .Select(each => (each.Candidate.Name, Correct: each.Metric(FrontierPoint.CorrectName)?.Estimate, Half: Penalised(each, 50)?.Estimate, Each: each))
        .Where(each => each.Correct is not null && each.Half is not null)
        .Select(each => new PenaltyCurve(each.Name, colours[each.Name], each.Correct!.Value, each.Correct.Value - each.Half!.Value,
            [.. Thresholds.Select(percent => (percent / 100.0, Penalised(each.Each, percent)?.Estimate)).Where(kept => kept.Estimate is not null).Select(kept => (kept.Item1, kept.Estimate!))]))];

    public static Metric? Penalised(CandidateSummary each, int percent) => each.Metric(FormattableString.Invariant($"claim-outcome.penalised-{percent}"));
}
