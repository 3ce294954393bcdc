using Workbench.Core.Inference;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Tests.Scoring;

public sealed class SurenessTests
{
    [Fact]
    public void TokenSurprise_Tokens_GiveMeanAndLargest()
    {
        var score = Judged.By("token-surprise", Judged.Sample(), new Answer("Paris it is") { Tokens = [new("a", -0.5), new("b", -1.5)] });
        Assert.Equal((Outcome.Measured, null), (score.Outcome, score.Value));
        Assert.Equal((1.0, 1.5, 3.0, 1.0), (score.Values["surprise-mean"], score.Values["surprise-max"], score.Values["length"], score.Values["uncertainty"]));
        var reason = new Core.Language.Phrase("Fake.NoTokens");
        Assert.Equal((Outcome.Unscored, reason), (Judged.By("token-surprise", Judged.Sample(), new Answer("x") { TokensNotAvailable = reason }).Outcome, Judged.By("token-surprise", Judged.Sample(), new Answer("x") { TokensNotAvailable = reason }).Reason));
        Assert.Equal(Outcome.NoAnswer, Judged.By("token-surprise", "", Judged.Sample()).Outcome);
    }

    [Fact]
    public void SelfConsistency_Answers_AreComparedAsTheSettingSays()
    {
        var answer = Judged.WithSamples("It is 42.", 1, Draw("The answer is 42"), Draw("42"), Draw("maybe 41"));
        var byNumber = Judged.By("self-consistency", Judged.Sample(), answer, ("samples", "3"), ("by", "number"));
        Assert.Equal(2 / 3.0, byNumber.Values["share"], 12);
        Assert.Equal((1.0, 2.0), (byNumber.Values["agrees"], byNumber.Values["different"]));
        Assert.Equal(3, Judged.By("self-consistency", Judged.Sample(), answer, ("samples", "3")).Values["different"]);
        Assert.Equal(1 / 3.0, byNumber.Values["uncertainty"], 12);
        Assert.Equal(0.6, byNumber.Values["surprise-mean"], 12);
        Assert.Equal(Outcome.Unscored, Judged.By("self-consistency", Judged.Sample(), answer, ("samples", "9")).Outcome);
        Assert.Equal(Outcome.Unscored, Judged.By("self-consistency", "x", Judged.Sample()).Outcome);
    }

    [Fact]
    public void SemanticEntropy_ClustersOfTheGolden_HaveItsEntropies()
    {
        // Golden "semantic entropy": ids 0 0 1 0 2 with these likelihoods.
        double[] likelihoods = [-1.6094379124341003, -2.3025850929940455, -2.995732273553991, -1.8971199848858813, -3.912023005428146];
        string[] texts = ["巴黎。", "巴黎", "里昂", "巴黎！", "尼斯"];
        var answer = Judged.WithSamples("巴黎", 0.7, [.. texts.Zip(likelihoods, (text, value) => Judged.Output(text, value))]);
        var score = Judged.By("semantic-entropy", Judged.Sample("zh-Hans"), answer, ("samples", "5"), ("temperature", "0.7"));
        Assert.Equal(0.9502705392332347, score.Values["entropy"], 12);
        Assert.Equal(0.4756034116015277, score.Values["entropy-weighted"], 12);
        Assert.Equal(2.543379653859233, score.Values["entropy-predictive"], 12);
        Assert.Equal(3, score.Values["clusters"]);
        var silent = Judged.By("semantic-entropy", Judged.Sample(), Judged.WithSamples("a", 1, Draw("a"), Draw("b")), ("samples", "2"));
        Assert.False(silent.Values.ContainsKey("entropy-weighted"));
        Assert.Equal(Math.Log(2), silent.Values["entropy"], 12);
    }

    [Fact]
    public void SemanticEntropy_OtherRelation_IsAskedWithTheQuestion()
    {
        var scorer = new MeaningEntropy(new SameLength());
        Assert.Equal(1, scorer.Score(Judged.Spec("semantic-entropy", ("samples", "2")), Judged.Sample(), Judged.WithSamples("a", 1, Draw("ab"), Draw("cd"))).Values["clusters"]);
    }

    [Fact]
    public void SelfCheck_WordsThatSamplesDoNotUse_AreMoreSurprising()
    {
        double Check(string text) => Judged.By("selfcheck-ngram", Judged.Sample(), Judged.WithSamples(text, 1, Draw("He was born in Leeds."), Draw("He was born in Leeds.")), ("samples", "2")).Values["uncertainty"];
        Assert.True(Check("He was born in Leeds.") < Check("He invented a purple clock."));
    }

