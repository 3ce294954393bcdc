using System.Collections.Immutable;
using Workbench.Core.Compliance;
using Workbench.Core.Labels;
using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;
using Workbench.Tests.Compliance;

namespace Workbench.Tests.Labels;

public class LabelSetTests
{
    [Theory]
    [InlineData("p", LabelValue.Pass)]
    [InlineData("pp", LabelValue.Pass)]
    [InlineData("pf", null)]
    [InlineData("pff", LabelValue.Fail)]
    [InlineData("pfu", null)]
    [InlineData("ppff", null)]
    [InlineData("u", LabelValue.Unclear)]
    [InlineData("", null)]
    public void Settled_LabelsOfSeveralPeople_IsWhatMoreThanHalfSay(string given, LabelValue? settled)
    {
        var labels = Set(given.Select((letter, person) => Label("s0", $"p-{person}", letter)));

        Assert.Equal(settled, labels.Settled("s0", "one", 0));
        Assert.Equal(settled is null && given.Length > 0, labels.IsDisputed("s0", "one", 0));
    }

    [Fact]
    public void Queue_NamesNothingOfTheCandidate_MixesThem_AndKeepsItsOrder()
    {
        var (suite, run, _) = Given.Counted(40, 40);
        run = run with { Candidates = [new("one", "one.gguf"), new("two", "two.gguf")] };

        var queue = LabelQueue.Of(run, suite, new LabelRules(7));

        Assert.Equal(80, queue.Items.Length);
        Assert.Equal(80, queue.Items.Select(item => item.Key).Distinct().Count());
        Assert.DoesNotContain(queue.Items, item => item.Key.Contains("one", StringComparison.Ordinal) || item.Key.Length != 16);
        Assert.InRange(queue.Items.Take(40).Count(item => item.Candidate == "one"), 8, 32);
        Assert.Equal(queue.Items.Select(item => item.Key), LabelQueue.Of(run, suite, new LabelRules(7)).Items.Select(item => item.Key));
        Assert.NotEqual(queue.Items.Select(item => item.Sample.Id), LabelQueue.Of(run, suite, new LabelRules(8)).Items.Select(item => item.Sample.Id));
        Assert.InRange(queue.Items.Count(item => item.People == 2), 4, 32);
        Assert.Equal(10, LabelQueue.Of(run, suite, new LabelRules(7, PerCandidate: 5)).Items.Length);
    }

    [Fact]
    public void For_EachPerson_GetsWhatTheyHaveNotLabelled_AndADisputeGoesToAThird()
    {
        var (suite, run, _) = Given.Counted(1, 1);
        var queue = LabelQueue.Of(run, suite, new LabelRules(Twice: 1));
        var one = Set([Label("s0", "ann", 'p')]);
        var two = Set([Label("s0", "ann", 'p'), Label("s0", "ben", 'f')]);
        var three = Set([Label("s0", "ann", 'p'), Label("s0", "ben", 'f'), Label("s0", "cho", 'f')]);

        Assert.Empty(queue.For("ann", one));
        Assert.Single(queue.For("ben", one));
        Assert.Single(queue.For("cho", two));
        Assert.Empty(queue.For("dan", three));
        Assert.Equal((0, 0, 0, 1), (queue.Done(LabelSet.Empty), queue.Done(one), queue.Done(two), queue.Done(three)));
        Assert.Equal(1, two.Count().Disputed);
    }

    [Fact]
    public void Agreement_OfSharedAnswers_IsCohensKappa()
    {
        // 20 both pass, 5 only the first, 10 only the second, 15 neither: kappa 0.4 (Wikipedia's and every textbook's table).
        var labels = Set(Enumerable.Range(0, 50).SelectMany(at => new[] { Label($"s{at}", "ann", at < 25 ? 'p' : 'f'), Label($"s{at}", "ben", at is < 20 or >= 25 and < 35 ? 'p' : 'f') }));

        Assert.Equal(0.4, labels.Agreement()!.Cohen!.Value, 12);
        Assert.Null(Set([Label("s0", "ann", 'p')]).Agreement());
    }

    [Fact]
    public void Check_JudgeAgainstPeople_CountsBothKinds_AndValidatesOnlyWithEnoughOfEach()
    {
        var suite = Given.Suite("keywords", [.. Enumerable.Range(0, 60).Select(index => Given.Sample($"s{index}"))]) with { Scorers = [new ScorerSpec("judge", ImmutableSortedDictionary<string, string>.Empty.Add("model", "m").Add("criteria", "x"))] };
        var results = suite.Samples.Select((sample, at) => Given.Answered(sample.Id, "one", "judge", at is < 29 or >= 58 ? Outcome.Correct : Outcome.Incorrect)).ToList();

        // People pass the first thirty: the judge misses one of them, and passes two of the other thirty.
        var good = Assert.Single(MethodCheck.Of(suite, results, Set(suite.Samples.Select((sample, at) => Label(sample.Id, "ann", at < 30 ? 'p' : 'f')))));
        var few = Assert.Single(MethodCheck.Of(suite, results, Set(suite.Samples.Take(34).Select((sample, at) => Label(sample.Id, "ann", at < 30 ? 'p' : 'f')))));
        var bad = Assert.Single(MethodCheck.Of(suite, results, Set(suite.Samples.Select((sample, at) => Label(sample.Id, "ann", at % 2 == 0 ? 'p' : 'f')))));

        Assert.Equal((30, 30, 28 / 30d, 29 / 30d), (good.Passed, good.Failed, good.Sensitivity.Estimate!.Value, good.Specificity.Estimate!.Value));
        Assert.Null(good.WhyNot);
        Assert.Equal(("judge", "m", "criteria"), (good.Scorer, good.Model, good.Rubric));
        Assert.Equal("Labels.FewForCheck", few.WhyNot!.Key);
        Assert.Equal("Labels.NotReliable", bad.WhyNot!.Key);
    }

