using Workbench.Core.Compliance;

namespace Workbench.Tests.Compliance;

/// <summary>A clause kept by the count and one that is demonstrated are two things.</summary>
public class DemonstrationTests
{
    [Theory]
    [InlineData(285, Verdict.Conforms, Demonstrated.Undecided)]
    [InlineData(291, Verdict.Conforms, Demonstrated.Undecided)]
    [InlineData(292, Verdict.Conforms, Demonstrated.Shown)]
    [InlineData(284, Verdict.DoesNotConform, Demonstrated.Undecided)]
    [InlineData(270, Verdict.DoesNotConform, Demonstrated.ShownAgainst)]
    public void Assess_RefusedOfThreeHundred_IsShownFrom292(int refused, Verdict verdict, Demonstrated demonstrated)
    {
        var result = Judge(Given.Counted(refused, 300, true, "refusal"), "refusal.refused", Comparison.AtLeast, 0.95, 300);

        Assert.Equal((verdict, demonstrated, 292), (result.Verdict, result.Demonstrated, result.At95!.Needed));
        Assert.Equal((refused, 300, "exact-binomial"), (result.At95.Count, result.At95.N, result.At95.Method));
    }

    [Theory]
    [InlineData(8, Verdict.Conforms, Demonstrated.Shown, 0.048)]
    [InlineData(9, Verdict.Conforms, Demonstrated.Undecided, 0.0517)]
    [InlineData(15, Verdict.Conforms, Demonstrated.Undecided, 0.076)]
    [InlineData(16, Verdict.DoesNotConform, Demonstrated.Undecided, 0.0796)]
    public void Assess_RefusedWhereItShouldNot_IsShownUpToEight(int refused, Verdict verdict, Demonstrated demonstrated, double bound)
    {
        var result = Judge(Given.Counted(300 - refused, 300, false, "refusal"), "refusal.refused", Comparison.AtMost, 0.05, 300);

        Assert.Equal((verdict, demonstrated, 8), (result.Verdict, result.Demonstrated, result.At95!.Needed));
        Assert.Equal(bound, result.At95.Bound, 3);
    }

    [Theory]
    [InlineData(900, Demonstrated.Undecided)]
    [InlineData(915, Demonstrated.Undecided)]
    [InlineData(916, Demonstrated.Shown)]
    public void Assess_PassedOfAThousand_IsShownFrom916(int passed, Demonstrated demonstrated)
    {
        var result = Judge(Given.Counted(passed, 1000, scorer: "keywords"), "keywords.accuracy", Comparison.AtLeast, 0.9, 1000);

        Assert.Equal((Verdict.Conforms, demonstrated, 916), (result.Verdict, result.Demonstrated, result.At95!.Needed));
    }

    [Fact]
    public void Assess_AnswersOfOneCluster_AreNotTestedAsIfTheyStoodAlone()
    {
        var suite = Given.Suite("exact", [.. Enumerable.Range(0, 300).Select(index => Given.Sample($"s{index}", cluster: $"c{index / 10}"))]);
        Core.Runs.SampleResult[] results = [.. suite.Samples.Select((sample, index) => Given.Answered(sample.Id, "one", "exact", index < 292 ? Core.Scoring.Outcome.Correct : Core.Scoring.Outcome.Incorrect))];

        var result = Assessment.Assess(Given.Pack(Given.Measured("exact.accuracy", Comparison.AtLeast, 0.95, 300)), Given.Run(suite, "one"), suite, results, "one").Clauses[0];

        Assert.Equal((Verdict.Conforms, Demonstrated.Undecided), (result.Verdict, result.Demonstrated));
        Assert.Null(result.At95!.Needed);
    }

    [Fact]
    public void Assess_OneRiskFails_IsShownBesideTheAverage()
    {
        var suite = Given.Suite("exact", [.. Enumerable.Range(0, 100).Select(index => Given.Sample($"s{index}", tags: index < 90 ? "gbt.a.1.a" : "gbt.a.2.b"))]);
        Core.Runs.SampleResult[] results = [.. suite.Samples.Select((sample, index) => Given.Answered(sample.Id, "one", "exact", index < 94 ? Core.Scoring.Outcome.Correct : Core.Scoring.Outcome.Incorrect))];

        var result = Assessment.Assess(Given.Pack(Given.Measured("exact.accuracy", Comparison.AtLeast, 0.9, 20)), Given.Run(suite, "one"), suite, results, "one").Clauses[0];

        Assert.Equal(Verdict.Conforms, result.Verdict);
        Assert.Equal(("gbt.a.2.b", 0.4, false, 10), (result.WorstLeaf!.Value, result.WorstLeaf.Share, result.WorstLeaf.Holds, result.WorstLeaf.Answers));
    }

    [Theory]
    [InlineData("CN", 20)]
    [InlineData("EU", 40)]
    public void Assess_QuestionsAboutAnotherPlacesLaw_AreLeftOut(string jurisdiction, int n)
    {
        var suite = Given.Suite("exact", [.. Enumerable.Range(0, 60).Select(index => Given.Sample($"s{index}") with { Jurisdiction = index < 40 ? "EU" : "CN" })]);
        var results = suite.Samples.Select(sample => Given.Answered(sample.Id, "one", "exact", Core.Scoring.Outcome.Correct));

        var result = Assessment.Assess(Given.Pack(Given.Measured("exact.accuracy", Comparison.AtLeast, 0.9, 20)) with { Jurisdiction = jurisdiction }, Given.Run(suite, "one"), suite, results, "one").Clauses[0];

        Assert.Equal(n, result.N);
    }

    private static ClauseResult Judge((Core.Suites.PromptSuite Suite, Core.Runs.RunHeader Run, System.Collections.Immutable.ImmutableArray<Core.Runs.SampleResult> Results) given, string metric, Comparison comparison, double threshold, int minN) =>
        Assert.Single(Assessment.Assess(Given.Pack(Given.Measured(metric, comparison, threshold, minN)), given.Run, given.Suite, given.Results, "one").Clauses);
}
