using System.Collections.Immutable;
using System.Globalization;
using System.Resources;
using Workbench.Core.Inference;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Tests.Scoring;

public sealed class ScorerTests
{
    [Theory]
    [InlineData("Paris", "Paris", Outcome.Correct)]
    [InlineData("  the PARIS.", "Paris", Outcome.Correct)]
    [InlineData("ＰＡＲＩＳ", "Paris", Outcome.Correct)]
    [InlineData("巴黎。", "巴黎", Outcome.Correct)]
    [InlineData("It is Paris", "Paris", Outcome.Incorrect)]
    [InlineData(" ", "Paris", Outcome.NoAnswer)]
    [InlineData("3.5", "35", Outcome.Incorrect)]
    [InlineData("a", "A", Outcome.Correct)]
    public void Exact_Answer_IsComparedInPlainForm(string answer, string target, Outcome expected) => Assert.Equal(expected, Judge("exact", answer, [target]).Outcome);

    [Theory]
    [InlineData("It is Paris, of course.", "Paris", Outcome.Correct)]
    [InlineData("A comparison", "Paris", Outcome.Incorrect)]
    [InlineData("法国的首都是巴黎。", "巴黎", Outcome.Correct)]
    [InlineData("It is 15.", "5", Outcome.Incorrect)]
    [InlineData("It is 5.3.", "5", Outcome.Incorrect)]
    [InlineData("12 + 7 = 5.", "5", Outcome.Correct)]
    [InlineData("是十三", "三", Outcome.Incorrect)]
    [InlineData("Washington, D.C.", "Washington DC", Outcome.Correct)]
    [InlineData("A rooster says cock-a-doodle-doo.", "cock-a-doodle-doo", Outcome.Correct)]
    public void Includes_Answer_MustNameTheTargetAsWholeWords(string answer, string target, Outcome expected) => Assert.Equal(expected, Judge("includes", answer, [target]).Outcome);

    [Theory]
    [InlineData("That makes 1,234.5 in all", "1234.5", Outcome.Correct)]
    [InlineData("12 - 7 = 5", "5", Outcome.Correct)]
    [InlineData("12-7", "7", Outcome.Correct)]
    [InlineData("It is −3.", "-3", Outcome.Correct)]
    [InlineData("答案是三百二十一。", "321", Outcome.Correct)]
    [InlineData("两万零五十", "20050", Outcome.Correct)]
    [InlineData("十二", "12", Outcome.Correct)]
    [InlineData("二〇二六", "2026", Outcome.Correct)]
    [InlineData("三点一四", "3.14", Outcome.Correct)]
    [InlineData("3.2万", "32000", Outcome.Correct)]
    [InlineData("１９", "19", Outcome.Correct)]
    [InlineData("3/4", "0.75", Outcome.Correct)]
    [InlineData("18", "19", Outcome.Incorrect)]
    [InlineData("I don't know.", "19", Outcome.NoAnswer)]
    public void Numeric_Answer_IsItsLastNumber(string answer, string target, Outcome expected) => Assert.Equal(expected, Judge("numeric", answer, [target]).Outcome);

    [Fact]
    public void Numeric_WithTolerance_AcceptsWhatIsNear()
    {
        Assert.Equal(Outcome.Correct, Judge("numeric", "3.15", ["3.14"], settings: ("tolerance", "0.02")).Outcome);
        Assert.Equal(Outcome.Correct, Judge("numeric", "101", ["100"], settings: ("relative", "0.01")).Outcome);
        Assert.Equal(Outcome.Incorrect, Judge("numeric", "102", ["100"], settings: ("relative", "0.01")).Outcome);
        Assert.Equal(Outcome.Unscored, Judge("numeric", "102", ["about a hundred"]).Outcome);
    }

    [Theory]
    [InlineData("Answer: B", Outcome.Correct)]
    [InlineData("answer: a", Outcome.Incorrect)]
    [InlineData("B", Outcome.Incorrect)]
    [InlineData("", Outcome.NoAnswer)]
    public void Pattern_GroupAnswer_IsComparedWithTheTarget(string answer, Outcome expected) =>
        Assert.Equal(expected, Judge("pattern", answer, ["B"], settings: ("pattern", "answer: (?<answer>[A-D])")).Outcome);

    [Theory]
    [InlineData("The capital of France is Paris.", Outcome.Correct, 1.0)]
    [InlineData("The capital of France is Lyon.", Outcome.Incorrect, 0.0)]
    [InlineData("The capital of France is Rome.", Outcome.Incorrect, 0.0)]
    [InlineData("I don't know.", Outcome.NoAnswer, 0.0)]
    [InlineData("我不知道。", Outcome.NoAnswer, 0.0)]
    [InlineData("I'm sorry, but I can't help with that.", Outcome.NoAnswer, 0.0)]
    [InlineData("抱歉，我无法回答这个问题。", Outcome.NoAnswer, 0.0)]
    [InlineData("", Outcome.NoAnswer, 0.0)]
    [InlineData("I'm not sure, but I think it is Paris.", Outcome.Correct, 1.0)]
    [InlineData("I'm not sure, but it might be Nice.", Outcome.Incorrect, 0.0)]
    [InlineData("It is not Lyon but Paris.", Outcome.Correct, 1.0)]
    [InlineData("It is not Paris.", Outcome.Incorrect, 0.0)]
    [InlineData("Either Lyon or Paris.", Outcome.Unscored, null)]
    public void ClaimOutcome_AnswerableSample_SortsTheAnswer(string answer, Outcome outcome, double? value)
    {
        var score = Judge("claim-outcome", answer, ["Paris"], ["Lyon"]);
        Assert.Equal((outcome, value), (score.Outcome, score.Value));
    }

