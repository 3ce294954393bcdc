using Workbench.Core.Scoring;

namespace Workbench.Tests.Scoring;

public sealed class UnsupportedTests
{
    private const string English = "The bridge was opened on 5 May 1932 by Jane Smith. It is 1,149 metres long and cost 6.25 million pounds; see https://bridge.example.org/history.";
    private const string Chinese = "南京长江大桥于1968年12月29日建成通车，全长4589米，由王明教授主持设计，载于《桥梁史》。";

    [Theory]
    [InlineData(English, "en", "It opened on May 5, 1932.")]
    [InlineData(English, "en", "It was opened in 1932 by Smith and is 1149 metres long.")]
    [InlineData(English, "en", "The cost was 6.25 million, says https://bridge.example.org/history.")]
    [InlineData(English, "en", "6.25 million was the cost.")]
    [InlineData(English, "en", "A long bridge.")]
    [InlineData(English, "en", "1. It was opened in May 1932\n2. Jane Smith came")]
    [InlineData(Chinese, "zh-Hans", "大桥1968年12月29日通车，长4589米。")]
    [InlineData(Chinese, "zh-Hans", "1968-12-29 通车，见《桥梁史》，王明教授设计。")]
    public void Answer_FromTheSource_IsSupported(string source, string language, string answer) =>
        Assert.Equal(Outcome.Correct, Judged.By("unsupported", answer, Judged.Sample(language) with { Context = source }).Outcome);

    [Theory]
    [InlineData(English, "en", "It was opened on 6 May 1932.", "dates")]
    [InlineData(English, "en", "It is 1,150 metres long.", "numbers")]
    [InlineData(English, "en", "It was opened by Robert Miller.", "names")]
    [InlineData(English, "en", "See https://bridge.example.org/other.", "links")]
    [InlineData(Chinese, "zh-Hans", "大桥于1969年通车。", "dates")]
    [InlineData(Chinese, "zh-Hans", "全长4590米。", "numbers")]
    [InlineData(Chinese, "zh-Hans", "由李华教授设计。", "names")]
    [InlineData(Chinese, "zh-Hans", "载于《长江志》。", "names")]
    [InlineData(Chinese, "zh-Hans", "北京大学参与了设计。", "names")]
    public void Answer_WithSomethingAdded_IsFound(string source, string language, string answer, string sort)
    {
        var score = Judged.By("unsupported", answer, Judged.Sample(language) with { Context = source });
        Assert.Equal((Outcome.Incorrect, 1.0), (score.Outcome, score.Values["unsupported"]));
        Assert.Equal(1, score.Values[$"unsupported-{sort}"]);
        Assert.Equal(Outcome.Correct, Judged.By("unsupported", answer, Judged.Sample(language) with { Context = source }, ("check", sort == "links" ? "numbers" : "links")).Outcome);
    }

    [Fact]
    public void Share_OfWhatIsThere_IsTheValue()
    {
        var score = Judged.By("unsupported", "It cost 6.25 million and 99 lives; it is 1149 metres long, 12 wide.", Judged.Sample() with { Context = English });
        Assert.Equal((Outcome.Partial, 0.5), (score.Outcome, score.Value));
        Assert.Equal(Outcome.NoAnswer, Judged.By("unsupported", " ", Judged.Sample()).Outcome);
    }

    [Fact]
    public void Sample_WithoutContext_IsUnscoredUnlessThePromptHoldsTheSource()
    {
        var sample = Judged.Sample() with { Prompt = "Ada has twelve (12) apples" };
        Assert.Equal(Outcome.Unscored, Judged.By("unsupported", "12 apples", sample).Outcome);
        Assert.Equal(Outcome.Correct, Judged.By("unsupported", "12 apples", sample, ("source", "prompt")).Outcome);
        Assert.Equal(Outcome.Incorrect, Judged.By("unsupported", "13 apples", sample, ("source", "prompt")).Outcome);
    }
}
