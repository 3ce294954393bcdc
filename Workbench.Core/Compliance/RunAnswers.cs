using System.Collections.Immutable;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Core.Compliance;

/// <summary>The cells of one candidate, laid against what was asked: which are there, which are missing.</summary>
internal sealed record RunAnswers(PromptSuite Suite, ImmutableArray<Sample> Asked, ImmutableDictionary<(string Sample, int Repeat), SampleResult> Cells, RunIntegrity Integrity)
{
    public required string Candidate { get; init; }

    /// <summary>Id of who made the run.</summary>
    public string Evaluator { get; init; } = "";

    public AssessmentBasis Basis { get; init; } = AssessmentBasis.None;

    /// <param name="results">Of one candidate.</param>
    public static RunAnswers Of(PromptSuite suite, ImmutableArray<Sample> asked, string candidate, IEnumerable<SampleResult> results)
    {
        var cells = ImmutableDictionary.CreateBuilder<(string, int), SampleResult>();
        var due = asked.Select(sample => sample.Id).ToHashSet(StringComparer.Ordinal);
        var repeated = 0;
        foreach (var result in results.Where(result => due.Contains(result.SampleId) && result.Repeat < suite.Repeats))
        {
            repeated += cells.TryAdd((result.SampleId, result.Repeat), result) ? 0 : 1;
        }

        var queued = asked.Length * suite.Repeats;
        var answered = cells.Values.Count(cell => cell.Error is null);
        var unscored = cells.Values.Count(cell => cell.Error is null && cell.Scores.Any(score => score.Outcome == Outcome.Unscored));
        return new RunAnswers(
            suite,
            asked,
            cells.ToImmutable(),
            new RunIntegrity(queued, answered, answered - unscored, cells.Count - answered, unscored, queued - cells.Count, repeated))
        { Candidate = candidate };
    }
}