    [Theory]
    [InlineData("owner", 40, Verdict.NotEnoughEvidence, "Compliance.OnlyEvaluatorLabelled")]
    [InlineData("ann", 40, Verdict.Conforms, null)]
    [InlineData("ann", 10, Verdict.NotEnoughEvidence, "Compliance.TooFew")]
    [InlineData("ann", 0, Verdict.NotEnoughEvidence, "Compliance.MethodMissingPeople")]
    public void Assess_ByPeople_CountsLabelsAlone_AndNeverOnlyTheEvaluators(string by, int labelled, Verdict verdict, string? reason)
    {
        var (suite, run, results) = Given.Counted(0, 50, scorer: "keywords");
        var basis = new AssessmentBasis(Set(suite.Samples.Take(labelled).Select(sample => Label(sample.Id, by, 'p'))), []);

        var result = Assert.Single(Assessment.Assess(Given.Pack(Given.Measured(ClauseMetric.ByPeople, Comparison.AtLeast, 0.9, 20)), run, suite, results, "one", basis).Clauses);

        Assert.Equal((verdict, reason ?? result.Reason.Key), (result.Verdict, result.Reason.Key));
        Assert.Equal(labelled, result.N);
    }

    [Fact]
    public void Assess_ByJudge_CountsOnlyOnceItIsValidated()
    {
        var suite = Given.Suite("judge", [.. Enumerable.Range(0, 60).Select(index => Given.Sample($"s{index}"))]) with { Scorers = [new ScorerSpec("judge", ImmutableSortedDictionary<string, string>.Empty.Add("model", "m").Add("criteria", "x"))] };
        var results = suite.Samples.Select((sample, at) => Given.Answered(sample.Id, "one", "judge", at < 30 ? Outcome.Correct : Outcome.Incorrect)).ToList();
        var labels = Set(suite.Samples.Select((sample, at) => Label(sample.Id, "ann", at < 30 ? 'p' : 'f')));
        var pack = Given.Pack(Given.Measured("judge.accuracy", Comparison.AtLeast, 0.5, 20));

        var validated = Assessment.Assess(pack, Given.Run(suite, "one"), suite, results, "one", new AssessmentBasis(labels, MethodCheck.Of(suite, results, labels))).Clauses[0];
        var alone = Assessment.Assess(pack, Given.Run(suite, "one"), suite, results, "one").Clauses[0];

        Assert.Equal((Verdict.Conforms, 60), (validated.Verdict, validated.N));
        Assert.Equal((Verdict.NotEnoughEvidence, "Compliance.JudgeNotChecked", 0.5), (alone.Verdict, alone.Reason.Key, alone.Estimate!.Value));
    }

    [Fact]
    public void File_RowsAndProblems_AreToldAllAtOnce()
    {
        var (suite, run, _) = Given.Counted(3, 3);
        var queue = LabelQueue.Of(run, suite, new LabelRules());

        var read = LabelFile.Parse(new StringReader("sample,candidate,label,note\ns0,one,pass,\ns1,one,2,\"a, b\"\n"), "l.csv", queue);
        var wrong = Assert.Throws<InputException>(() => LabelFile.Parse(new StringReader($"item,label\nnone,pass\n{queue.Items[0].Key},good\n{queue.Items[0].Key},pass\n"), "l.csv", queue));

        Assert.Equal([("s0", LabelValue.Pass, null), ("s1", LabelValue.Fail, "a, b")], read.Select(draft => (draft.Item.Sample.Id, draft.Value, draft.Note)));
        Assert.Equal([("Labels.NoSuchAnswer", 2), ("Labels.NoSuchLabel", 3), ("Labels.TwiceInFile", 4)], wrong.Problems.Select(problem => (problem.Message.Key, problem.Line!.Value)));
        Assert.Equal("Labels.HeaderWrong", Assert.Throws<InputException>(() => LabelFile.Parse(new StringReader("a,b\n"), "l.csv", queue)).Problems[0].Message.Key);
    }

    private static LabelSet Set(IEnumerable<Label> labels) => new([.. labels]);

    private static Label Label(string sample, string by, char value) =>
        new(1, "R-0001", sample, "one", 0, by, value switch { 'p' => LabelValue.Pass, 'f' => LabelValue.Fail, _ => LabelValue.Unclear }, null, Given.Noon);
}
