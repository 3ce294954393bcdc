using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Scoring.Judges;
using Workbench.Core.Statistics;
using Workbench.Core.Suites;

namespace Workbench.Core.Labels;

/// <summary>An automatic method held against people, on the answers that both judged.</summary>
/// <param name="Scorer">Kind of the scorer, for example <c>keywords</c>, <c>judge</c>.</param>
/// <param name="Model">Of a judge; null otherwise.</param>
/// <param name="Rubric">Of a judge; null otherwise.</param>
/// <param name="Passed">Labelled answers that people passed.</param>
/// <param name="Failed">Labelled answers that people failed.</param>
/// <param name="Sensitivity">Share of what people failed that the method failed too.</param>
/// <param name="Specificity">Share of what people passed that the method passed too.</param>
/// <param name="Kappa">Cohen's kappa between the two.</param>
public sealed record MethodCheck(string Scorer, string? Model, string? Rubric, int Passed, int Failed, Metric Sensitivity, Metric Specificity, Metric Kappa)
{
    /// <summary>Lower ends of both rates that a judge needs to be relied on. Our own rule: no standard sets one.</summary>
    public const double LeastLow = 0.7;

    /// <summary>Why the method can't be relied on by people's labels; null where it can.</summary>
    [JsonIgnore]
    public Phrase? WhyNot =>
        Math.Min(Passed, Failed) < JudgedRate.LeastOfEachKind ? new Phrase("Labels.FewForCheck", Text(Passed), Text(Failed), Text(JudgedRate.LeastOfEachKind))
        : Sensitivity.Estimate!.Low < LeastLow || Specificity.Estimate!.Low < LeastLow ? new Phrase("Labels.NotReliable", Percent(Sensitivity.Estimate.Low), Percent(Specificity.Estimate!.Low), Percent(LeastLow))
        : null;

    /// <summary>Every automatic method of a run: keywords, and each judge by its model and rubric. All candidates together: the method is what is checked.</summary>
    public static ImmutableArray<MethodCheck> Of(PromptSuite suite, IEnumerable<SampleResult> results, LabelSet labels)
    {
        var samples = suite.Samples.ToDictionary(sample => sample.Id, StringComparer.Ordinal);
        var pairs = new List<(Key Method, bool People, bool Says)>();
        foreach (var result in results.Where(result => result.Error is null && samples.ContainsKey(result.SampleId)))
        {
            if (labels.Settled(result.SampleId, result.Candidate, result.Repeat) is LabelValue.Pass or LabelValue.Fail)
            {
                var passes = labels.Settled(result.SampleId, result.Candidate, result.Repeat) == LabelValue.Pass;
                pairs.AddRange(Verdicts(suite, samples[result.SampleId], result).Select(verdict => (verdict.Method, passes, verdict.Says)));
            }
        }

        var methods = samples.Values.SelectMany(sample => ScorerRegistry.Specs(suite, sample)).Where(IsMethod).Select(Key.Of).Distinct().OrderBy(key => key.ToString(), StringComparer.Ordinal);
        return [.. methods.Select(method => Check(method, [.. pairs.Where(pair => pair.Method == method).Select(pair => (pair.People, pair.Says))]))];
    }

    /// <summary>What the automatic methods say of one answer; a verdict that could not be given is left out.</summary>
    private static IEnumerable<(Key Method, bool Says)> Verdicts(PromptSuite suite, Sample sample, SampleResult result)
    {
        var specs = ScorerRegistry.Specs(suite, sample);
        return specs.Length != result.Scores.Length
            ? []
            : specs.Zip(result.Scores).Where(pair => IsMethod(pair.First) && pair.Second.Outcome is (Outcome.Correct or Outcome.Incorrect or Outcome.NoAnswer))
                .Select(pair => (Key.Of(pair.First), pair.Second.Outcome == Outcome.Correct));
    }

    private static bool IsMethod(ScorerSpec spec) => JudgeScorer.IsJudge(spec.Kind) || spec.Kind == "keywords";

    private static MethodCheck Check(Key method, List<(bool People, bool Says)> pairs)
    {
        var (passed, failed) = (pairs.Count(pair => pair.People), pairs.Count(pair => !pair.People));
        var agreement = Agreement.Of([.. pairs.Select(pair => (IReadOnlyList<string?>)[pair.People ? "pass" : "fail", pair.Says ? "pass" : "fail"])]);
        return new MethodCheck(
            method.Scorer, method.Model, method.Rubric, passed, failed,
            WilsonInterval.Of("sensitivity", pairs.Count(pair => pair is { People: false, Says: false }), failed),
            WilsonInterval.Of("specificity", pairs.Count(pair => pair is { People: true, Says: true }), passed),
            agreement.Intervals.First(metric => metric.Name == "cohen"));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>The judge of a sample, or null where it has none.</summary>
    public static (string Model, string Rubric)? JudgeOf(PromptSuite suite, Sample sample) =>
        ScorerRegistry.Specs(suite, sample).FirstOrDefault(spec => spec.Kind == JudgeScorer.Name) is { } spec ? (JudgeSettings.Model(spec), JudgeSettings.Rubric(spec)) : null;

    private sealed record Key(string Scorer, string? Model, string? Rubric)
    {
        public static Key Of(ScorerSpec spec) => JudgeScorer.IsJudge(spec.Kind) ? new(spec.Kind, JudgeSettings.Model(spec), JudgeSettings.Rubric(spec)) : new(spec.Kind, null, null);
    }
}
