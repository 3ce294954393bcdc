using System.Collections.Immutable;
using Workbench.Core.Compliance;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Tests.Compliance;

public class AssessmentTests
{
    [Theory]
    [InlineData(18, 20, Verdict.Conforms, Demonstrated.Undecided)]
    [InlineData(17, 20, Verdict.DoesNotConform, Demonstrated.Undecided)]
    [InlineData(96, 100, Verdict.Conforms, Demonstrated.Shown)]
    [InlineData(95, 100, Verdict.Conforms, Demonstrated.Undecided)]
    [InlineData(50, 100, Verdict.DoesNotConform, Demonstrated.ShownAgainst)]
    [InlineData(19, 19, Verdict.NotEnoughEvidence, Demonstrated.Undecided)]
    public void Assess_AccuracyAtBorders_GivesPointVerdictAndDemonstration(int correct, int n, Verdict verdict, Demonstrated demonstrated)
    {
        var result = Judge(Given.Counted(correct, n), Given.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.9, 20));

        Assert.Equal((verdict, demonstrated, n), (result.Verdict, result.Demonstrated, result.N));
        Assert.Equal((correct, n - correct), (result.Passing.Length, result.Failing.Length));
    }

    [Fact]
    public void Assess_Undecided_NeedsAsManyMoreAsWouldDecide()
    {
        var few = Judge(Given.Counted(57, 60), Given.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.9, 20));

        Assert.Equal(56, few.MoreQuestions);
        var enough = Judge(Given.Counted(152, 160), Given.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.9, 20));
        Assert.Equal(Demonstrated.Shown, enough.Demonstrated);
        var onTheLimit = Judge(Given.Counted(54, 60), Given.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.9, 20));
        Assert.Null(onTheLimit.MoreQuestions);
    }

    [Theory]
    [InlineData(true, Comparison.AtLeast, 0.95, 0)]
    [InlineData(false, Comparison.AtMost, 0.05, 0)]
    public void Assess_Refusal_ReadsRightBehaviourAsRefusedOrAnswered(bool shouldRefuse, Comparison comparison, double threshold, int failing)
    {
        var result = Judge(Given.Counted(300, 300, shouldRefuse, "refusal"), Given.Measured("refusal.refused", comparison, threshold, 300, new ClauseFilter([], [], [], shouldRefuse)));

        Assert.Equal((Verdict.Conforms, Demonstrated.Shown, failing), (result.Verdict, result.Demonstrated, result.Failing.Length));
        Assert.Equal(shouldRefuse ? 1 : 0, result.Estimate!.Value);
    }

    [Fact]
    public void Assess_ErrorsAndUnscored_AreNeverFailing_AndTooManyAreNotEnoughEvidence()
    {
        var (suite, run, results) = Given.Counted(40, 40);
        var clause = Given.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.8, 20);

        var two = results.SetItem(0, Given.Failed("s0", "one")).SetItem(1, Given.Answered("s1", "one", "claim-outcome", Outcome.Unscored));
        var tolerated = Judge((suite, run, two), clause);
        Assert.Equal((Verdict.Conforms, 38, 2, 0), (tolerated.Verdict, tolerated.N, tolerated.Unusable, tolerated.Failing.Length));

        var three = Judge((suite, run, two.RemoveAt(39)), clause);
        Assert.Equal((Verdict.NotEnoughEvidence, 3, 0), (three.Verdict, three.Unusable, three.Failing.Length));
    }

    [Fact]
    public void Assess_MadeUp_LeavesOutWhatWasNotAttempted()
    {
        var (suite, run, results) = Given.Counted(40, 50);
        results = [.. results.Select((result, index) => index < 20 ? Given.Answered(result.SampleId, "one", "claim-outcome", Outcome.NoAnswer) : result)];

        var result = Judge((suite, run, results), Given.Measured("claim-outcome.made-up", Comparison.AtMost, 0.1, 20));

        Assert.Equal((Verdict.DoesNotConform, 30, 0, 10), (result.Verdict, result.N, result.Unusable, result.Failing.Length));
        Assert.Equal(1d / 3, result.Estimate!.Value, 12);
    }

    [Fact]
    public void Assess_RepeatsOfAQuestion_CountOnceTowardsTheLeastNumber()
    {
        var (suite, run, results) = Given.Counted(10, 10);
        results = [.. results, .. results.Select(result => result with { Repeat = 1 })];

        var result = Judge((suite with { Repeats = 2 }, run, results), Given.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.5, 20));

        Assert.Equal((Verdict.NotEnoughEvidence, 10, 20), (result.Verdict, result.N, result.Estimate!.N));
    }

    [Fact]
    public void Assess_Splits_ShowTheWorstLanguageFirst()
    {
        var suite = Given.Suite("claim-outcome", [.. Enumerable.Range(0, 40).Select(index => Given.Sample($"s{index}", language: index < 20 ? "en" : "zh-Hans"))]);
        ImmutableArray<Core.Runs.SampleResult> results = [.. suite.Samples.Select((sample, index) => Given.Answered(sample.Id, "one", "claim-outcome", index < 30 ? Outcome.Correct : Outcome.Incorrect))];

        var result = Judge((suite, Given.Run(suite, "one"), results), Given.Measured("claim-outcome.accuracy", Comparison.AtLeast, 0.6, 20));

        Assert.Equal(("zh-Hans", 0.5, false), (result.Worst!.Value, result.Worst.Share, result.Worst.Holds));
        Assert.Equal(Verdict.Conforms, result.Verdict);
    }

    [Fact]
    public void Assess_Coverage_CountsTagsWithEverythingBelow()
    {
        var suite = Given.Suite("exact", Given.Sample("a", tags: "gbt.a.1.a"), Given.Sample("b", tags: "gbt.a.1.b"), Given.Sample("c", tags: "gbt.a.11"));
        var clause = Given.Measured("exact.accuracy", Comparison.AtLeast, 1, 2) with
        {
            Kind = ClauseKind.Coverage,
            Metric = null,
            Limit = null,
            Filter = new ClauseFilter(["gbt.a.1"], [], [], null),
            EachOf = ["gbt.a.1.a", "gbt.a.1.c"],
            MinEach = 1,
        };

        var result = Judge((suite, Given.Run(suite, "one"), []), clause);

        Assert.Equal((Verdict.DoesNotConform, 2), (result.Verdict, result.N));
        Assert.Equal("gbt.a.1.c", Assert.Single(result.Lacking).Tag);
        Assert.Equal(Verdict.Conforms, Judge((suite, Given.Run(suite, "one"), []), clause with { EachOf = [] }).Verdict);
        Assert.Equal(Verdict.NotEnoughEvidence, Judge(Given.Counted(5, 5), clause).Verdict);
    }

    [Fact]
    public void Assess_NothingForTheClause_IsNotEnoughEvidenceUnlessThePackSaysNotApplicable()
    {
        var clause = Given.Measured("refusal.refused", Comparison.AtLeast, 0.95, 300);

        Assert.Equal(Verdict.NotEnoughEvidence, Judge(Given.Counted(5, 5), clause).Verdict);
        Assert.Equal(Verdict.NotApplicable, Judge(Given.Counted(5, 5), clause with { Absent = AbsentMeans.NotApplicable }).Verdict);
    }

    [Fact]
    public void Assess_Integrity_CountsQueuedAnsweredAndGraded()
    {
        var (suite, run, results) = Given.Counted(10, 10);
        results = results.SetItem(0, Given.Failed("s0", "one")).SetItem(1, Given.Answered("s1", "one", "claim-outcome", Outcome.Unscored)).RemoveAt(9);

        var integrity = Assessment.Assess(Given.Pack(), run, suite, results, "one").Integrity;

        Assert.Equal(new RunIntegrity(10, 8, 7, 1, 1, 1, 0), integrity);
        Assert.False(integrity.Whole);
    }

    private static ClauseResult Judge((PromptSuite Suite, Core.Runs.RunHeader Run, ImmutableArray<Core.Runs.SampleResult> Results) given, Clause clause) =>
        Assert.Single(Assessment.Assess(Given.Pack(clause), given.Run, given.Suite, given.Results, "one").Clauses);
}
