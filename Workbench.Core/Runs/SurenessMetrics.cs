using Workbench.Core.Scoring;
using Workbench.Core.Statistics;

namespace Workbench.Core.Runs;

/// <summary>How far a scorer's sureness tells right answers from wrong ones, as another scorer of the same sample judges them; nothing where no sample has such a scorer.</summary>
/// <remarks>
/// <c>auroc</c>: probability that a wrong answer is less sure than a right one, beside <c>auroc-length</c>, <c>auroc-surprise-mean</c> and <c>auroc-surprise-max</c>, the same for the baselines;
/// <c>aurc</c>: mean share of wrong answers among the surest; <c>accuracy-at-80</c>: share of right answers among the surest 80 % (with ties, a little more).
/// Probabilities besides: <c>brier</c>, <c>ece</c>, <c>overconfidence</c>, and the reliability diagram in ten bins from 0, 10 … 90 %: <c>right-at-90</c> and <c>stated-at-90</c>; empty bins are left out.
/// </remarks>
internal static class SurenessMetrics
{
    private const double Coverage = 0.8;
    internal static readonly string[] Baselines = ["length", "surprise-mean", "surprise-max"];

    public static IEnumerable<Metric> Of(IScorer scorer, List<ScoredSample> scored)
    {
        List<(ScoredSample Each, double Sure)> pairs = [.. Known(scorer, scored)];
        if (pairs.Count == 0)
        {
            yield break;
        }

        List<ScoredSample> known = [.. pairs.Select(static pair => pair.Each)];
        double[] sure = [.. pairs.Select(static pair => pair.Sure)];
        bool[] right = [.. known.Select(each => each.Right!.Value)];
        string[] clusters = [.. known.Select(each => each.Cluster)];
        yield return Auroc.Of($"{scorer.Kind}.auroc", sure, right, clusters).Metric;
        foreach (var baseline in Baselines)
        {
            var measured = known.Where(each => each.Score.Values.ContainsKey(baseline)).ToList();
            if (measured.Count > 0)
            {
                yield return Auroc.Of($"{scorer.Kind}.auroc-{baseline}", [.. measured.Select(each => -each.Score.Values[baseline])], [.. measured.Select(each => each.Right!.Value)], [.. measured.Select(each => each.Cluster)]).Metric;
            }
        }

        var risk = RiskCoverage.Of($"{scorer.Kind}.aurc", sure, right, clusters);
        yield return risk.Metric;
        var least = sure.OrderDescending().ElementAt(risk.Position(Coverage));
        yield return ScoreMetrics.Rate($"{scorer.Kind}.accuracy-at-80", [.. known.Where((_, i) => sure[i] >= least)], each => each.Right == true, "NoneScored");
        foreach (var metric in scorer.Sureness == Sureness.Confidence ? Calibrated(scorer.Kind, known, sure, right, clusters) : [])
        {
            yield return metric;
        }
    }

    /// <summary>Answers that are known to be right or wrong, each with a number that is larger the surer it is.</summary>
    internal static IEnumerable<(ScoredSample Each, double Sure)> Known(IScorer scorer, IEnumerable<ScoredSample> scored)
    {
        var (value, sign) = scorer.Sureness == Sureness.Confidence ? ("confidence", 1) : ("uncertainty", -1);
        return scorer.Sureness == Sureness.None ? [] : scored.Where(each => each.Right is not null && each.Score.Values.ContainsKey(value)).Select(each => (each, sign * each.Score.Values[value]));
    }

    private static IEnumerable<Metric> Calibrated(string kind, List<ScoredSample> known, double[] confidence, bool[] right, string[] clusters)
    {
        var calibration = Calibration.Of(confidence, right, clusters);
        foreach (var metric in calibration.Intervals.Where(metric => metric.Name is "brier" or "ece" or "overconfidence"))
        {
            yield return metric with { Name = $"{kind}.{metric.Name}" };
        }

        foreach (var bin in calibration.Bins)
        {
            var place = FormattableString.Invariant($"{(int)Math.Round(100 * bin.Low)}");
            yield return bin.Accuracy with { Name = $"{kind}.right-at-{place}" };
            var members = known.Where((_, i) => confidence[i] >= bin.Low && (confidence[i] < bin.High || bin.High >= 1)).ToList();
            yield return MeanInterval.Score($"{kind}.stated-at-{place}", [.. members.Select(each => each.Score.Values["confidence"])], [.. members.Select(each => each.Cluster)]);
        }
    }
}
