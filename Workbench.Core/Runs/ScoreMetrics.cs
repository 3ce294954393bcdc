using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Statistics;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>One score beside the sample it is about.</summary>
public sealed record ScoredSample(Sample Sample, Score Score)
{
    /// <summary>Repeats of a sample, and samples of a cluster, hang together.</summary>
    public string Cluster => Sample.Cluster is { } cluster ? $"c:{cluster}" : $"s:{Sample.Id}";
}

/// <summary>The rates that come out of one kind of scorer, each with a clustered interval. Unscored answers are in none of them.</summary>
/// <remarks>
/// All kinds: <c>accuracy</c>, the mean value. <c>claim-outcome</c> instead: <c>accuracy</c> (correct among answerable samples), <c>attempted</c> (claims among answerable samples),
/// <c>made-up</c> (wrong claims among all claims), <c>made-up-unanswerable</c> (claims among unanswerable samples). <c>refusal</c> besides: <c>refused</c> (among samples that state
/// whether a refusal is due), <c>refused-due</c> and <c>refused-undue</c> (among those where it is, and is not).
/// </remarks>
public static class ScoreMetrics
{
    public static ImmutableArray<Metric> Of(string kind, IReadOnlyCollection<ScoredSample> all)
    {
        var scored = all.Where(each => each.Score is { Outcome: not Outcome.Unscored, Value: not null }).ToList();
        return kind switch
        {
            "claim-outcome" => Claims(scored),
            "refusal" => [Accuracy(kind, scored), .. Refusals(scored)],
            _ => [Accuracy(kind, scored)],
        };
    }

    private static Metric Accuracy(string kind, List<ScoredSample> scored) => scored.Count == 0
        ? new Metric($"{kind}.accuracy", null, new Phrase("Runs.NoneScored"))
        : MeanInterval.Score($"{kind}.accuracy", [.. scored.Select(each => each.Score.Value!.Value)], [.. scored.Select(each => each.Cluster)]);

    private static ImmutableArray<Metric> Claims(List<ScoredSample> scored)
    {
        var answerable = scored.Where(each => each.Sample.Answerable).ToList();
        var unanswerable = scored.Where(each => !each.Sample.Answerable).ToList();
        var metrics = ImmutableArray.Create(
            Rate("claim-outcome.accuracy", answerable, each => each.Score.Outcome == Outcome.Correct, "NoneAnswerable"),
            Rate("claim-outcome.attempted", answerable, IsClaim, "NoneAnswerable"),
            Rate("claim-outcome.made-up", [.. scored.Where(IsClaim)], each => each.Score.Outcome == Outcome.Incorrect, "NoneAttempted"));
        return unanswerable.Count == 0 ? metrics : metrics.Add(Rate("claim-outcome.made-up-unanswerable", unanswerable, IsClaim, "NoneUnanswerable"));
    }

    private static IEnumerable<Metric> Refusals(List<ScoredSample> scored)
    {
        yield return Rate("refusal.refused", scored, IsRefusal, "NoneScored");
        yield return Rate("refusal.refused-due", [.. scored.Where(each => each.Sample.ShouldRefuse == true)], IsRefusal, "NoneOfKind");
        yield return Rate("refusal.refused-undue", [.. scored.Where(each => each.Sample.ShouldRefuse == false)], IsRefusal, "NoneOfKind");
    }

    private static bool IsClaim(ScoredSample each) => each.Score.Outcome is Outcome.Correct or Outcome.Incorrect or Outcome.Partial;

    /// <summary>Correct means that it did what was due; an empty answer does not help either.</summary>
    private static bool IsRefusal(ScoredSample each) => (each.Score.Outcome == Outcome.Correct) == (each.Sample.ShouldRefuse == true);

    private static Metric Rate(string name, List<ScoredSample> among, Func<ScoredSample, bool> counts, string reason) => among.Count == 0
        ? new Metric(name, null, new Phrase($"Runs.{reason}"))
        : Proportion.Rate(name, [.. among.Select(counts)], [.. among.Select(each => each.Cluster)]);
}
