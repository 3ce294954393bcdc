using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Statistics;

namespace Workbench.Core.Runs.Trends;

/// <summary>What the runs of one suite came to, one after the other. Kept figures only: no cell is read.</summary>
/// <param name="Runs">With at least one answer, the oldest first.</param>
/// <param name="Metrics">Names of everything that some of the runs measured, in order of the newest run that has it.</param>
/// <param name="Uncounted">Runs whose figures this build has not computed yet; they have no points.</param>
public sealed record SuiteTrend(string Suite, ImmutableArray<RunHeader> Runs, ImmutableArray<string> Metrics, ImmutableArray<string> Uncounted, ImmutableArray<TrendLine> Lines)
{
    /// <summary>Most runs that are looked at, the newest.</summary>
    public const int MostRuns = 200;

    /// <param name="metric"><c>scorer.metric</c>; null takes the first that says how much is right.</param>
    /// <returns>Null where no run of the suite has an answer.</returns>
    /// <exception cref="InputException">No run measured it.</exception>
    public static async Task<SuiteTrend?> OfAsync(IRunStore store, string suite, string? metric, CancellationToken cancellation)
    {
        var kept = new List<KeptSummary>();
        foreach (var run in await store.OfSuiteAsync(suite, MostRuns, cancellation).ConfigureAwait(false))
        {
            if (run.Answered + run.Errors > 0)
            {
                kept.Add(await store.SummaryAsync(run.Id, cancellation).ConfigureAwait(false));
            }
        }

        return kept.Count == 0 ? null : Of(suite, kept, metric);
    }

    /// <param name="kept">The newest first.</param>
    public static SuiteTrend Of(string suite, IReadOnlyList<KeptSummary> kept, string? metric)
    {
        ImmutableArray<RunSummary> summaries = [.. kept.Where(static each => each is { IsCurrent: true, Summary: not null }).Select(static each => each.Summary!)];
        ImmutableArray<string> names = [.. summaries.SelectMany(static summary => summary.Candidates).SelectMany(static candidate => candidate.Metrics).Select(static each => each.Name).Distinct(StringComparer.Ordinal)];
        if (metric is not null && !names.IsEmpty && !names.Contains(metric))
        {
            throw new InputException(new InputProblem(new Phrase("Runs.TrendNoMetric", metric, suite), Field: "--metric", Hint: new Phrase("Runs.TrendMetrics", string.Join(", ", names))));
        }

        var chosen = metric ?? names.FirstOrDefault(static name => name.EndsWith(".accuracy", StringComparison.Ordinal)) ?? names.FirstOrDefault();
        return new SuiteTrend(
            suite,
            [.. kept.Select(static each => each.Run).Reverse()],
            names,
            [.. kept.Where(static each => each is not { IsCurrent: true, Summary: not null }).Select(static each => each.Run.Id)],
            chosen is null ? [] : [.. summaries.Reverse()
                .SelectMany(summary => summary.Candidates.Select(candidate => (candidate.Candidate, Point: (summary.Run, Metric: candidate.Metric(chosen)))))
                .Where(static each => each.Point.Metric is not null)
                .GroupBy(static each => each.Candidate.Hash, StringComparer.Ordinal)
                .Select(group => Line(group.Last().Candidate, chosen, [.. group.Select(static each => each.Point)]))]);
    }

    private static TrendLine Line(Candidate candidate, string metric, ImmutableArray<(RunHeader Run, Metric? Metric)> points) =>
        new(candidate, metric, [.. points.Select((point, at) => new TrendPoint(point.Run, point.Metric!, at > 0 && (points[at - 1].Run.SuiteSha256, points[at - 1].Run.Limit) != (point.Run.SuiteSha256, point.Run.Limit), at == 0 ? null : points[at - 1].Run.Id))]);
}

/// <summary>One candidate over the runs it took part in: the same model, prompt, adapters and settings, whatever a run called it.</summary>
/// <param name="Candidate">As the newest run has it.</param>
/// <param name="Metric">Name of what is shown.</param>
/// <param name="Points">The oldest first.</param>
public sealed record TrendLine(Candidate Candidate, string Metric, ImmutableArray<TrendPoint> Points);

/// <param name="IsBreak">The suite has other content, or fewer of its samples were asked, than in the point before: the samples differ, so the two are no measure of one thing.</param>
/// <param name="Before">Run of the point before; null for the first.</param>
public sealed record TrendPoint(RunHeader Run, Metric Metric, bool IsBreak, string? Before);
