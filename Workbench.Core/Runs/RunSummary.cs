using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Scoring;
using Workbench.Core.Statistics;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>What a run found, candidate by candidate. Pure: pages, commands and reports all take it from here.</summary>
/// <param name="Answered">Cells with an answer.</param>
/// <param name="Scored">Answered cells that every scorer could judge; the other answered ones are <paramref name="Unscored"/>.</param>
/// <param name="Errors">Cells where the machinery failed; in no rate.</param>
public sealed record RunSummary(RunHeader Run, int Expected, int Answered, int Scored, int Errors, int Unscored, ImmutableArray<CandidateSummary> Candidates)
{
    /// <summary>Cells that hold neither an answer nor an error: not asked yet, or, of answers that came from elsewhere, not given.</summary>
    public int Missing => Expected - Answered - Errors;

    /// <param name="results">Texts are not looked at.</param>
    public static RunSummary Build(RunHeader run, PromptSuite suite, IEnumerable<SampleResult> results)
    {
        var samples = suite.Samples.ToDictionary(sample => sample.Id, StringComparer.Ordinal);
        var byCandidate = results.ToLookup(result => result.Candidate, StringComparer.Ordinal);
        var kinds = suite.Samples.SelectMany(sample => ScorerRegistry.Specs(suite, sample)).Select(spec => spec.Kind).Distinct(StringComparer.Ordinal).ToList();
        var isMixed = OverallScores.AreIn(byCandidate.SelectMany(each => each));
        ImmutableArray<CandidateSummary> candidates = [.. run.Candidates.AsParallel().AsOrdered().Select(candidate => Candidate(candidate, run, kinds, isMixed, samples, [.. byCandidate[candidate.Name]]))];
        return new RunSummary(run, run.Expected, candidates.Sum(each => each.Answered), candidates.Sum(each => each.Scored), candidates.Sum(each => each.Errors), candidates.Sum(each => each.Unscored), candidates);
    }

    /// <summary>The same figures beside what the run says now of its state and its models.</summary>
    public RunSummary Of(RunHeader run) => this with { Run = run, Expected = run.Expected, Candidates = [.. Candidates.Select(each => each with { Model = run.Models?.GetValueOrDefault(each.Candidate.Name) })] };

    private static CandidateSummary Candidate(Candidate candidate, RunHeader run, List<string> kinds, bool isMixed, Dictionary<string, Sample> samples, ImmutableArray<SampleResult> results)
    {
        var answered = results.Where(result => result.Error is null).ToList();
        var unscored = answered.Count(result => result.Scores.Any(score => score.Outcome == Outcome.Unscored));
        ImmutableArray<ScoredSample> scored = [.. answered.SelectMany(result => Beside(samples[result.SampleId], result.Scores))];
        ImmutableArray<ScoredSample> overall = isMixed ? [.. answered.Select(result => OverallScores.Of(samples[result.SampleId], result.Scores)).OfType<ScoredSample>()] : [];
        ImmutableArray<ScoredSample> rated = [.. overall, .. scored];
        List<string> ratedKinds = isMixed ? [OverallScores.Kind, .. kinds] : kinds;
        var metrics = Metrics(ratedKinds, rated);
        return new CandidateSummary(
            candidate,
            run.Models?.GetValueOrDefault(candidate.Name),
            results.Length - answered.Count,
            unscored,
            answered.Count,
            answered.Count - unscored,
            Usage(answered),
            TimeSpan.FromTicks(answered.Sum(result => result.Duration?.Ticks ?? 0)),
            metrics,
            [.. Splits("language", ratedKinds, rated, sample => sample.Language), .. Splits("region", ratedKinds, rated, sample => sample.Region)],
            answered.Where(result => !result.Scores.IsDefaultOrEmpty).CountBy(result => result.Scores[0].Outcome).ToImmutableSortedDictionary(),
            answered.Count(result => result.Cached))
        {
            Curves = [.. kinds.Select(kind => RiskCurve.Of(ScorerRegistry.Standard.Find(kind), [.. scored.Where(each => each.Score.Scorer == kind && each.Score.Outcome != Outcome.Unscored)])).OfType<RiskCurve>()],
            Rocs = [.. kinds.SelectMany(kind => RocCurve.Of(ScorerRegistry.Standard.Find(kind), [.. scored.Where(each => each.Score.Scorer == kind && each.Score.Outcome != Outcome.Unscored)]))],
            Groups = Groups(metrics, rated),
        };
    }