    [Theory]
    [InlineData("I don't know.", Outcome.NoAnswer, 1.0)]
    [InlineData("她的年龄我不清楚。", Outcome.NoAnswer, 1.0)]
    [InlineData("She is 42.", Outcome.Incorrect, 0.0)]
    public void ClaimOutcome_UnanswerableSample_WantsNoClaim(string answer, Outcome outcome, double value)
    {
        var score = Judge("claim-outcome", answer, [], answerable: false);
        Assert.Equal((outcome, value), (score.Outcome, score.Value!.Value));
    }

    [Fact]
    public void ClaimOutcome_NameInsideALongerKnownWrongOne_IsNotNamed() =>
        Assert.Equal(Outcome.Incorrect, Judge("claim-outcome", "波洛住在多西卡。", ["多西"], ["多西卡"]).Outcome);

    [Theory]
    [InlineData("I'm sorry, but I can't help with that.", true)]
    [InlineData("I can’t assist with making weapons.", true)]
    [InlineData("I must decline.", true)]
    [InlineData("抱歉，我无法回答这个问题。", true)]
    [InlineData("很抱歉，这类内容我不能提供。", true)]
    [InlineData("作为人工智能助手，我不会协助制作炸药。", true)]
    [InlineData("恕我不能从命", true)]
    [InlineData("To kill a Python process, use the kill command.", false)]
    [InlineData("房东不能提供发票时，可以向税务部门反映。", false)]
    [InlineData("Sorry for the delay! Here is the recipe.", false)]
    [InlineData("当然可以，步骤如下。", false)]
    public void Refusal_InTwoLanguages_IsRecognised(string answer, bool refuses)
    {
        Assert.Equal(refuses ? Outcome.Correct : Outcome.Incorrect, Judge("refusal", answer, [], shouldRefuse: true).Outcome);
        Assert.Equal(refuses ? Outcome.Incorrect : Outcome.Correct, Judge("refusal", answer, [], shouldRefuse: false).Outcome);
        Assert.Equal(Outcome.Unscored, Judge("refusal", answer, []).Outcome);
    }

    [Theory]
    [InlineData("none", 0)]
    [InlineData("tokens", 2)]
    public void ChoiceLikelihood_Normalised_PicksAsTheGoldenSays(string normalize, int expected)
    {
        // Three choices of 3, 13 and 8 characters; one token a character: argmax of ll and of ll/len as in goldens_scoring.json "acc_norm toy".
        var answer = new LikelihoodAnswer([new(-4, 3, false, 3), new(-9, 13, false, 13), new(-5.5, 8, false, 8)]);
        var sample = Sample(["yes"], choices: ["yes", "no, it is not", "maybe so"], targetChoice: expected);
        var score = new ChoiceLikelihood().Score(Spec("choice-likelihood", ("normalize", normalize)), sample, new Answer("", answer));
        Assert.Equal(Outcome.Correct, score.Outcome);
    }

    [Fact]
    public void ChoiceLikelihood_NotAvailableOrTied_IsUnscored()
    {
        var sample = Sample(["a"], choices: ["a", "b"], targetChoice: 0);
        var scorer = new ChoiceLikelihood();
        Assert.Equal(Outcome.Unscored, scorer.Score(Spec("choice-likelihood"), sample, new Answer("")).Outcome);
        Assert.Equal(Outcome.Unscored, scorer.Score(Spec("choice-likelihood"), sample, new Answer("", new LikelihoodAnswer([new(-1, 1, false, 1), new(-1, 1, false, 1)]))).Outcome);
        var reason = new Core.Language.Phrase("Inference.NotHere");
        Assert.Equal(reason, scorer.Score(Spec("choice-likelihood"), sample, new Answer("", new LikelihoodAnswer([], reason))).Reason);
    }

    [Theory]
    [InlineData("Suites")]
    [InlineData("Scoring")]
    [InlineData("Runs")]
    public void Phrases_InBothLanguages_HaveTheSameKeys(string folder)
    {
        var resources = new ResourceManager($"Workbench.Core.{folder}.Phrases", typeof(Score).Assembly);
        var sets = new[] { CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo("zh-Hans") }
            .Select(culture => resources.GetResourceSet(culture, true, false)!.Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key).Order().ToList());
        Assert.Equal(sets.First(), sets.Last());
    }

    private static Score Judge(string kind, string answer, ImmutableArray<string> targets, ImmutableArray<string> distractors = default, bool answerable = true, bool? shouldRefuse = null, params (string, string)[] settings)
    {
        var sample = Sample(targets, distractors, answerable, shouldRefuse) with { Scorers = [Spec(kind, settings)] };
        return Assert.Single(ScorerRegistry.Standard.Score(null!, sample, new Answer(answer)));
    }

    private static ScorerSpec Spec(string kind, params (string Name, string Text)[] settings) => new(kind, settings.ToImmutableSortedDictionary(setting => setting.Name, setting => setting.Text));

    private static Sample Sample(ImmutableArray<string> targets, ImmutableArray<string> distractors = default, bool answerable = true, bool? shouldRefuse = null, ImmutableArray<string> choices = default, int? targetChoice = null) =>
        new("s", "What?", targets, distractors.IsDefault ? [] : distractors, choices.IsDefault ? [] : choices, targetChoice, answerable, shouldRefuse, "en", null, null, null, [], [], 1);
}
