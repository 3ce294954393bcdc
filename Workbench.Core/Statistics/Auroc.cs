using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>Area under the ROC curve: the probability (0 to 1) that a positive has a higher score than a negative, ties half.
/// Interval: Newcombe 2006, method 5 (from the Hanley-McNeil variance at each possible area), with fewer samples where clusters make them worth less.</summary>
/// <param name="Metric">The area with its interval, or why there is none.</param>
/// <param name="Value">Null where all are positive or all negative.</param>
/// <param name="Error">DeLong, DeLong and Clarke-Pearson 1988; null with fewer than two of a kind. 0 where the kinds do not overlap, which claims too much.</param>
public sealed record Auroc(Metric Metric, double? Value, double? Error, int Positives, int Negatives)
{
    public const string Method = "newcombe-auroc";
    public const string ClusteredMethod = "newcombe-auroc-clustered";
    public const string PlainMethod = "delong";
    private const int Halvings = 60;

    /// <param name="clusters">One name a score; null where each stands alone.</param>
    public static Auroc Of(string name, IReadOnlyList<double> scores, IReadOnlyList<bool> positives, IReadOnlyList<string>? clusters = null, double confidence = 0.95)
    {
        Bounded.RequireSameLength(scores.Count, clusters?.Count, nameof(clusters));
        var places = Placements.Of(scores, positives);
        if (places is null)
        {
            var kind = positives.Count(positive => positive);
            return new Auroc(new Metric(name, null, new Phrase("Statistics.OneKind")), null, null, kind, positives.Count - kind);
        }

        var groups = ShareInterval.RealClusters(clusters);
        var error = places.Error;
        if (ShareInterval.Missing(groups) is { } missing)
        {
            return new Auroc(new Metric(name, null, missing), places.Area, error, places.Positives, places.Negatives);
        }

        var effect = groups is not null && places.ClusteredVariance(groups) is var clustered && error is { } known and > 0 ? Math.Max(1, clustered / (known * known)) : 1;
        var q = groups is null ? Quantile.TwoSidedNormal(confidence) : Quantile.TwoSidedT(confidence, groups.Distinct().Count() - 1);
        var (m, n) = (places.Positives / effect, places.Negatives / effect);
        var bounds = new Bounds(Solve(places.Area, 0, m, n, q), Solve(places.Area, 1, m, n, q));
        var estimate = new Estimate(places.Area, bounds.Low, bounds.High, scores.Count, groups?.Distinct().Count(), groups is null ? Method : ClusteredMethod, confidence);
        return new Auroc(Bounded.Metric(name, estimate, 0, 1), places.Area, error, places.Positives, places.Negatives);
    }

    /// <summary>Area ± z times DeLong's error, as other tools have it.</summary>
    public Metric Plain(string name, double confidence = 0.95) => Value is not { } value || Error is not { } error
        ? new Metric(name, null, Metric.Reason ?? new Phrase("Statistics.OneValue"))
        : new Metric(name, new Estimate(value, value - (error * Quantile.TwoSidedNormal(confidence)), value + (error * Quantile.TwoSidedNormal(confidence)), Positives + Negatives, null, PlainMethod, confidence));

    /// <summary>DeLong's test that two scores of the same samples separate them equally well.</summary>
    /// <returns>z above 0 where the first is better, and two-sided p; null where it cannot be tested.</returns>
    public static (double Z, double P)? Compare(IReadOnlyList<double> first, IReadOnlyList<double> second, IReadOnlyList<bool> positives)
    {
        var (a, b) = (Placements.Of(first, positives), Placements.Of(second, positives));
        if (a is null || b is null || a.DifferenceVariance(b) is not { } variance || variance <= 0)
        {
            return null;
        }

        var z = (a.Area - b.Area) / Math.Sqrt(variance);
        return (z, Quantile.TwoSidedNormalTail(z));
    }

    /// <summary>The area, between the one seen and <paramref name="end"/>, that lies q of its own standard errors from the one seen.</summary>
    private static double Solve(double area, double end, double m, double n, double q)
    {
        var (outer, inner) = (end, area);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (outer + inner) / 2;
            var size = ((m + n) / 2) - 1;
            var variance = middle * (1 - middle) * (1 + (size * (((1 - middle) / (2 - middle)) + (middle / (1 + middle))))) / (m * n);
            (outer, inner) = Math.Abs(middle - area) > q * Math.Sqrt(variance) ? (middle, inner) : (outer, middle);
        }

        return (outer + inner) / 2;
    }
}
