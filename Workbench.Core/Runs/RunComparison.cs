using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Statistics;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>One scorer's verdicts on the same samples in two runs.</summary>
/// <param name="Candidate">Its name in the later run.</param>
/// <param name="BeforeCandidate">In the earlier one.</param>
/// <param name="Change">Later − earlier, paired by sample (repeats averaged), with its interval.</param>
/// <param name="AdjustedP">Holm's, over all changes of the comparison; null where there is no test.</param>
/// <param name="Better">Samples with a higher score than before.</param>
public sealed record ScoreChange(string Candidate, string BeforeCandidate, string Scorer, double? Before, double? Now, PairedDifference Change, double? AdjustedP, int Better, int Worse, int Same);

/// <summary>A sample whose score changed.</summary>
/// <param name="Before">Mean over its repeats, 0 to 1.</param>
public sealed record ChangedSample(string SampleId, string Candidate, string BeforeCandidate, string Scorer, double Before, double Now)
{
    public double Change => Now - Before;
}

/// <summary>What got better and what got worse from one run to a later one, on the samples that ask the same in both. Errors and what was not scored are in no number.</summary>
/// <param name="Common">Samples of both runs with the same prompt.</param>
/// <param name="Reworded">Samples of both with another prompt; in no number.</param>
/// <param name="Changed">The largest losses first.</param>
public sealed record RunComparison(RunHeader Before, RunHeader Now, int Common, int OnlyBefore, int OnlyNow, int Reworded, ImmutableArray<ScoreChange> Changes, ImmutableArray<ChangedSample> Changed)
{
    /// <summary>Reads both runs and compares the candidates of the same name; where none is, the only one of each.</summary>
    /// <exception cref="InputException">No such run, or no candidates to compare.</exception>
    public static async Task<RunComparison> OfAsync(IRunStore store, string before, string now, CancellationToken cancellation)
    {
        var (first, second) = (await FindAsync(store, before, cancellation).ConfigureAwait(false), await FindAsync(store, now, cancellation).ConfigureAwait(false));
        var (firstSuite, secondSuite) = (await store.SuiteAsync(before, cancellation).ConfigureAwait(false), await store.SuiteAsync(now, cancellation).ConfigureAwait(false));
        return Build(first, firstSuite, await store.ScoresAsync(before, cancellation).ConfigureAwait(false), second, secondSuite, await store.ScoresAsync(now, cancellation).ConfigureAwait(false));
    }

    /// <param name="beforeScores">Texts are not looked at, as in <paramref name="nowScores"/>.</param>
    public static RunComparison Build(RunHeader before, PromptSuite beforeSuite, IEnumerable<SampleResult> beforeScores, RunHeader now, PromptSuite nowSuite, IEnumerable<SampleResult> nowScores) =>
        Build(before, beforeSuite, beforeScores, now, nowSuite, nowScores, Pairs(before, now));

    /// <summary>Two candidates of one run.</summary>
    public static RunComparison Between(RunHeader run, PromptSuite suite, IReadOnlyCollection<SampleResult> scores, string before, string now) =>
        Build(run, suite, scores.Where(result => result.Candidate == before), run, suite, scores.Where(result => result.Candidate == now), [(before, now)]);

