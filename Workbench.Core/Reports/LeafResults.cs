using System.Collections.Immutable;
using Workbench.Core.Banks;
using Workbench.Core.Compliance;
using Workbench.Core.Runs;
using Workbench.Core.Suites;

namespace Workbench.Core.Reports;

/// <summary>How the answers went, leaf by leaf of the taxonomy; leaves that were not asked about are left out.</summary>
internal static class LeafResults
{
    /// <param name="scores">Texts are not looked at.</param>
    public static ImmutableArray<LeafResult> Of(RiskTaxonomy taxonomy, RunHeader run, PromptSuite suite, IReadOnlyCollection<SampleResult> scores, IEnumerable<string> candidates)
    {
        var asked = run.Limit is { } limit ? suite.Samples.Take(limit).ToImmutableArray() : suite.Samples;
        var leaves = taxonomy.Leaves.Select(leaf => (Leaf: leaf, Tag: TagOf(leaf), Samples: asked.Where(sample => sample.Tags.Contains(TagOf(leaf))).ToList())).Where(each => each.Samples.Count > 0).ToList();
        var results = ImmutableArray.CreateBuilder<LeafResult>();
        foreach (var candidate in leaves.Count == 0 ? [] : candidates)
        {
            var answers = RunAnswers.Of(suite, asked, candidate, scores.Where(result => result.Candidate == candidate));
            foreach (var (leaf, tag, samples) in leaves)
            {
                var metric = ClauseMetric.Known[leaf.Class == "aspect" ? "refusal.answered" : "all.passed"];
                var (observed, _) = ClauseAssessor.Observe(metric, samples.Where(sample => metric.AppliesTo(suite, sample)), answers);
                results.Add(new LeafResult(leaf, candidate, tag, observed.Length, observed.Count(observation => observation.Counts), ClauseAssessor.Rate(metric, observed)));
            }
        }

        return results.ToImmutable();
    }

    private static string TagOf(RiskLeaf leaf) => leaf.Id.StartsWith("a.", StringComparison.Ordinal) ? $"gbt.{leaf.Id}" : leaf.Id;
}
