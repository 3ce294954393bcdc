using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Statistics;
using Workbench.Core.Suites;

namespace Workbench.Core.Compliance;

/// <summary>Judges one clause on one candidate's answers.</summary>
internal static class ClauseAssessor
{
    /// <summary>Most of the answers due that may be missing or unusable before a rate is no longer evidence.</summary>
    public const double MaximumUnusableShare = 0.05;

    public static ClauseResult Assess(Clause clause, RunAnswers answers) => clause.Kind switch
    {
        ClauseKind.Measured => Measure(clause, answers),
        ClauseKind.Coverage => Cover(clause, answers),
        _ => Unmeasured(clause, Verdict.Documentary, new Phrase("Compliance.NeedsDocument")),
    };

    private static ClauseResult Cover(Clause clause, RunAnswers answers)
    {
        var samples = Chosen(clause, answers).ToList();
        if (samples.Count == 0)
        {
            return Nothing(clause);
        }

        var shortOf = clause.EachOf
            .Select(tag => new TagCount(tag, samples.Count(sample => sample.Tags.Any(own => ClauseScope.Under(own, tag))), clause.MinEach))
            .Where(count => count.Count < count.Least)
            .ToImmutableArray();
        var holds = samples.Count >= clause.MinN && shortOf.IsEmpty;
        var reason = shortOf.IsEmpty
            ? new Phrase(holds ? "Compliance.CoverageEnough" : "Compliance.CoverageShort", Text(samples.Count), Text(clause.MinN))
            : new Phrase("Compliance.CoverageShortTags", Text(samples.Count), Text(clause.MinN), Text(shortOf.Length), Text(clause.EachOf.Length));
        return Unmeasured(clause, holds ? Verdict.Conforms : Verdict.DoesNotConform, reason) with { N = samples.Count, Lacking = shortOf };
    }

    private static ClauseResult Measure(Clause clause, RunAnswers answers)
    {
        var metric = ClauseMetric.Known[clause.Metric!];
        var samples = Chosen(clause, answers).Where(sample => metric.AppliesTo(answers.Suite, sample)).ToList();
        if (samples.Count == 0)
        {
            return Nothing(clause);
        }

        var (observed, unusable) = Observe(metric, samples, answers);
        var questions = observed.Select(observation => observation.Sample.Id).Distinct(StringComparer.Ordinal).Count();
        var limit = clause.Limit!;
        var rate = Rate(metric, observed);
        var failsWhen = limit.Comparison == Comparison.AtMost;
        var result = Unmeasured(clause, Verdict.NotEnoughEvidence, rate.Reason ?? new Phrase("Compliance.NothingUsable")) with
        {
            Estimate = rate.Estimate,
            N = questions,
            Unusable = unusable,
            Passing = [.. observed.Where(observation => observation.Counts != failsWhen).Select(observation => observation.Reference)],
            Failing = [.. observed.Where(observation => observation.Counts == failsWhen).Select(observation => observation.Reference)],
            Splits = ClauseSplits.Of(metric, observed, limit),
        };
        return rate.Estimate is { } estimate ? Judge(clause, limit, result, estimate, samples.Count * answers.Suite.Repeats) : result;
    }

    private static ClauseResult Judge(Clause clause, ClauseLimit limit, ClauseResult result, Estimate estimate, int due)
    {
        var demonstrated = LimitTest.Of(estimate, limit);
        var more = demonstrated == Demonstrated.Undecided ? LimitTest.MoreQuestions(estimate, limit, result.N) : null;
        var judged = result with { Demonstrated = demonstrated, MoreQuestions = more };
        if (result.Unusable > MaximumUnusableShare * due)
        {
            return judged with { Reason = new Phrase("Compliance.TooManyUnusable", Text(result.Unusable), Text(due), Percent(MaximumUnusableShare)) };
        }

        if (result.N < clause.MinN)
        {
            return judged with { Reason = new Phrase("Compliance.TooFew", Text(result.N), Text(clause.MinN)) };
        }

        var holds = limit.Holds(estimate.Value);
        var reason = demonstrated switch
        {
            Demonstrated.Shown => new Phrase("Compliance.ShownFor", Percent(estimate.Value), Percent(estimate.Low), Percent(estimate.High)),
            Demonstrated.ShownAgainst => new Phrase("Compliance.ShownAgainst", Percent(estimate.Value), Percent(estimate.Low), Percent(estimate.High)),
            _ when more is { } count => new Phrase("Compliance.UndecidedNeeds", Percent(estimate.Low), Percent(estimate.High), Percent(limit.Threshold), Text(count)),
            _ => new Phrase("Compliance.Undecided", Percent(estimate.Low), Percent(estimate.High), Percent(limit.Threshold)),
        };
        return judged with { Verdict = holds ? Verdict.Conforms : Verdict.DoesNotConform, Reason = reason };
    }

    internal static (ImmutableArray<Observation> Observed, int Unusable) Observe(ClauseMetric metric, IEnumerable<Sample> samples, RunAnswers answers)
    {
        var observed = ImmutableArray.CreateBuilder<Observation>();
        var unusable = 0;
        foreach (var sample in samples)
        {
            for (var repeat = 0; repeat < answers.Suite.Repeats; repeat++)
            {
                var scores = answers.Cells.TryGetValue((sample.Id, repeat), out var cell) && cell.Error is null
                    ? cell.Scores.Where(score => metric.Scorer is null || score.Scorer == metric.Scorer).ToList()
                    : [];
                if (scores.Count == 0 || scores.Any(score => score.Outcome == Outcome.Unscored))
                {
                    unusable++;
                }
                else if (metric.Observe(sample, scores) is { } counts)
                {
                    observed.Add(new Observation(sample, repeat, counts));
                }
            }
        }

        return (observed.ToImmutable(), unusable);
    }

    /// <summary>Answers to one question, and questions of one cluster, hang together; the interval takes that into account.</summary>
    internal static Metric Rate(ClauseMetric metric, IReadOnlyCollection<Observation> observed) =>
        Proportion.Rate(metric.Name, [.. observed.Select(observation => observation.Counts)], [.. observed.Select(observation => observation.Sample.Cluster is { } cluster ? $"c:{cluster}" : $"s:{observation.Sample.Id}")]);

    private static IEnumerable<Sample> Chosen(Clause clause, RunAnswers answers) =>
        (clause.Kind == ClauseKind.Coverage ? answers.Suite.Samples : answers.Asked).Where(sample => ClauseScope.Includes(clause.Filter, sample));

    /// <summary>A suite without a single question for a clause was not made for it: that says nothing against the candidate.</summary>
    private static ClauseResult Nothing(Clause clause) => clause.Absent == AbsentMeans.NotApplicable
        ? Unmeasured(clause, Verdict.NotApplicable, new Phrase("Compliance.NothingInSuiteNotApplicable"))
        : Unmeasured(clause, Verdict.NotEnoughEvidence, new Phrase("Compliance.NothingInSuite"));

    private static ClauseResult Unmeasured(Clause clause, Verdict verdict, Phrase reason) =>
        new(clause.Id, verdict, Demonstrated.NotMeasured, null, 0, clause.MinN, 0, null, reason, [], [], [], []);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture);
}

/// <summary>One answer as a yes or no.</summary>
internal sealed record Observation(Sample Sample, int Repeat, bool Counts)
{
    public SampleReference Reference => new(Sample.Id, Repeat);
}
