using System.Collections.Frozen;
using System.Collections.Immutable;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Statistics;

namespace Workbench.Components.Runs;

/// <summary>What the page of a run says about all its cells.</summary>
/// <param name="NoAnswers">By candidate: cells that the first scorer called no answer.</param>
/// <param name="Outcomes">Cells by verdict of the first scorer.</param>
/// <param name="IsCurrent">False while a large run is counted anew.</param>
public sealed record RunFigures(RunSummary Summary, FrozenDictionary<string, int> NoAnswers, FrozenDictionary<Outcome, int> Outcomes, bool IsCurrent)
{
    private const int WideColumns = 4;
    private const string MadeUpName = "claim-outcome.made-up";

    /// <summary>Whether made-up answers are counted at all.</summary>
    public bool HasClaims => Summary.Candidates.Any(candidate => candidate.Metric(MadeUpName) is not null);

    /// <summary>Whether samples are judged by different scorers.</summary>
    public bool IsMixed => Summary.Candidates.Any(candidate => candidate.Metric(OverallScores.Name) is not null);

    /// <summary>Whether some scorer says how sure the models are, and another whether they are right.</summary>
    public bool HasSureness => Summary.Candidates.Any(candidate => !candidate.Curves.IsDefaultOrEmpty);

    public static RunFigures Of(RunFigureSet figures) => new(
        figures.Summary,
        figures.Summary.Candidates.ToFrozenDictionary(each => each.Candidate.Name, each => each.Outcomes.GetValueOrDefault(Outcome.NoAnswer), StringComparer.Ordinal),
        figures.Summary.Candidates.SelectMany(each => each.Outcomes).GroupBy(pair => pair.Key).ToFrozenDictionary(group => group.Key, group => group.Sum(pair => pair.Value)),
        figures.IsCurrent);

    /// <summary>Share of correct answers by the suite's first scorer.</summary>
    public static Metric? Correct(ImmutableArray<Metric> metrics) => metrics.FirstOrDefault(metric => metric.Name.EndsWith(".accuracy", StringComparison.Ordinal));

    public static Metric? MadeUp(ImmutableArray<Metric> metrics) => metrics.FirstOrDefault(metric => metric.Name == MadeUpName);

    /// <summary>The best first; null runners last.</summary>
    public IEnumerable<CandidateSummary> Ranked => Summary.Candidates.OrderBy(each => each.Candidate.IsNull).ThenByDescending(each => Correct(each.Metrics)?.Estimate?.Value ?? -1);

    /// <summary>Candidates that have columns with text in the matrix; the others show marks alone.</summary>
    public static ImmutableHashSet<string> Wide(RunHeader run)
    {
        var models = run.Candidates.Where(candidate => !candidate.IsNull).ToList();
        return [.. (models.Count == 0 ? run.Candidates : models.AsEnumerable()).Take(WideColumns).Select(candidate => candidate.Name)];
    }
}
