using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Tests.Scoring;

public sealed class TextCheckTests
{
    [Theory]
    [InlineData("en", "The cat sat on the mat and then it left the house again.", Outcome.Correct)]
    [InlineData("en", "I see the sea. I see the sea. I see the sea. I see the sea. I see the sea.", Outcome.Incorrect)]
    [InlineData("zh-Hans", "春天来了，公园里的花都开了，很多人去看。", Outcome.Correct)]
    [InlineData("zh-Hans", "好的好的好的好的好的好的好的好的好的", Outcome.Incorrect)]
    [InlineData("en", "Yes.", Outcome.Correct)]
    [InlineData("en", "", Outcome.NoAnswer)]
    public void Repetition_GoingRoundInCircles_IsWrong(string language, string answer, Outcome expected) => Assert.Equal(expected, Judged.By("repetition", answer, Judged.Sample(language)).Outcome);

    [Fact]
    public void Repetition_Share_IsOneLessDifferentByAll()
    {
        // Pairs: ab ba ab ba ab, of which two are different.
        var score = Judged.By("repetition", "a b a b a b", Judged.Sample(), ("n", "2"), ("most", "0.5"));
        Assert.Equal(0.6, score.Values["repeated"], 12);
        Assert.Equal(Outcome.Incorrect, score.Outcome);
    }

    [Theory]
    [InlineData("zh-Hans", "这是一个用中文写的回答。", 1.0)]
    [InlineData("zh-Hans", "This is an English answer.", 0.0)]
    [InlineData("en", "This is an answer", 1.0)]
    [InlineData("en", "我 answer", 0.5)]
    [InlineData("ja", "これは日本語です", 1.0)]
    [InlineData("ru", "Это ответ", 1.0)]
    public void LanguageMix_Share_CountsWordsByScript(string language, string answer, double share) => Assert.Equal(share, Judged.By("language-mix", answer, Judged.Sample(language)).Values["own-script"], 12);

    [Fact]
    public void LanguageMix_Verdicts_FollowTheShare()
    {
        Assert.Equal(Outcome.Correct, Judged.By("language-mix", "使用 Kubernetes 部署这个服务非常方便", Judged.Sample("zh-Hans")).Outcome);
        Assert.Equal(Outcome.Partial, Judged.By("language-mix", "我 think so 吧", Judged.Sample("zh-Hans")).Outcome);
        Assert.Equal(Outcome.Correct, Judged.By("language-mix", "Bonjour", Judged.Sample("zh-Hans"), ("language", "fr")).Outcome);
        Assert.Equal(Outcome.Unscored, Judged.By("language-mix", "42", Judged.Sample()).Outcome);
    }

    [Theory]
    [InlineData("one two three", "words", 3)]
    [InlineData("一二三 four", "words", 4)]
    [InlineData("一二，三!", "characters", 3)]
    [InlineData("One. Two! Three? Version 2.5 is out", "sentences", 4)]
    [InlineData("第一句。第二句！“第三句？”", "sentences", 3)]
    public void Length_Units_AreCounted(string answer, string unit, int expected)
    {
        Assert.Equal(expected, Judged.By("length", answer, Judged.Sample()).Values[unit]);
        Assert.Equal(Outcome.Measured, Judged.By("length", answer, Judged.Sample(), ("unit", unit)).Outcome);
        Assert.Equal(Outcome.Correct, Judged.By("length", answer, Judged.Sample(), ("unit", unit), ("least", $"{expected}"), ("most", $"{expected}")).Outcome);
        Assert.Equal(Outcome.Incorrect, Judged.By("length", answer, Judged.Sample(), ("unit", unit), ("most", $"{expected - 1}")).Outcome);
        Assert.Equal(Outcome.Incorrect, Judged.By("length", answer, Judged.Sample(), ("unit", unit), ("least", $"{expected + 1}")).Outcome);
    }

    [Fact]
    public void Length_OfTokensNobodyCounted_IsUnscored() => Assert.Equal(Outcome.Unscored, Judged.By("length", "x", Judged.Sample(), ("unit", "tokens"), ("most", "5")).Outcome);

