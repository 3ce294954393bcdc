using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Labels;
using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Scoring.Judges;
using Workbench.Core.Statistics;
using Workbench.Core.Suites;

namespace Workbench.Core.Compliance;

/// <summary>Judges one clause on one candidate's answers.</summary>
internal static class ClauseAssessor
{
    /// <summary>Most of the answers due that may be missing or unusable before a rate is no longer evidence.</summary>
    public const double MaximumUnusableShare = 0.05;

    /// <param name="jurisdiction">Of the pack.</param>
    public static ClauseResult Assess(Clause clause, RunAnswers answers, string jurisdiction = PolicyPack.Anywhere) => clause.Kind switch
    {
        ClauseKind.Measured => Measure(clause, answers, [.. answers.Asked.Where(sample => ClauseScope.Includes(clause.Filter, sample, jurisdiction))]),
        ClauseKind.Coverage => Cover(clause, answers.Basis.Stock is { } stock ? BankCover.Of(clause, stock) : BankCover.Of(clause, answers.Suite, jurisdiction)),
        _ => Unmeasured(clause, Verdict.Documentary, new Phrase("Compliance.NeedsDocument")),
    };

    internal static ClauseResult Cover(Clause clause, BankCover cover)
    {
        if (cover.Questions == 0)
        {
            return Nothing(clause);
        }

        var holds = cover.Questions >= clause.MinN && cover.Short.IsEmpty;
        var reason = cover.Short.IsEmpty
            ? new Phrase(holds ? "Compliance.CoverageEnough" : "Compliance.CoverageShort", Text(cover.Questions), Text(clause.MinN))
            : new Phrase("Compliance.CoverageShortTags", Text(cover.Questions), Text(clause.MinN), Text(cover.Short.Length), Text(clause.EachOf.Length));
        return Unmeasured(clause, holds ? Verdict.Conforms : Verdict.DoesNotConform, reason) with { N = cover.Questions, Lacking = cover.Short };
    }

    private static ClauseResult Measure(Clause clause, RunAnswers answers, ImmutableArray<Sample> chosen)
    {
        var metric = ClauseMetric.Known[clause.Metric!];
        ImmutableArray<Sample> samples = [.. chosen.Where(sample => metric.AppliesTo(answers.Suite, sample))];
        if (samples.IsEmpty)
        {
            return chosen.IsEmpty || clause.Absent == AbsentMeans.NotApplicable ? Nothing(clause) : Unmeasured(clause, Verdict.NotEnoughEvidence, Missing(metric));
        }

        var (observed, unusable) = Observe(metric, samples, answers);
        if (metric.Method == ClauseMethod.People && observed.IsEmpty && unusable == 0)
        {
            return Unmeasured(clause, Verdict.NotEnoughEvidence, Missing(metric));
        }

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
        if (rate.Estimate is not { } estimate)
        {
            return result;
        }

        var due = metric.Method == ClauseMethod.People ? observed.Length + unusable : samples.Length * answers.Suite.Repeats;
        var (demonstrated, evidence) = LimitTest.Of(Rate(metric, observed, LimitTest.Confidence).Estimate ?? estimate, observed.Count(observation => observation.Counts), limit);
        var more = demonstrated == Demonstrated.Undecided ? LimitTest.MoreQuestions(estimate, limit, questions) : null;
        return Judge(clause, limit, result with { Demonstrated = demonstrated, At95 = evidence, MoreQuestions = more }, estimate, due, MethodProblem(metric, samples, answers));
    }

    /// <summary>Why the method's verdicts are no evidence yet; null where they are.</summary>
    private static Phrase? MethodProblem(ClauseMetric metric, ImmutableArray<Sample> samples, RunAnswers answers)
    {
        if (metric.Method == ClauseMethod.People)
        {
            // Whoever made the run may label, but not alone.
            var people = samples.SelectMany(sample => answers.Basis.Labels.All.Where(label => label.SampleId == sample.Id && label.Candidate == answers.Candidate)).Select(label => label.By).Distinct(StringComparer.Ordinal).ToList();
            return people is [var only] && only == answers.Evaluator ? new Phrase("Compliance.OnlyEvaluatorLabelled") : null;
        }

        if (metric.Method != ClauseMethod.Judge)
        {
            return null;
        }

        var judges = samples.Select(sample => MethodCheck.JudgeOf(answers.Suite, sample)).Distinct().ToList();
        var checks = answers.Basis.Checks.Where(check => judges.Contains((check.Model ?? "", check.Rubric ?? ""))).ToList();
        return checks.Count < judges.Count ? new Phrase("Compliance.JudgeNotChecked") : checks.Select(check => check.WhyNot).OfType<Phrase>().Select(why => new Phrase($"Compliance.JudgeNotValidated{why.Key[(why.Key.IndexOf('.', StringComparison.Ordinal) + 1)..]}", why.Arguments)).FirstOrDefault();
    }