    [Fact]
    public void PTrue_BothOrders_AreAveraged()
    {
        var sample = Judged.Sample();

        // ln 3 : ln 1 for A whatever A means: the order decides all, and the answer is believed by half.
        var biased = Judged.By("p-true", sample, Judged.Replied("p-true", sample, new Answer("Paris"), _ => Judged.Likelihoods(Math.Log(0.3), Math.Log(0.1))));
        Assert.Equal((0.5, 0.5), (Math.Round(biased.Values["confidence"], 12), Math.Round(biased.Values["order-gap"], 12)));
        Assert.Equal(0.4, biased.Values["letter-mass"], 12);
        var sure = Judged.By("p-true", sample, Judged.Replied("p-true", sample, new Answer("Paris"), question =>
            question.Text.Contains("A. True", StringComparison.Ordinal) ? Judged.Likelihoods(Math.Log(0.9), Math.Log(0.1)) : Judged.Likelihoods(Math.Log(0.1), Math.Log(0.9))));
        Assert.Equal(0.9, sure.Values["confidence"], 12);
        Assert.Equal(Outcome.Unscored, Judged.By("p-true", sample, Judged.Replied("p-true", sample, new Answer("Paris"), _ => Judged.Nothing)).Outcome);
        Assert.Empty(ScorerRegistry.Standard.Find("p-true")!.Questions(Judged.Spec("p-true"), sample, new Answer(" ")));
    }

