using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>Intervals that stay valid however often one looks and whenever one stops: Robbins' mixture for yes/no, betting for other scores from 0 to 1.</summary>
/// <param name="Path">One interval after each value (or after each cluster), never widening; empty where there are no values.</param>
public sealed record ConfidenceSequence(Metric Metric, ImmutableArray<Bounds> Path)
{
    public const string ClusteredMethod = "betting-clustered";

    /// <param name="values">0 to 1, in the order they came.</param>
    /// <param name="clusters">One name a value: then each cluster counts once, by its mean, and what is measured is the mean over clusters.</param>
    public static ConfidenceSequence Of(string name, IReadOnlyList<double> values, IReadOnlyList<string>? clusters = null, double confidence = 0.95)
    {
        Bounded.RequireSameLength(values.Count, clusters?.Count, nameof(clusters));
        if (values.Count == 0)
        {
            return new ConfidenceSequence(new Metric(name, null, new Phrase("Statistics.NoSamples")), []);
        }

        if (clusters is not null && clusters.Distinct().Count() < clusters.Count)
        {
            double[] means = [.. values.Zip(clusters).GroupBy(pair => pair.Second).Select(group => group.Average(pair => pair.First))];
            return Of(name, means, HedgedSequence.Of(means, confidence), ClusteredMethod, confidence, values.Count, means.Length);
        }

        return values.All(value => value is 0 or 1)
            ? Of(name, values, RobbinsSequence.Of([.. values.Select(value => value == 1)], confidence), RobbinsSequence.Method, confidence, values.Count, null)
            : Of(name, values, HedgedSequence.Of(values, confidence), HedgedSequence.Method, confidence, values.Count, null);
    }

    /// <summary>From intervals computed by another method.</summary>
    public static ConfidenceSequence Of(string name, IReadOnlyList<double> values, ImmutableArray<Bounds> path, string method, double confidence, int n, int? clusters)
    {
        var running = Bounds.Running(path);
        if (double.IsInfinity(running[^1].High))
        {
            return new ConfidenceSequence(new Metric(name, null, new Phrase("Statistics.FewOfEachKind", FormattableString.Invariant($"{AsymptoticSequence.LeastOfEachKind}"))), running);
        }

        return new ConfidenceSequence(Bounded.Metric(name, new Estimate(values.Average(), running[^1].Low, running[^1].High, n, clusters, method, confidence), 0, 1), running);
    }

    /// <summary>After how many values (or clusters) the interval first excluded one; null where it never did.</summary>
    public int? DecidedAt(double against)
    {
        var at = Path.Select((bounds, i) => (bounds, i)).FirstOrDefault(step => !step.bounds.Contains(against), (default, -1)).Item2;
        return at < 0 ? null : at + 1;
    }
}
