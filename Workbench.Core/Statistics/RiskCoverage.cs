using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>What is gained by answering only where confidence is high: share of wrong answers among the k most confident, for every k (El-Yaniv and Wiener 2010).
/// Ties are averaged over their orders, so that the order of the file does not matter.</summary>
/// <param name="Risks">risk(k), k = 1 … n, each 0 to 1.</param>
/// <param name="Aurc">Area under the curve: mean of the risks; 0 is best.</param>
/// <param name="Excess">The area above that of the best possible order (E-AURC; Geifman et al. 2019, with the exact best order).</param>
/// <param name="Metric">The area with its interval: jackknife variance over answers or clusters, Wilson on the effective number.</param>
public sealed record RiskCoverage(ImmutableArray<double> Risks, double Aurc, double Excess, Metric Metric)
{
    public const string Method = "jackknife-wilson";

    /// <param name="clusters">One name an answer; null where each stands alone.</param>
    public static RiskCoverage Of(string name, IReadOnlyList<double> confidence, IReadOnlyList<bool> correct, IReadOnlyList<string>? clusters = null, double level = 0.95)
    {
        Bounded.RequireSameLength(confidence.Count, correct.Count, nameof(correct));
        Bounded.RequireSameLength(confidence.Count, clusters?.Count, nameof(clusters));
        int[] order = [.. Enumerable.Range(0, confidence.Count).OrderByDescending(i => confidence[i])];
        var risks = Curve([.. order.Select(i => (confidence[i], correct[i]))]);
        var wrong = correct.Count(right => !right);
        var best = Curve([.. Enumerable.Range(0, correct.Count).Select(i => ((double)-i, i < correct.Count - wrong))]);
        var area = risks.Average();
        return new RiskCoverage([.. risks], area, area - best.Average(), Interval(name, area, order, confidence, correct, clusters, level));
    }

    /// <summary>Share of right answers among the most confident share of answers, at least one.</summary>
    public double AccuracyAt(double coverage) => 1 - Risks[Position(coverage)];

    /// <summary>The last of that share of answers, most confident first.</summary>
    public int Position(double coverage) => Math.Clamp((int)Math.Ceiling((coverage * Risks.Length) - 1e-9), 1, Risks.Length) - 1;

    private static Metric Interval(string name, double area, int[] order, IReadOnlyList<double> confidence, IReadOnlyList<bool> correct, IReadOnlyList<string>? clusters, double level)
    {
        var groups = ShareInterval.RealClusters(clusters);
        var wrong = Units(correct, groups, kind: false);
        var right = Units(correct, groups, kind: true);
        var reason = wrong == 0 || right == 0 ? new Phrase("Statistics.OneKind")
            : ShareInterval.Missing(groups)
            ?? (Math.Min(wrong, right) < ClusteredProportion.LeastClusters ? new Phrase("Statistics.FewOfEachKind", FormattableString.Invariant($"{ClusteredProportion.LeastClusters}")) : null);
        if (reason is not null)
        {
            return new Metric(name, null, reason);
        }

        // Positions in descending order of confidence, so that leaving some out needs no sorting again.
        string[]? names = groups is null ? null : [.. order.Select(i => groups[i])];
        var spread = Jackknife.Of(order.Length, names, kept => Curve([.. kept.Select(k => (confidence[order[k]], correct[order[k]]))]).Average());
        if (spread is not { Variance: > 0 })
        {
            return new Metric(name, null, new Phrase("Statistics.NoSpread"));
        }

        var bounds = ShareInterval.Of(area, order.Length, int.MaxValue, spread.Variance, spread.Groups - 1, level);
        return Bounded.Metric(name, new Estimate(area, bounds.Low, bounds.High, order.Length, groups?.Distinct().Count(), Method, level), 0, 1);
    }

    private static int Units(IReadOnlyList<bool> correct, IReadOnlyList<string>? groups, bool kind) =>
        correct.Select((right, i) => (right, Unit: groups?[i] ?? FormattableString.Invariant($"{i}"))).Where(pair => pair.right == kind).Select(pair => pair.Unit).Distinct().Count();

    /// <param name="answers">Most confident first.</param>
    private static double[] Curve((double Confidence, bool Right)[] answers)
    {
        var risks = new double[answers.Length];
        var wrong = 0.0;
        for (var start = 0; start < answers.Length;)
        {
            var (end, errors) = (start, 0);
            for (; end < answers.Length && answers[end].Confidence == answers[start].Confidence; end++)
            {
                errors += answers[end].Right ? 0 : 1;
            }

            var share = errors / (double)(end - start);
            for (; start < end; start++)
            {
                wrong += share;
                risks[start] = wrong / (start + 1);
            }
        }

        return risks;
    }
}