    [Fact]
    public void PTrue_ChineseSample_IsAskedInChineseWithTheOtherAnswers()
    {
        var answer = Judged.WithSamples("巴黎", 1, Draw("里昂"), Draw("巴黎"));
        var questions = ScorerRegistry.Standard.Find("p-true")!.Questions(Judged.Spec("p-true", ("samples", "2")), Judged.Sample("zh-Hans"), answer);
        Assert.Equal(2, questions.Length);
        Assert.Contains("其他回答：\n里昂\n巴黎\n待判断的回答：巴黎", questions[0].Text, StringComparison.Ordinal);
        Assert.Contains("A. 正确", questions[0].Text, StringComparison.Ordinal);
        Assert.Contains("A. 错误", questions[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("85", 0.85)]
    [InlineData("85%", 0.85)]
    [InlineData("我有九十的把握", 0.9)]
    [InlineData("100", 1.0)]
    [InlineData("0.7", 0.7)]
    [InlineData("I am 30 % sure", 0.3)]
    [InlineData("The answer is 42. Confidence: 85", 0.85)]
    [InlineData("42, and I am 90% sure", 0.9)]
    [InlineData("Confidence 60, no: my confidence is 70%. The year was 1969.", 0.7)]
    [InlineData("Probability: 0.8 (of the 2 options)", 0.8)]
    [InlineData("答案是 42，我的把握是 85", 0.85)]
    [InlineData("答案是42，我有90%的把握", 0.9)]
    [InlineData("１９６９年，置信度：７０％", 0.7)]
    public void VerbalisedConfidence_Number_IsRead(string reply, double expected)
    {
        var score = Judged.By("verbalised-confidence", Judged.Sample(), Judged.Replied("verbalised-confidence", Judged.Sample(), new Answer("x"), _ => new FurtherReply(reply)));
        Assert.Equal(expected, score.Values["confidence"], 12);
        Assert.Equal(1, score.Values["stated"]);
    }

    [Theory]
    [InlineData("very sure")]
    [InlineData("110")]
    [InlineData("between 20 and 90")]
    [InlineData("My confidence is 80 to 90 %")]
    [InlineData("42 of 50")]
    [InlineData("把握在 70% 至 80% 之间")]
    [InlineData("20 或 90")]
    [InlineData("")]
    public void VerbalisedConfidence_NoNumber_IsNoStatement(string reply)
    {
        var score = Judged.By("verbalised-confidence", Judged.Sample(), Judged.Replied("verbalised-confidence", Judged.Sample(), new Answer("x"), _ => new FurtherReply(reply)));
        Assert.Equal(Outcome.NoAnswer, score.Outcome);
        Assert.False(score.Values.ContainsKey("confidence"));
    }

    [Theory]
    [InlineData(-1, 1, Outcome.Correct)]
    [InlineData(1, 2, Outcome.Partial)]
    [InlineData(1, -1, Outcome.Incorrect)]
    [InlineData(0, 0, Outcome.Incorrect)]
    public void Discrimination_LogOdds_JudgeBothAnswers(double right, double madeUp, Outcome expected)
    {
        var sample = Judged.Sample("zh-Hans", "巴黎") with { Distractors = ["里昂"], Context = "法国的首都" };
        var answer = Judged.Replied("discrimination", sample, new Answer(""), question => Judged.Likelihoods(question.Text.Contains("回答：巴黎", StringComparison.Ordinal) ? right : madeUp, 0));
        var score = Judged.By("discrimination", sample, answer);
        Assert.Equal((expected, right, madeUp), (score.Outcome, score.Values["odds-right"], score.Values["odds-made-up"]));
        Assert.Equal(Outcome.Unscored, Judged.By("discrimination", "", Judged.Sample("en", "x")).Outcome);
    }

    [Fact]
    public void ChoiceLikelihood_Figures_AreThoseOfTheGoldens()
    {
        var toy = Given(["yes", "no, it is not", "maybe so"], 0, [-4, -9, -5.5]);
        Assert.Equal((1.0, 0.0), (toy.Values["acc"], toy.Values["acc-norm"]));
        Assert.Equal(1, Given(["yes", "no, it is not", "maybe so"], 2, [-4, -9, -5.5]).Values["acc-norm"]);

        // Golden "acc_bytes zh": −2 over 3 bytes against −6 over 12.
        Assert.Equal((0.0, 1.0), (Given(["是", "不是这样"], 1, [-2, -6]).Values["acc"], Given(["是", "不是这样"], 1, [-2, -6]).Values["acc-bytes"]));

        // Golden "mc toy": true choices 0 and 2.
        var mc = Given(["a", "b", "c", "d"], 0, [-12, -10, -11, -15], "a", "c");
        Assert.Equal(0.33326523005459774, mc.Values["mc2"], 12);
        Assert.Equal(0, mc.Values["mc1"]);
    }

    [Fact]
    public void ChoiceLikelihood_SeveralRight_TheLikeliestOfAllHasToBeOne()
    {
        var right = Given(["a", "b", "c", "d"], 0, [-12, -11, -10, -15], "a", "c");
        Assert.Equal((Outcome.Correct, 1.0, 1.0), (right.Outcome, right.Values["mc1"], right.Values["acc"]));
        Assert.False(right.Values.ContainsKey("brier"));
        Assert.Equal(Outcome.Correct, Given(["a", "b", "c"], 0, [-1, -2, -1], "a", "c").Outcome);
        Assert.Equal(Outcome.Unscored, Given(["a", "b", "c"], 0, [-1, -1, -2], "a", "c").Outcome);
        Assert.Equal(Outcome.Incorrect, Given(["a", "b", "c"], 0, [-2, -1, -2], "a", "c").Outcome);
    }

    [Fact]
    public void ChoiceLikelihood_OneFigureAsked_MeasuresThatAlone()
    {
        var several = Judged.Sample("en", "a", "c") with { Choices = ["a", "b", "c", "d"], TargetChoice = 0 };
        var answer = new Answer("", new LikelihoodAnswer([.. new double[] { -12, -10, -11, -15 }.Select(value => new ContinuationLikelihood(value, 1, false, 1))]));
        var share = Judged.By("choice-likelihood", several, answer, ("measure", "mc2"));
        Assert.Equal((Outcome.Measured, null, "b"), (share.Outcome, share.Value, share.Answer));
        Assert.Equal(["mc2"], share.Values.Keys);
        Assert.Equal(0.33326523005459774, share.Values["mc2"], 12);
        Assert.DoesNotContain("mc2", Judged.By("choice-likelihood", several, answer, ("measure", "mc1")).Values.Keys);
    }

    [Fact]
    public void ChoiceLetter_SeveralRight_AnyOfThemIs()
    {
        var sample = Judged.Sample("en", "a", "c") with { Choices = ["a", "b", "c"], TargetChoice = 0 };
        Assert.Equal(Outcome.Correct, Judged.By("choice-letter", "C", sample).Outcome);
        var wrong = Judged.By("choice-letter", "B", sample);
        Assert.Equal((Outcome.Incorrect, "A | C"), (wrong.Outcome, wrong.Reason.Arguments[1]));
    }

    private static Score Given(string[] choices, int target, double[] logs, params string[] targets) => Judged.By(
        "choice-likelihood",
        Judged.Sample("zh-Hans", [.. targets.Length == 0 ? [choices[target]] : targets]) with { Choices = [.. choices], TargetChoice = target },
        new Answer("", new LikelihoodAnswer([.. logs.Select(value => new ContinuationLikelihood(value, 1, false, 1))])));

    private static ModelOutput Draw(string text) => Judged.Output(text);

    private sealed class SameLength : IEntailment
    {
        public bool Same(string question, string first, string second) => question == "What?" && first.Length == second.Length;
    }
}
