using System.Collections.Immutable;
using Workbench.Core.Statistics;

namespace Workbench.Core.Races;

/// <summary>A candidate's scores on the samples of one suite.</summary>
/// <param name="IsNull">Whether it is a control without a model.</param>
/// <param name="Scores">By sample id, 0 to 1, the mean over repeats; samples without a score are left out.</param>
public sealed record StandingEntry(string Candidate, bool IsNull, IReadOnlyDictionary<string, double> Scores);

/// <summary>A candidate's place by a suite.</summary>
/// <param name="Rank">1-based by score; null without scores.</param>
/// <param name="RankLow">Best rank that the paired differences allow.</param>
/// <param name="RankHigh">Worst rank that the paired differences allow.</param>
/// <param name="DeadHeatWith">Candidates whose difference from this one is not sure.</param>
public sealed record StandingRow(string Candidate, bool IsNull, Metric Score, int? Rank, int? RankLow, int? RankHigh, ImmutableArray<string> DeadHeatWith);

/// <summary>Two candidates on the samples that both have a score for.</summary>
/// <param name="Difference">First less second, −1 to 1.</param>
/// <param name="P">Two-sided p that there is none; null where it cannot be tested.</param>
/// <param name="AdjustedP">The same after Holm over all pairs of the standings.</param>
public sealed record StandingPair(string First, string Second, Metric Difference, double? P, double? AdjustedP);

/// <summary>Ranks candidates by their scores on the same samples: paired differences sample by sample, in clusters, Holm over all pairs.</summary>
/// <param name="Rows">Best first; candidates without scores last.</param>
public sealed record SuiteStandings(ImmutableArray<StandingRow> Rows, ImmutableArray<StandingPair> Pairs)
{
    /// <param name="clusters">Cluster by sample id; null, or a sample missing in it, where samples stand alone.</param>
    public static SuiteStandings Of(IReadOnlyList<StandingEntry> entries, IReadOnlyDictionary<string, string>? clusters = null, double confidence = 0.95)
    {
        StandingEntry[] scored = [.. entries.Where(entry => entry.Scores.Count > 0)];
        var differences = new PairedDifference[scored.Length, scored.Length];
        for (var i = 0; i < scored.Length; i++)
        {
            for (var j = i + 1; j < scored.Length; j++)
            {
                differences[i, j] = Difference(scored[i], scored[j], clusters, confidence);
            }
        }

        var ranks = new RankIntervals([.. scored.Select(entry => entry.Scores.Values.Average())], (i, j) => differences[i, j].P, confidence);
        var pairs = ImmutableArray.CreateBuilder<StandingPair>();
        for (var i = 0; i < scored.Length; i++)
        {
            for (var j = i + 1; j < scored.Length; j++)
            {
                pairs.Add(new StandingPair(scored[i].Candidate, scored[j].Candidate, differences[i, j].Metric, differences[i, j].P, ranks.AdjustedP(i, j)));
            }
        }

        var rows = scored.Select((entry, i) => new StandingRow(
            entry.Candidate,
            entry.IsNull,
            Score(entry, clusters, confidence),
            ranks.Rank(i),
            ranks.Low(i),
            ranks.High(i),
            [.. ranks.DeadHeat(i).Select(j => scored[j].Candidate).Order(StringComparer.Ordinal)]));
        var unscored = entries.Where(entry => entry.Scores.Count == 0)
            .Select(entry => new StandingRow(entry.Candidate, entry.IsNull, Score(entry, clusters, confidence), null, null, null, []));
        return new SuiteStandings([.. rows.OrderBy(row => row.Rank).ThenBy(row => row.Candidate, StringComparer.Ordinal), .. unscored], pairs.ToImmutable());
    }

    private static PairedDifference Difference(StandingEntry first, StandingEntry second, IReadOnlyDictionary<string, string>? clusters, double confidence)
    {
        string[] shared = [.. first.Scores.Keys.Where(second.Scores.ContainsKey).Order(StringComparer.Ordinal)];
        return PairedDifference.Of(
            $"{first.Candidate} - {second.Candidate}",
            [.. shared.Select(sample => first.Scores[sample])],
            [.. shared.Select(sample => second.Scores[sample])],
            Clusters(shared, clusters),
            confidence);
    }

    private static Metric Score(StandingEntry entry, IReadOnlyDictionary<string, string>? clusters, double confidence)
    {
        string[] samples = [.. entry.Scores.Keys.Order(StringComparer.Ordinal)];
        return MeanInterval.Score("score", [.. samples.Select(sample => entry.Scores[sample])], Clusters(samples, clusters), confidence);
    }

    /// <summary>Names are told apart from sample ids, so that a lone sample never joins a cluster that happens to be called like it.</summary>
    private static string[]? Clusters(string[] samples, IReadOnlyDictionary<string, string>? clusters) =>
        clusters is null ? null : [.. samples.Select(sample => clusters.TryGetValue(sample, out var cluster) ? $"c:{cluster}" : $"s:{sample}")];
}
