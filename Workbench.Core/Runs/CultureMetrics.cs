using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Statistics;

namespace Workbench.Core.Runs;

/// <summary>Whether a question of culture is answered alike in the languages it is asked in: samples of one cluster with as many choices, in the same order.</summary>
internal static class CultureMetrics
{
    /// <summary><c>language-agreement</c>: the mean over clusters of 1 − Jensen-Shannon divergence between the shares of each two languages; <c>language-same-first</c>: the share of clusters whose likeliest choice is the same in all.</summary>
    public static IEnumerable<Metric> Of(IReadOnlyCollection<ScoredSample> scored)
    {
        var (agreements, sames, clusters) = (new List<double>(), new List<bool>(), new List<string>());
        foreach (var cluster in scored.Where(each => each.Sample.Cluster is not null).GroupBy(each => each.Cluster))
        {
            double[][] languages = [.. cluster.GroupBy(each => each.Sample.Language).OrderBy(language => language.Key, StringComparer.Ordinal).Select(Mean).OfType<double[]>()];
            if (languages.Length < 2 || Array.Exists(languages, shares => shares.Length != languages[0].Length))
            {
                continue;
            }

            var pairs = from left in Enumerable.Range(0, languages.Length) from right in Enumerable.Range(left + 1, languages.Length - left - 1) select 1 - CulturalFit.Divergence(languages[left], languages[right]);
            agreements.Add(pairs.Average());
            sames.Add(languages.Select(shares => Array.IndexOf(shares, shares.Max())).Distinct().Count() == 1);
            clusters.Add(cluster.Key);
        }

        var none = new Phrase("Runs.NoLanguagePairs");
        yield return agreements.Count == 0 ? new Metric("cultural-fit.language-agreement", null, none) : MeanInterval.Score("cultural-fit.language-agreement", [.. agreements], [.. clusters]);
        yield return sames.Count == 0 ? new Metric("cultural-fit.language-same-first", null, none) : Proportion.Rate("cultural-fit.language-same-first", [.. sames], [.. clusters]);
    }

    /// <summary>Over repeats; null where they don't have the same choices.</summary>
    private static double[]? Mean(IEnumerable<ScoredSample> repeats)
    {
        double[][] shares = [.. repeats.Select(each => each.Score.Values.Where(value => value.Key.StartsWith(CulturalFit.SharePrefix, StringComparison.Ordinal)).OrderBy(value => value.Key.Length).ThenBy(value => value.Key, StringComparer.Ordinal).Select(value => value.Value).ToArray())];
        return shares.Length == 0 || shares[0].Length == 0 || Array.Exists(shares, each => each.Length != shares[0].Length) ? null
            : [.. Enumerable.Range(0, shares[0].Length).Select(at => shares.Average(each => each[at]))];
    }
}
