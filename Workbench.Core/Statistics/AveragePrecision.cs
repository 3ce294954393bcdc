namespace Workbench.Core.Statistics;

/// <summary>How well scores find the positives: area under the precision-recall curve, 0 to 1.</summary>
public static class AveragePrecision
{
    /// <summary>Σ (recall step) · precision, ties taken together; null without positives.</summary>
    public static double? Of(IReadOnlyList<double> scores, IReadOnlyList<bool> positives) => Sum(scores, positives, (step, precision, _) => step * precision);

    /// <summary>The trapezoid over the same points from (0, 1), as the SelfCheckGPT figures were made; larger than <see cref="Of"/> where scores tie.</summary>
    public static double? Trapezoid(IReadOnlyList<double> scores, IReadOnlyList<bool> positives) => Sum(scores, positives, (step, precision, before) => step * (precision + before) / 2);

    private static double? Sum(IReadOnlyList<double> scores, IReadOnlyList<bool> positives, Func<double, double, double, double> area)
    {
        Bounded.RequireSameLength(scores.Count, positives.Count, nameof(positives));
        var all = (double)positives.Count(positive => positive);
        if (all == 0)
        {
            return null;
        }

        double total = 0, before = 1;
        var (found, taken) = (0, 0);
        foreach (var tie in Enumerable.Range(0, scores.Count).GroupBy(i => scores[i]).OrderByDescending(tie => tie.Key))
        {
            var more = tie.Count(i => positives[i]);
            (found, taken) = (found + more, taken + tie.Count());
            var precision = (double)found / taken;
            total += area(more / all, precision, before);
            before = precision;
        }

        return total;
    }
}
