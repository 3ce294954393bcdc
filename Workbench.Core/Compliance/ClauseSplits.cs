using System.Collections.Immutable;

namespace Workbench.Core.Compliance;

/// <summary>The rate of a clause by risk, by language and by region, so that a good average does not hide a bad part.</summary>
internal static class ClauseSplits
{
    public static ImmutableArray<ClauseSplit> Of(ClauseMetric metric, ImmutableArray<Observation> observed, ClauseLimit limit)
    {
        var splits = By(ClauseSplit.Leaf, observation => RiskTag.Leaf(observation.Sample)).Concat(By("language", observation => observation.Sample.Language)).Concat(By("region", observation => observation.Sample.Region));
        return [.. limit.Comparison == Comparison.AtLeast ? splits.OrderBy(split => split.Share) : splits.OrderByDescending(split => split.Share)];

        IEnumerable<ClauseSplit> By(string dimension, Func<Observation, string?> value)
        {
            var groups = observed.Where(observation => value(observation) is not null).GroupBy(observation => value(observation)!).ToList();
            return groups.Count < 2
                ? []
                : groups.Select(group => Split(dimension, group.Key, [.. group]));
        }

        ClauseSplit Split(string dimension, string value, ImmutableArray<Observation> group)
        {
            var share = (double)group.Count(observation => observation.Counts) / group.Length;
            return new ClauseSplit(dimension, value, share, group.Length, ClauseAssessor.Rate(metric, group).Estimate, limit.Holds(share));
        }
    }
}