    private static RunComparison Build(
        RunHeader before, PromptSuite beforeSuite, IEnumerable<SampleResult> beforeScores, RunHeader now, PromptSuite nowSuite, IEnumerable<SampleResult> nowScores, ImmutableArray<(string Before, string Now)> candidates)
    {
        var earlier = RunPlan.Samples(beforeSuite, before.Limit).ToDictionary(sample => sample.Id, StringComparer.Ordinal);
        var later = RunPlan.Samples(nowSuite, now.Limit);
        var both = later.Where(sample => earlier.ContainsKey(sample.Id)).ToList();
        var same = both.Where(sample => earlier[sample.Id].Prompt == sample.Prompt).ToList();
        var (old, fresh) = (Means(beforeScores), Means(nowScores));
        var changed = ImmutableArray.CreateBuilder<ChangedSample>();
        var changes = new List<ScoreChange>();
        foreach (var (was, candidate) in candidates)
        {
            foreach (var scorer in fresh.Keys.Where(key => key.Candidate == candidate).Select(key => key.Scorer).Distinct(StringComparer.Ordinal))
            {
                var pairs = same.Where(sample => old.ContainsKey((was, scorer, sample.Id)) && fresh.ContainsKey((candidate, scorer, sample.Id)))
                    .Select(sample => (Sample: sample, Before: old[(was, scorer, sample.Id)], Now: fresh[(candidate, scorer, sample.Id)])).ToList();
                if (pairs.Count > 0)
                {
                    changes.Add(Change(was, candidate, scorer, pairs));
                    changed.AddRange(pairs.Where(pair => pair.Before != pair.Now).Select(pair => new ChangedSample(pair.Sample.Id, candidate, was, scorer, pair.Before, pair.Now)));
                }
            }
        }

        return new RunComparison(before, now, same.Count, earlier.Count - both.Count, later.Length - both.Count, both.Count - same.Count, Adjusted(changes), [.. changed.OrderBy(each => each.Change)]);
    }

    private static ScoreChange Change(string was, string candidate, string scorer, List<(Sample Sample, double Before, double Now)> pairs)
    {
        string[] clusters = [.. pairs.Select(pair => pair.Sample.Cluster is { } cluster ? $"c:{cluster}" : $"s:{pair.Sample.Id}")];
        var difference = PairedDifference.Of($"{scorer}.change", [.. pairs.Select(pair => pair.Now)], [.. pairs.Select(pair => pair.Before)], clusters);
        var (better, worse) = (pairs.Count(pair => pair.Now > pair.Before), pairs.Count(pair => pair.Now < pair.Before));
        return new ScoreChange(candidate, was, scorer, pairs.Average(pair => pair.Before), pairs.Average(pair => pair.Now), difference, null, better, worse, pairs.Count - better - worse);
    }

    private static ImmutableArray<ScoreChange> Adjusted(List<ScoreChange> changes)
    {
        var tested = changes.Index().Where(each => each.Item.Change.P is not null).ToList();
        var holm = Adjustment.Holm([.. tested.Select(each => each.Item.Change.P!.Value)]);
        foreach (var (place, (index, change)) in tested.Index())
        {
            changes[index] = change with { AdjustedP = holm[place] };
        }

        return [.. changes];
    }

    private static Dictionary<(string Candidate, string Scorer, string Sample), double> Means(IEnumerable<SampleResult> results) => results
        .Where(result => result.Error is null)
        .SelectMany(result => result.Scores.Where(score => score is { Outcome: not (Outcome.Unscored or Outcome.Measured), Value: not null }).Select(score => (Key: (result.Candidate, score.Scorer, result.SampleId), score.Value)))
        .GroupBy(each => each.Key)
        .ToDictionary(group => group.Key, group => group.Average(each => each.Value!.Value));

    private static ImmutableArray<(string Before, string Now)> Pairs(RunHeader before, RunHeader now)
    {
        ImmutableArray<(string, string)> named = [.. now.Candidates.Where(candidate => before.Candidates.Any(other => other.Name == candidate.Name)).Select(candidate => (candidate.Name, candidate.Name))];
        var (first, second) = (before.Candidates.Where(candidate => !candidate.IsNull).ToList(), now.Candidates.Where(candidate => !candidate.IsNull).ToList());
        return !named.IsEmpty ? named
            : first.Count == 1 && second.Count == 1 ? [(first[0].Name, second[0].Name)]
            : throw new InputException(new InputProblem(new Phrase("Runs.NoCommonCandidates", before.Id, now.Id), Hint: new Phrase("Runs.CandidatesAre", string.Join(", ", before.Candidates.Concat(now.Candidates).Select(candidate => candidate.Name)))));
    }

    private static async Task<RunHeader> FindAsync(IRunStore store, string id, CancellationToken cancellation) =>
        await store.FindAsync(id, cancellation).ConfigureAwait(false) ?? throw new InputException(new InputProblem(new Phrase("Runs.NoRun", id)));
}
