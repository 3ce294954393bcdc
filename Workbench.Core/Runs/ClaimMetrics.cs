using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Statistics;

namespace Workbench.Core.Runs;

/// <summary>Correct, made up, no answer, as SimpleQA counts them (Wei et al. 2024), and what they are worth at different prices of a wrong answer (Kalai et al. 2025).</summary>
/// <remarks>
/// Among answerable samples: <c>accuracy</c> (correct), <c>attempted</c> (claims), <c>f</c> = 2C / (1 + C + M), and <c>penalised-50</c>, <c>-75</c>, <c>-90</c>: S(t) = C − M·t/(1 − t), which may be
/// below 0. Among claims: <c>made-up</c>, and <c>correct-given-attempted</c> of answerable ones. Among unanswerable samples: <c>made-up-unanswerable</c>.
/// </remarks>
internal static class ClaimMetrics
{
    private const string Kind = "claim-outcome";

    public static IEnumerable<Metric> Of(List<ScoredSample> judged)
    {
        var answerable = judged.Where(each => each.Sample.Answerable).ToList();
        var unanswerable = judged.Where(each => !each.Sample.Answerable).ToList();
        yield return ScoreMetrics.Rate($"{Kind}.accuracy", answerable, IsCorrect, "NoneAnswerable");
        yield return ScoreMetrics.Rate($"{Kind}.attempted", answerable, IsClaim, "NoneAnswerable");
        yield return ScoreMetrics.Rate($"{Kind}.made-up", [.. judged.Where(IsClaim)], IsMadeUp, "NoneAttempted");
        if (unanswerable.Count > 0)
        {
            yield return ScoreMetrics.Rate($"{Kind}.made-up-unanswerable", unanswerable, IsClaim, "NoneUnanswerable");
        }

        yield return ScoreMetrics.Rate($"{Kind}.correct-given-attempted", [.. answerable.Where(IsClaim)], IsCorrect, "NoneAttempted");
        yield return ScoreMetrics.Ratio($"{Kind}.f", answerable, each => IsCorrect(each) ? 2 : 0, each => IsClaim(each) ? 2 : 1, "NoneAnswerable");
        foreach (var percent in new[] { 50, 75, 90 })
        {
            yield return Penalised(FormattableString.Invariant($"{Kind}.penalised-{percent}"), answerable, percent / 100.0);
        }
    }

    private static Metric Penalised(string name, List<ScoredSample> answerable, double threshold)
    {
        var price = threshold / (1 - threshold);
        if (answerable.Count == 0)
        {
            return new Metric(name, null, new Phrase("Runs.NoneAnswerable"));
        }

        // As a score from 0 (all wrong) to 1 (all right), so that the interval holds where all answers are worth the same too.
        double[] shares = [.. answerable.Select(each => IsCorrect(each) ? 1 : IsMadeUp(each) ? 0 : price / (1 + price))];
        var metric = MeanInterval.Score(name, shares, [.. answerable.Select(each => each.Cluster)]);
        return metric.Estimate is { } estimate
            ? metric with { Estimate = estimate with { Value = Points(estimate.Value), Low = Points(estimate.Low), High = Points(estimate.High) } }
            : metric;

        // Nothing claimed is worth nothing, not what rounding leaves of it.
        double Points(double share) => Math.Round((share * (1 + price)) - price, 12) + 0.0;
    }

    private static bool IsCorrect(ScoredSample each) => each.Score.Outcome == Outcome.Correct;

    private static bool IsMadeUp(ScoredSample each) => each.Score.Outcome == Outcome.Incorrect;

    private static bool IsClaim(ScoredSample each) => each.Score.Outcome is Outcome.Correct or Outcome.Incorrect or Outcome.Partial;
}
