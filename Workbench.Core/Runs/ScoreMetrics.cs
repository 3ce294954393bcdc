using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Statistics;

namespace Workbench.Core.Runs;

/// <summary>The numbers that come out of one kind of scorer over many samples, each with a clustered interval. Unscored answers are in none of them.</summary>
/// <remarks>
/// <c>accuracy</c>, the mean value, for every scorer that judges; rates of their own for <c>claim-outcome</c> (<see cref="ClaimMetrics"/>), <c>refusal</c>, <c>abstention</c> and <c>discrimination</c>
/// (<see cref="RateMetrics"/>); the means of its <see cref="IScorer.Measures"/>; and, where it says how sure the model is, how far that tells right from wrong (<see cref="SurenessMetrics"/>).
/// </remarks>
public static class ScoreMetrics
{
    private static readonly string[] PlainNumbers = ["penalised-", "auroc", "aurc", "brier"];

    public static ImmutableArray<Metric> Of(string kind, IReadOnlyCollection<ScoredSample> all)
    {
        var scored = all.Where(each => each.Score.Outcome != Outcome.Unscored).ToList();
        var judged = scored.Where(each => each.Score is { Outcome: not Outcome.Measured, Value: not null }).ToList();
        var scorer = ScorerRegistry.Standard.Find(kind);
        IEnumerable<Metric> own = kind switch
        {
            "claim-outcome" => ClaimMetrics.Of(judged),
            "refusal" => [Accuracy(kind, judged), .. RateMetrics.Refusals(judged)],
            "abstention" => [Accuracy(kind, judged), .. RateMetrics.Abstentions(judged)],
            "discrimination" => [Accuracy(kind, judged), .. RateMetrics.Discriminations(judged)],
            "cultural-fit" => CultureMetrics.Of(scored),
            "judge" or "unsafe-content" => [Accuracy(kind, judged), RateMetrics.Invalid(all)],
            _ when scorer?.IsMeasureOnly == true || (judged.Count == 0 && scored.Count > 0) => [],
            _ => [Accuracy(kind, judged)],
        };
        return scorer is null ? [.. own] : [.. own, .. Measures(scorer, scored), .. SurenessMetrics.Of(scorer, scored)];
    }

    /// <summary>A share of something, which people read in per cent; not seconds, words, nats, points, areas or squared distances.</summary>
    public static bool IsRate(string name)
    {
        var dot = name.LastIndexOf('.');
        var (kind, metric) = (name[..Math.Max(0, dot)], name[(dot + 1)..]);
        var measure = ScorerRegistry.Standard.Find(kind)?.Measures.FirstOrDefault(each => each.Name == metric);
        return (measure is null or { Least: 0, Most: 1 }) && !PlainNumbers.Any(start => metric.StartsWith(start, StringComparison.Ordinal));
    }

    /// <summary>False for the metrics of a scorer whose verdicts nobody has held against people's.</summary>
    public static bool IsValidated(string name) => ScorerRegistry.Standard.Find(name[..Math.Max(0, name.LastIndexOf('.'))])?.IsValidated != false;

    private static IEnumerable<Metric> Measures(IScorer scorer, List<ScoredSample> scored)
    {
        foreach (var measure in scorer.Measures)
        {
            var name = $"{scorer.Kind}.{measure.Name}";
            var known = scored.Where(each => each.Score.Values.ContainsKey(measure.Name)).ToList();
            double[] values = [.. known.Select(each => Math.Clamp(each.Score.Values[measure.Name], measure.Least, measure.Most))];
            string[] clusters = [.. known.Select(each => each.Cluster)];
            yield return values.Length == 0 ? new Metric(name, null, new Phrase("Runs.NoneScored"))
                : measure is { Least: 0, Most: 1 } ? MeanInterval.Score(name, values, clusters)
                : MeanInterval.Of(name, values, clusters, least: measure.Least, most: measure.Most).Metric;
        }
    }

    private static Metric Accuracy(string kind, List<ScoredSample> judged) => judged.Count == 0
        ? new Metric($"{kind}.accuracy", null, new Phrase("Runs.NoneScored"))
        : MeanInterval.Score($"{kind}.accuracy", [.. judged.Select(each => each.Score.Value!.Value)], [.. judged.Select(each => each.Cluster)]);

    internal static Metric Rate(string name, IReadOnlyCollection<ScoredSample> among, Func<ScoredSample, bool> counts, string reason) => among.Count == 0
        ? new Metric(name, null, new Phrase($"Runs.{reason}"))
        : Proportion.Rate(name, [.. among.Select(counts)], [.. among.Select(each => each.Cluster)]);

    /// <summary>A ratio of means with its interval by the delta method: each sample counts by how far it pulls the ratio from where it is.</summary>
    internal static Metric Ratio(string name, IReadOnlyCollection<ScoredSample> among, Func<ScoredSample, double> above, Func<ScoredSample, double> below, string reason)
    {
        var total = among.Sum(below);
        if (total <= 0)
        {
            return new Metric(name, null, new Phrase($"Runs.{reason}"));
        }

        var ratio = among.Sum(above) / total;
        // At either end nothing pulls any more; there it is a rate.
        if (ratio is 0 or 1)
        {
            return Proportion.Rate(name, [.. among.Select(_ => ratio == 1)], [.. among.Select(each => each.Cluster)]);
        }

        double[] pulls = [.. among.Select(each => ratio + ((above(each) - (ratio * below(each))) * among.Count / total))];
        return MeanInterval.Of(name, pulls, [.. among.Select(each => each.Cluster)], least: 0, most: 1).Metric;
    }
}
