using System.Collections.Immutable;
using Workbench.Core.Runs;
using Workbench.Core.Statistics;
using Workbench.Core.Suites;

namespace Workbench.Core.Compliance;

/// <summary>Every rate that a clause could be written on, measured over a whole run.</summary>
public static class RunRates
{
    /// <returns>The metrics of one candidate by name; those that the suite does not ask for are left out.</returns>
    public static ImmutableArray<Metric> Of(RunHeader run, PromptSuite suite, IEnumerable<SampleResult> results, string candidate)
    {
        var asked = run.Limit is { } limit ? suite.Samples.Take(limit).ToImmutableArray() : suite.Samples;
        var answers = RunAnswers.Of(suite, asked, candidate, results.Where(result => result.Candidate == candidate));
        var rates = ImmutableArray.CreateBuilder<Metric>();
        foreach (var metric in ClauseMetric.Known.Values.Where(metric => metric.Method != ClauseMethod.People).OrderBy(metric => metric.Name, StringComparer.Ordinal))
        {
            var samples = asked.Where(sample => metric.AppliesTo(suite, sample)).ToList();
            if (samples.Count > 0)
            {
                rates.Add(ClauseAssessor.Rate(metric, ClauseAssessor.Observe(metric, samples, answers).Observed));
            }
        }

        return rates.ToImmutable();
    }
}
