using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Statistics;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs.Errors;

/// <summary>Cells of a run that have the same problem.</summary>
/// <param name="Counts">By candidate, in order of the run; those without are left out.</param>
/// <param name="Example">What one of them says.</param>
/// <param name="ExampleCell">Which one.</param>
public sealed record RunProblem(ProblemKind Kind, ImmutableArray<ProblemCount> Counts, Phrase Example, (string Sample, string Candidate, int Repeat) ExampleCell)
{
    public int Cells => Counts.Sum(static count => count.Cells);

    /// <summary>Share of a candidate's cells that have the problem, with its interval.</summary>
    /// <param name="all">Cells of the candidate, errors included.</param>
    public static Metric Share(ProblemCount count, int all, PromptSuite suite)
    {
        var (has, clusters) = (new List<bool>(all), new List<string>(all));
        foreach (var ordinal in count.Ordinals)
        {
            has.Add(true);
            clusters.Add(Cluster(suite.Samples[ordinal]));
        }

        // Of the others it matters only to which sample they belong.
        var troubled = count.Ordinals.CountBy(static ordinal => ordinal).ToDictionary();
        for (var ordinal = 0; has.Count < all && ordinal < suite.Samples.Length; ordinal++)
        {
            for (var repeat = troubled.GetValueOrDefault(ordinal); repeat < suite.Repeats && has.Count < all; repeat++)
            {
                has.Add(false);
                clusters.Add(Cluster(suite.Samples[ordinal]));
            }
        }

        return Proportion.Rate("problem.share", has, clusters);
    }

    private static string Cluster(Sample sample) => sample.Cluster is { } cluster ? $"c:{cluster}" : $"s:{sample.Id}";
}

/// <param name="Ordinals">Places of their samples in the suite, rising; as often as a sample has such cells.</param>
public sealed record ProblemCount(string Candidate, ImmutableArray<int> Ordinals)
{
    public int Cells => Ordinals.Length;
}