    private static Phrase Missing(ClauseMetric metric) => metric.Method switch
    {
        ClauseMethod.People => new Phrase("Compliance.MethodMissingPeople"),
        ClauseMethod.Keywords => new Phrase("Compliance.MethodMissingKeywords"),
        ClauseMethod.Judge => new Phrase("Compliance.MethodMissingJudge"),
        _ => new Phrase("Compliance.MethodMissingScorer", metric.Name),
    };

    private static ClauseResult Judge(Clause clause, ClauseLimit limit, ClauseResult judged, Estimate estimate, int due, Phrase? problem)
    {
        if (problem is not null)
        {
            return judged with { Reason = problem };
        }

        if (judged.Unusable > MaximumUnusableShare * due)
        {
            return judged with { Reason = new Phrase(clause.Metric == ClauseMetric.ByPeople ? "Compliance.TooManyUnsettled" : "Compliance.TooManyUnusable", Text(judged.Unusable), Text(due), Percent(MaximumUnusableShare)) };
        }

        if (judged.N < clause.MinN)
        {
            return judged with { Reason = new Phrase("Compliance.TooFew", Text(judged.N), Text(clause.MinN)) };
        }

        var holds = limit.Holds(estimate.Value);
        var (evidence, rate, bound, threshold) = (judged.At95!, Percent(estimate.Value), Percent(judged.At95!.Bound), Percent(limit.Threshold));
        var side = limit.Comparison == Comparison.AtLeast ? "Low" : "High";
        var reason = judged.Demonstrated switch
        {
            Demonstrated.Shown => new Phrase($"Compliance.Shown{side}", rate, bound, threshold),
            Demonstrated.ShownAgainst => new Phrase("Compliance.ShownBroken", rate, threshold),
            _ when evidence.Needed is { } needed && holds => new Phrase($"Compliance.NotShown{side}", rate, bound, threshold, Text(evidence.Count), Text(evidence.N), Text(needed)),
            _ when judged.MoreQuestions is { } more => new Phrase($"Compliance.NotShownMore{side}", rate, bound, threshold, Text(more)),
            _ => new Phrase($"Compliance.NotShownPlain{side}", rate, bound, threshold),
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
                if (metric.Method == ClauseMethod.People)
                {
                    // What nobody looked at is not missing: people label a random part.
                    if (answers.Basis.Labels.Of(sample.Id, answers.Candidate, repeat).Any())
                    {
                        Take(sample, repeat, answers.Basis.Labels.Settled(sample.Id, answers.Candidate, repeat) switch { LabelValue.Pass => true, LabelValue.Fail => false, _ => null }, usable: false);
                    }

                    continue;
                }

                var scores = answers.Cells.TryGetValue((sample.Id, repeat), out var cell) && cell.Error is null
                    ? cell.Scores.Where(score => metric.Scorer is null ? !JudgeScorer.IsJudge(score.Scorer) : score.Scorer == metric.Scorer).ToList()
                    : [];
                var judged = scores.Count > 0 && !scores.Any(score => score.Outcome == Outcome.Unscored);
                Take(sample, repeat, judged ? metric.Observe(sample, scores) : null, judged);
            }
        }

        return (observed.ToImmutable(), unusable);

        void Take(Sample sample, int repeat, bool? counts, bool usable)
        {
            if (counts is { } yes)
            {
                observed.Add(new Observation(sample, repeat, yes));
            }
            else
            {
                unusable += usable ? 0 : 1;
            }
        }
    }

    /// <summary>Answers to one question, and questions of one cluster, hang together; the interval takes that into account.</summary>
    internal static Metric Rate(ClauseMetric metric, IReadOnlyCollection<Observation> observed, double confidence = 0.95) =>
        Proportion.Rate(metric.Name, [.. observed.Select(observation => observation.Counts)], [.. observed.Select(observation => observation.Sample.Cluster is { } cluster ? $"c:{cluster}" : $"s:{observation.Sample.Id}")], confidence);

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
