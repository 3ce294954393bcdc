using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>A rate from few labels by people and many verdicts of a judge, corrected for the judge's own errors (prediction-powered inference, PPI++:
/// Angelopoulos, Duchi and Zrnic 2023): θ = λ·mean(verdicts) + mean(labels) − λ·mean(verdicts on the labelled).</summary>
/// <param name="Lambda">How far the judge is relied on, 0 to 1; null where only the labels were used.</param>
/// <param name="Note">Why the judge could not be used, and how many labels are missing.</param>
public sealed record JudgedRate(Metric Metric, double? Lambda, Phrase? Note)
{
    public const string Method = "ppi++-smoothed";
    public const string PlainMethod = "ppi++";
    public const string LabelsMethod = "wilson-labels";
    public const string FullMethod = "ppi";
    public const string ClassicalMethod = "labels-z";

    /// <summary>Fewer labels than this of either kind say too little about the judge.</summary>
    public const int LeastOfEachKind = 5;

    /// <param name="labels">By people; not empty. A random part of all samples.</param>
    /// <param name="judged">The judge's verdicts on the same samples.</param>
    /// <param name="unlabelled">The judge's verdicts on the other samples; not empty.</param>
    /// <returns>Smoothed variance (two pseudo-pairs where label and verdict differ) and t quantile, or Wilson on the labels where there are too few.</returns>
    public static JudgedRate Of(string name, IReadOnlyList<bool> labels, IReadOnlyList<bool> judged, IReadOnlyList<bool> unlabelled, double confidence = 0.95) =>
        Of(name, labels, judged, unlabelled.Count(verdict => verdict), unlabelled.Count, confidence);

    /// <summary>The same where the judge's verdicts on the other samples are already counted.</summary>
    internal static JudgedRate Of(string name, IReadOnlyList<bool> labels, IReadOnlyList<bool> judged, int flagged, int others, double confidence)
    {
        Bounded.RequireSameLength(labels.Count, judged.Count, nameof(judged));
        var positives = labels.Count(label => label);
        var negatives = labels.Count - positives;
        if (positives < LeastOfEachKind || negatives < LeastOfEachKind)
        {
            var missing = Math.Max(0, LeastOfEachKind - positives) + Math.Max(0, LeastOfEachKind - negatives);
            var wilson = WilsonInterval.Of(name, positives, labels.Count, confidence);
            return new JudgedRate(
                wilson with { Estimate = wilson.Estimate is { } estimate ? estimate with { Method = LabelsMethod } : null },
                null,
                new Phrase("Statistics.FewLabels", Invariant(positives), Invariant(negatives), Invariant(missing)));
        }

        var sums = Moments.Of(labels, judged, flagged, others, null);
        var n = (double)labels.Count;
        var (y, f, both) = ((positives + 1) / (n + 2), (judged.Count(verdict => verdict) + 1) / (n + 2), sums.Both / (n + 2));
        var rest = (y * (1 - y)) - (2 * sums.Lambda * (both - (y * f))) + (sums.Lambda * sums.Lambda * f * (1 - f));
        var error = Math.Sqrt(sums.UnlabelledVariance + (Math.Max(0, rest) / n));
        return sums.Result(name, error * Quantile.TwoSidedT(confidence, n - 1), Method, confidence);
    }

    /// <summary>As other tools have it, with z and no smoothing; too narrow where labels are few or the judge nearly always right.</summary>
    /// <param name="lambda">1 is plain prediction-powered inference, 0 the labels alone; null tunes it (PPI++).</param>
    public static JudgedRate Plain(string name, IReadOnlyList<bool> labels, IReadOnlyList<bool> judged, IReadOnlyList<bool> unlabelled, double confidence = 0.95, double? lambda = null) =>
        Plain(name, labels, judged, unlabelled.Count(verdict => verdict), unlabelled.Count, confidence, lambda);

    internal static JudgedRate Plain(string name, IReadOnlyList<bool> labels, IReadOnlyList<bool> judged, int flagged, int others, double confidence, double? lambda = null)
    {
        Bounded.RequireSameLength(labels.Count, judged.Count, nameof(judged));
        var sums = Moments.Of(labels, judged, flagged, others, lambda);
        double[] rectifiers = [.. labels.Zip(judged, (label, verdict) => (label ? 1 : 0) - (verdict ? sums.Lambda : 0))];
        var mean = rectifiers.Average();
        var error = Math.Sqrt(sums.UnlabelledVariance + (rectifiers.Average(value => (value - mean) * (value - mean)) / labels.Count));
        return sums.Result(name, error * Quantile.TwoSidedNormal(confidence), lambda switch { null => PlainMethod, 0 => ClassicalMethod, _ => FullMethod }, confidence);
    }

    private static string Invariant(int number) => FormattableString.Invariant($"{number}");

    private sealed record Moments(double Value, double Lambda, double UnlabelledVariance, int Both, int N)
    {
        public static Moments Of(IReadOnlyList<bool> labels, IReadOnlyList<bool> judged, int flagged, double others, double? fixedLambda)
        {
            double n = labels.Count;
            double y = labels.Count(label => label) / n, f = judged.Count(verdict => verdict) / n, g = flagged / others;
            var both = labels.Zip(judged).Count(pair => pair.First && pair.Second);
            var pooled = ((f * n) + (g * others)) / (n + others);
            var spread = pooled * (1 - pooled) * (n + others) / (n + others - 1);

            // A judge that always says the same tells nothing: rely on the labels.
            var lambda = fixedLambda ?? (spread > 0 ? Math.Clamp(((both / n) - (y * f)) / ((1 + (n / others)) * spread), 0, 1) : 0);
            return new Moments((lambda * g) + y - (lambda * f), lambda, lambda * lambda * g * (1 - g) / others, both, labels.Count);
        }

        public JudgedRate Result(string name, double half, string method, double confidence) =>
            new(Bounded.Metric(name, new Estimate(Value, Value - half, Value + half, N, null, method, confidence), 0, 1), Lambda, null);
    }
}
