namespace Workbench.Core.Statistics;

/// <summary>For each positive the share of negatives below it, for each negative the share of positives above it, ties half: what the area under the ROC curve and its variance are made of.</summary>
internal sealed class Placements
{
    private readonly double[] _place;
    private readonly IReadOnlyList<bool> _positive;

    private Placements(double[] place, IReadOnlyList<bool> positive, int positives, double area) =>
        (_place, _positive, Positives, Negatives, Area) = (place, positive, positives, positive.Count - positives, area);

    public int Positives { get; }

    public int Negatives { get; }

    public double Area { get; }

    /// <summary>DeLong's; null with fewer than two of a kind.</summary>
    public double? Error => DifferenceVariance(null) is { } variance ? Math.Sqrt(Math.Max(0, variance)) : null;

    /// <returns>Null where all are of one kind.</returns>
    public static Placements? Of(IReadOnlyList<double> scores, IReadOnlyList<bool> positive)
    {
        Bounded.RequireSameLength(scores.Count, positive.Count, nameof(positive));
        var positives = positive.Count(kind => kind);
        var negatives = positive.Count - positives;
        if (positives == 0 || negatives == 0)
        {
            return null;
        }

        var place = new double[scores.Count];
        var (positivesBelow, negativesBelow) = (0, 0);
        foreach (var tie in Enumerable.Range(0, scores.Count).GroupBy(i => scores[i]).OrderBy(tie => tie.Key))
        {
            var up = tie.Count(i => positive[i]);
            var down = tie.Count() - up;
            foreach (var i in tie)
            {
                place[i] = positive[i] ? (negativesBelow + (down / 2.0)) / negatives : (positives - positivesBelow - (up / 2.0)) / positives;
            }

            (positivesBelow, negativesBelow) = (positivesBelow + up, negativesBelow + down);
        }

        return new Placements(place, positive, positives, Enumerable.Range(0, place.Length).Where(i => positive[i]).Sum(i => place[i]) / positives);
    }

    /// <summary>Variance of this area, or of the difference from another's on the same samples.</summary>
    public double? DifferenceVariance(Placements? other)
    {
        if (Positives < 2 || Negatives < 2)
        {
            return null;
        }

        var (centre, up, down) = (Area - (other?.Area ?? 0), 0.0, 0.0);
        for (var i = 0; i < _place.Length; i++)
        {
            var away = _place[i] - (other?._place[i] ?? 0) - centre;
            (up, down) = _positive[i] ? (up + (away * away), down) : (up, down + (away * away));
        }

        return (up / (Positives - 1) / Positives) + (down / (Negatives - 1) / Negatives);
    }

    /// <summary>With the parts of a cluster added up before squaring, times G/(G−1) (Obuchowski 1997).</summary>
    public double ClusteredVariance(IReadOnlyList<string> clusters)
    {
        var sums = new Dictionary<string, double>();
        for (var i = 0; i < _place.Length; i++)
        {
            sums[clusters[i]] = sums.GetValueOrDefault(clusters[i]) + ((_place[i] - Area) / (_positive[i] ? Positives : Negatives));
        }

        return sums.Count / (sums.Count - 1.0) * sums.Values.Sum(sum => sum * sum);
    }
}
