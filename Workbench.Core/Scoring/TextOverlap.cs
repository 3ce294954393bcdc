using System.Globalization;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>A verdict from how much of a reference an answer shares: the best of the targets. Correct from the setting <c>least</c> on (1 unless set), incorrect at 0, partial between.</summary>
internal static class TextOverlap
{
    /// <param name="likeness">Of answer and target, 0 to 1.</param>
    public static Score Judge(IScorer scorer, ScorerSpec spec, Sample sample, Answer answer, Func<string, string, double> likeness)
    {
        if (sample.Targets.IsEmpty)
        {
            return scorer.Unscored("NoTarget");
        }

        if (answer.IsEmpty)
        {
            return scorer.NoAnswer(0, null, "Empty");
        }

        var (best, target) = sample.Targets.Select(target => (Math.Clamp(likeness(answer.Text, target), 0, 1), target)).MaxBy(pair => pair.Item1);
        var least = spec.Number("least", 1);
        var outcome = best >= least - 1e-12 ? Outcome.Correct : best > 0 ? Outcome.Partial : Outcome.Incorrect;
        return scorer.Verdict(outcome, best, "Overlap", best.ToString("0.###", CultureInfo.InvariantCulture), target);
    }

    /// <summary>Harmonic mean of the shares of both sides that are in the other; 0 where nothing is.</summary>
    public static double HarmonicMean(int common, int given, int wanted) => common == 0 ? 0 : 2.0 * common / (given + wanted);

    /// <summary>How many units both have, counted as often as in both.</summary>
    public static int Common(IEnumerable<string> first, IEnumerable<string> second)
    {
        var counts = second.CountBy(unit => unit).ToDictionary(StringComparer.Ordinal);
        return first.CountBy(unit => unit).Sum(unit => Math.Min(unit.Value, counts.GetValueOrDefault(unit.Key)));
    }
}
