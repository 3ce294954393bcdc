using System.Collections.Immutable;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Scoring.Judges;
using Workbench.Core.Suites;

namespace Workbench.Core.Races;

/// <summary>Standings of a run: paired differences sample by sample.</summary>
public static class HeatBoard
{
    /// <summary>A sample's score is the value of its first scorer that gave one, averaged over repeats; no answer counts 0, unscored and errors are left out.</summary>
    public static SuiteStandings Of(RunHeader run, PromptSuite suite, IEnumerable<SampleResult> results)
    {
        var byCandidate = results.Where(result => result.Error is null).ToLookup(result => result.Candidate, StringComparer.Ordinal);
        var clusters = suite.Samples.Where(sample => sample.Cluster is not null).ToDictionary(sample => sample.Id, sample => sample.Cluster!, StringComparer.Ordinal);
        return SuiteStandings.Of([.. run.Candidates.Select(candidate => new StandingEntry(candidate.Name, candidate.IsNull, Scores(byCandidate[candidate.Name])))], clusters);
    }

    /// <summary>The kind of scorer through which a judge decides in the standings; null where none does.</summary>
    public static string? JudgedBy(PromptSuite suite) => suite.Samples.Select(sample => ScorerRegistry.Specs(suite, sample).FirstOrDefault()?.Kind).OfType<string>().FirstOrDefault(JudgeScorer.IsJudge);

    private static Dictionary<string, double> Scores(IEnumerable<SampleResult> results) => results
        .Select(result => (result.SampleId, Value: First(result.Scores)))
        .Where(pair => pair.Value is not null)
        .GroupBy(pair => pair.SampleId, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Average(pair => pair.Value!.Value), StringComparer.Ordinal);

    private static double? First(ImmutableArray<Score> scores) =>
        scores.Where(score => score.Outcome is not (Outcome.Unscored or Outcome.Measured)).Select(score => score.Outcome == Outcome.NoAnswer ? 0 : score.Value).FirstOrDefault();
}