    [Fact]
    public void Latency_OfAnAnswer_IsHeldAgainstTheLimits()
    {
        var answer = new Answer("x") { Output = Judged.Output("x", -1, -1) };
        Assert.Equal(Outcome.Measured, Judged.By("latency", Judged.Sample(), answer).Outcome);
        Assert.Equal(Outcome.Correct, Judged.By("latency", Judged.Sample(), answer, ("most", "2"), ("first", "0.5")).Outcome);
        Assert.Equal(Outcome.Incorrect, Judged.By("latency", Judged.Sample(), answer, ("most", "1.9")).Outcome);
        Assert.Equal(Outcome.Incorrect, Judged.By("latency", Judged.Sample(), answer, ("first", "0.4")).Outcome);
        Assert.Equal(2, Judged.By("latency", Judged.Sample(), answer).Values["seconds"]);
        Assert.Equal(Outcome.Unscored, Judged.By("latency", "x", Judged.Sample()).Outcome);
    }

    [Theory]
    [InlineData("I don't know.", true, Outcome.NoAnswer, 0.0)]
    [InlineData("I don't know.", false, Outcome.Correct, 1.0)]
    [InlineData("我不知道。", false, Outcome.Correct, 1.0)]
    [InlineData("抱歉，我无法回答。", true, Outcome.NoAnswer, 0.0)]
    [InlineData("Paris.", true, Outcome.Correct, 1.0)]
    [InlineData("Paris.", false, Outcome.Incorrect, 0.0)]
    [InlineData("", false, Outcome.NoAnswer, 1.0)]
    public void Abstention_WhereThereIsNoAnswer_IsRight(string answer, bool answerable, Outcome outcome, double value)
    {
        var score = Judged.By("abstention", answer, Judged.Sample() with { Answerable = answerable });
        Assert.Equal((outcome, value), (score.Outcome, score.Value!.Value));
    }

    [Theory]
    [InlineData("{\"name\":\"Ada\",\"age\":36}", Outcome.Correct)]
    [InlineData("```json\n{\"name\":\"Ada\",\"age\":36}\n```", Outcome.Correct)]
    [InlineData("Here it is:\n```\n{\"name\":\"Ada\",\"age\":36}\n```\nDone.", Outcome.Correct)]
    [InlineData("{\"name\":\"Ada\",\"age\":\"36\"}", Outcome.Incorrect)]
    [InlineData("{\"name\":\"Ada\"}", Outcome.Incorrect)]
    [InlineData("{\"name\":", Outcome.Incorrect)]
    [InlineData("Ada is 36", Outcome.Incorrect)]
    [InlineData("", Outcome.NoAnswer)]
    public void JsonSchema_Answer_MustFollowIt(string answer, Outcome expected)
    {
        const string schema = "{\"type\":\"object\",\"required\":[\"name\",\"age\"],\"properties\":{\"name\":{\"type\":\"string\"},\"age\":{\"$ref\":\"#/$defs/n\"}},\"$defs\":{\"n\":{\"type\":\"integer\"}}}";
        Assert.Null(SchemaText.Problem(schema));
        Assert.Equal(expected, Judged.By("json-schema", answer, Judged.Sample(), ("schema", schema)).Outcome);
    }

    [Fact]
    public void JsonSchema_Settings_AreKept()
    {
        Assert.Equal(Outcome.Correct, Judged.By("json-schema", "[1]", Judged.Sample()).Outcome);
        Assert.Equal(Outcome.Incorrect, Judged.By("json-schema", "```\n[1]\n```", Judged.Sample(), ("fence", "refuse")).Outcome);
        Assert.Equal(Outcome.Incorrect, Judged.By("json-schema", new string('[', 100_000), Judged.Sample()).Outcome);
        Assert.Equal(Outcome.Incorrect, Judged.By("json-schema", new string(' ', 300_000) + "x", Judged.Sample()).Outcome);
        Assert.NotNull(SchemaText.Problem("{\"pattern\":\"(a+)+$\"}"));
        Assert.NotNull(SchemaText.Problem("{\"items\":{\"$ref\":\"https://example.org/x\"}}"));
        Assert.NotNull(SchemaText.Problem("{"));
        Assert.Null(SchemaText.Problem("{\"properties\":{\"pattern\":{\"type\":\"string\"}}}"));
    }
}
