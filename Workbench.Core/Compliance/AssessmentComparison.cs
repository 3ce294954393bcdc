using System.Collections.Immutable;
using Workbench.Core.Statistics;

namespace Workbench.Core.Compliance;

/// <summary>A candidate's verdicts beside another's, or beside its own of another assessment.</summary>
/// <param name="Clauses">Those that both packs have, in the second's order.</param>
/// <param name="OnlyBefore">Ids of clauses that only the first has.</param>
/// <param name="OnlyAfter">Ids of clauses that only the second has.</param>
public sealed record AssessmentComparison(CandidateAssessment Before, CandidateAssessment After, ImmutableArray<ClauseComparison> Clauses, ImmutableArray<string> OnlyBefore, ImmutableArray<string> OnlyAfter)
{
    public IEnumerable<ClauseComparison> Moved => Clauses.Where(clause => clause.HasMoved);

    /// <param name="packBefore">Of the first assessment, as it was used.</param>
    public static AssessmentComparison Of(CandidateAssessment before, PolicyPack packBefore, CandidateAssessment after, PolicyPack packAfter)
    {
        var old = before.Clauses.ToDictionary(result => result.ClauseId, StringComparer.Ordinal);
        var own = after.Clauses.Select(result => result.ClauseId).ToHashSet(StringComparer.Ordinal);
        var rules = packBefore.Clauses.ToDictionary(clause => clause.Id, StringComparer.Ordinal);
        return new AssessmentComparison(
            before, after,
            [.. after.Clauses.Where(result => old.ContainsKey(result.ClauseId)).Select(result => Clause(old[result.ClauseId], result, rules[result.ClauseId], packAfter.Clauses.First(clause => clause.Id == result.ClauseId)))],
            [.. before.Clauses.Select(result => result.ClauseId).Where(id => !own.Contains(id))],
            [.. after.Clauses.Select(result => result.ClauseId).Where(id => !old.ContainsKey(id))]);
    }

    private static ClauseComparison Clause(ClauseResult before, ClauseResult after, Clause ruleBefore, Clause ruleAfter)
    {
        var passed = before.Passing.Select(sample => (sample, Passes: 1d)).Concat(before.Failing.Select(sample => (sample, Passes: 0d))).ToDictionary(each => each.sample, each => each.Passes);
        var pairs = after.Passing.Select(sample => (Sample: sample, Passes: 1d)).Concat(after.Failing.Select(sample => (Sample: sample, Passes: 0d))).Where(each => passed.ContainsKey(each.Sample))
            .Select(each => (each.Sample, After: each.Passes, Before: passed[each.Sample])).ToList();
        var samples = pairs.Select(pair => pair.Sample.SampleId).ToList();
        var change = pairs.Count == 0 ? null : PairedDifference.Of("pass", [.. pairs.Select(pair => pair.After)], [.. pairs.Select(pair => pair.Before)], samples.Distinct(StringComparer.Ordinal).Count() == samples.Count ? null : samples);
        return new ClauseComparison(
            ruleAfter, before, after, change,
            [.. pairs.Where(pair => pair.After > pair.Before).Select(pair => pair.Sample)], [.. pairs.Where(pair => pair.After < pair.Before).Select(pair => pair.Sample)],
            (ruleBefore.Limit, ruleBefore.MinN, ruleBefore.Metric, ruleBefore.MinEach) != (ruleAfter.Limit, ruleAfter.MinN, ruleAfter.Metric, ruleAfter.MinEach));
    }
}

/// <summary>One clause in both.</summary>
/// <param name="Change">Of the share of passing answers, on questions that both answered, paired by question; null where there are none.</param>
/// <param name="Better">Answers that pass now and did not before.</param>
/// <param name="Worse">Answers that passed before and do not now.</param>
/// <param name="RuleChanged">Metric, limit or minimum is another one.</param>
public sealed record ClauseComparison(Clause Clause, ClauseResult Before, ClauseResult After, PairedDifference? Change, ImmutableArray<SampleReference> Better, ImmutableArray<SampleReference> Worse, bool RuleChanged)
{
    /// <summary>The clause's verdict, or what is demonstrated at 95 %, is another one.</summary>
    public bool HasMoved => Before.Verdict != After.Verdict || Before.Demonstrated != After.Demonstrated;

    /// <summary>Why it moved, as far as the numbers tell.</summary>
    public MoveCause Cause => !HasMoved ? MoveCause.None
        : RuleChanged ? MoveCause.Rule
        : (Before.Verdict == Verdict.NotEnoughEvidence) != (After.Verdict == Verdict.NotEnoughEvidence) ? MoveCause.Evidence
        : Better.IsEmpty && Worse.IsEmpty ? MoveCause.Questions
        : MoveCause.Answers;
}

/// <summary>Why a clause came to another verdict.</summary>
public enum MoveCause
{
    None,

    /// <summary>The clause itself is another one.</summary>
    Rule,

    /// <summary>There is evidence now, or no longer.</summary>
    Evidence,

    /// <summary>Other questions were asked.</summary>
    Questions,

    /// <summary>Other answers to the same questions.</summary>
    Answers,
}