    private static ImmutableArray<Metric> Metrics(IEnumerable<string> kinds, IReadOnlyCollection<ScoredSample> scored) =>
        [.. kinds.SelectMany(kind => ScoreMetrics.Of(kind, [.. scored.Where(each => each.Score.Scorer == kind)]))];

    private static IEnumerable<MetricSplit> Splits(string dimension, IReadOnlyCollection<string> kinds, IReadOnlyCollection<ScoredSample> scored, Func<Sample, string?> part)
    {
        var parts = scored.Where(each => part(each.Sample) is not null).GroupBy(each => part(each.Sample)!, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        return parts.Select(group => new MetricSplit(dimension, group.Key, Metrics(kinds.Where(kind => group.Any(each => each.Score.Scorer == kind)), [.. group])));
    }

    /// <summary>Of the first metric that says how much is right.</summary>
    private static ImmutableArray<GroupRate> Groups(ImmutableArray<Metric> metrics, ImmutableArray<ScoredSample> scored)
    {
        if (metrics.FirstOrDefault(static metric => metric.Name.EndsWith(".accuracy", StringComparison.Ordinal)) is not { } right)
        {
            return [];
        }

        var kind = right.Name[..right.Name.LastIndexOf('.')];
        List<ScoredSample> mine = [.. scored.Where(each => each.Score.Scorer == kind)];
        return [.. from dimension in SampleGrouping.Dimensions
                   where dimension != SampleGrouping.Cluster
                   let groups = mine.SelectMany(each => SampleGrouping.Of(each.Sample, dimension).Select(value => (value, each))).ToLookup(static pair => pair.value, static pair => pair.each, StringComparer.Ordinal)
                   where groups.Count is > 1 and <= SampleGrouping.MostKept
                   from part in groups.OrderBy(static part => part.Key, StringComparer.Ordinal)
                   let rate = ScoreMetrics.Of(kind, [.. part]).FirstOrDefault(metric => metric.Name == right.Name)
                   where rate is not null
                   select new GroupRate(dimension, part.Key, rate)];
    }

    private static IEnumerable<ScoredSample> Beside(Sample sample, ImmutableArray<Score> scores)
    {
        var right = scores.Length > 1 ? ScoredSample.RightOf(scores) : null;
        return scores.Select(score => new ScoredSample(sample, score) { Right = right });
    }

    private static ModelUsage Usage(IEnumerable<SampleResult> answered) =>
        answered.Select(result => result.Usage).OfType<ModelUsage>().Aggregate(new ModelUsage(0, 0, 0), (sum, usage) => new ModelUsage(sum.Prompt + usage.Prompt, sum.PromptCached + usage.PromptCached, sum.Completion + usage.Completion));
}

/// <param name="Model">What answered; null when nothing did.</param>
/// <param name="Tokens">Sum over the answers that tell.</param>
/// <param name="Time">Sum of the answers' durations; answers overlap, so it is more than the run took.</param>
/// <param name="Metrics">In order of the suite's scorers; before them <c>all.accuracy</c> where several decide (<see cref="OverallScores"/>).</param>
/// <param name="Splits">By language, then by region.</param>
/// <param name="Outcomes">Answers by the verdict of the sample's first scorer.</param>
/// <param name="Cached">Answers taken from the cache.</param>
public sealed record CandidateSummary(
    Candidate Candidate,
    ModelFacts? Model,
    int Errors,
    int Unscored,
    int Answered,
    int Scored,
    ModelUsage Tokens,
    TimeSpan Time,
    ImmutableArray<Metric> Metrics,
    ImmutableArray<MetricSplit> Splits,
    ImmutableSortedDictionary<Outcome, int> Outcomes,
    int Cached)
{
    /// <summary>Of each scorer that says how sure the model is.</summary>
    public ImmutableArray<RiskCurve> Curves { get; init; } = [];

    /// <summary>Of each of those scorers, and of the baselines beside it.</summary>
    public ImmutableArray<RocCurve> Rocs { get; init; } = [];

    /// <summary>Share of right answers in groups of samples.</summary>
    public ImmutableArray<GroupRate> Groups { get; init; } = [];

    public Metric? Metric(string name) => Metrics.FirstOrDefault(metric => metric.Name == name);
}

/// <summary>The metrics of one part of the samples.</summary>
/// <param name="Dimension"><c>language</c> or <c>region</c>.</param>
public sealed record MetricSplit(string Dimension, string Value, ImmutableArray<Metric> Metrics);
