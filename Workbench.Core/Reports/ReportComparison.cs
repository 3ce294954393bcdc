using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Suites;

namespace Workbench.Core.Reports;

/// <summary>Differences between candidates or runs, paired by question.</summary>
internal static class ReportComparison
{
    /// <summary>Two candidates of one run, or the run and an earlier one.</summary>
    /// <exception cref="InputException">There is nothing to compare with.</exception>
    public static async Task<ReportContent> AddAsync(ReportContent content, ReportOrder order, IRunStore runs, ImmutableArray<SampleResult> scores, CancellationToken cancellation)
    {
        var run = content.Run;
        if (order.Against is { } against && run.Candidates.All(candidate => candidate.Name != against))
        {
            var other = await RunComparison.OfAsync(runs, against, run.Id, cancellation).ConfigureAwait(false);
            return With(content, other);
        }

        var models = run.Candidates.Where(candidate => !candidate.IsNull).Select(candidate => candidate.Name).ToList();
        var now = order.Candidate ?? models.First(name => name != order.Against);
        var before = order.Against ?? models.First(name => name != now);
        return With(content, RunComparison.Between(run, content.Suite, scores, before, now));
    }

    /// <summary>Every candidate against the first one that is a model.</summary>
    public static ImmutableArray<ScoreChange> AgainstFirst(RunHeader run, PromptSuite suite, ImmutableArray<SampleResult> scores, ImmutableArray<string> names)
    {
        var first = run.Candidates.FirstOrDefault(candidate => !candidate.IsNull && names.Contains(candidate.Name))?.Name;
        return first is null ? [] : [.. names.Where(name => name != first).SelectMany(name => RunComparison.Between(run, suite, scores, first, name).Changes)];
    }

    private static ReportContent With(ReportContent content, RunComparison comparison)
    {
        ImmutableArray<string> names = [.. comparison.Changes.SelectMany(change => new[] { change.BeforeCandidate, change.Candidate }).Distinct()];
        return comparison.Changes.IsEmpty
            ? throw new InputException(new InputProblem(new Phrase("Reports.NothingInCommon"), Field: "against"))
            : content with
            {
                Comparison = comparison,
                Changes = comparison.Changes,
                Summary = content.Summary with { Candidates = [.. content.Summary.Candidates.Where(each => names.Contains(each.Candidate.Name))] },
            };
    }
}
