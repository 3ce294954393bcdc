using System.Text.Json;
using Workbench.Core.Scoring;
using Workbench.Tests.Statistics;

namespace Workbench.Tests.Scoring;

public sealed class TextOverlapTests
{
    private static JsonElement Cases => Golden.File("stats2/goldens_stats2.json").GetProperty("text").GetProperty("cases");

    [Fact]
    public void F1_Goldens_AreThoseOfSquad()
    {
        foreach (var item in Cases.GetProperty("en").EnumerateArray())
        {
            Golden.Near(item.GetProperty("squad_f1").GetDouble(), Value("f1", item, "en"), Golden.ClosedForm);
        }

        foreach (var item in Cases.GetProperty("zh").EnumerateArray().Where(IsSimplified))
        {
            Golden.Near(item.GetProperty("char_f1_after_t2s_nopunct").GetDouble(), Value("f1", item, "zh-Hans"), Golden.ClosedForm);
        }
    }

    [Fact]
    public void RougeL_Goldens_AreThoseOfRougeScore()
    {
        // The reference's tokenizer cuts words at letters beyond a to z; the product keeps them whole.
        foreach (var item in Cases.GetProperty("en").EnumerateArray().Where(item => Text(item, "hyp").All(char.IsAscii)))
        {
            Golden.Near(item.GetProperty("rouge_nostem[P,R,F]").GetProperty("rougeL")[2].GetDouble(), Value("rouge-l", item, "en"), Golden.ClosedForm);
        }

        foreach (var item in Cases.GetProperty("zh").EnumerateArray())
        {
            Golden.Near(item.GetProperty("rougeL_chars_no_punct")[2].GetDouble(), Value("rouge-l", item, "zh-Hans"), Golden.ClosedForm);
        }
    }

    [Fact]
    public void Bleu_Goldens_AreThoseOfSacreBleu()
    {
        foreach (var item in Cases.GetProperty("en").EnumerateArray())
        {
            Golden.Near(Math.Min(1, item.GetProperty("bleu_13a_sentence(effective_order)").GetDouble() / 100), Value("bleu", item, "en"), Golden.ClosedForm);
        }

        foreach (var item in Cases.GetProperty("zh").EnumerateArray())
        {
            Golden.Near(Math.Min(1, item.GetProperty("bleu_zh_sentence(effective_order)").GetDouble() / 100), Value("bleu", item, "zh-Hans"), Golden.ClosedForm);
            Assert.Equal(Text(item, "sacrebleu_zh_tokens_hyp").Split(' ', StringSplitOptions.RemoveEmptyEntries), BleuScore.Tokens(Text(item, "hyp"), characters: true));
        }
    }

    [Theory]
    [InlineData("f1")]
    [InlineData("rouge-l")]
    [InlineData("bleu")]
    public void Overlap_Verdicts_FollowTheSettings(string kind)
    {
        var sample = Judged.Sample("en", "nothing alike", "the train leaves at nine today");
        Assert.Equal(Outcome.Correct, Judged.By(kind, "The train leaves at nine today", Judged.Sample("en", "The train leaves at nine today")).Outcome);
        var partial = Judged.By(kind, "the train leaves at ten today", sample);
        Assert.Equal(Outcome.Partial, partial.Outcome);
        Assert.InRange(partial.Value!.Value, 0.3, 0.9);
        Assert.Equal(Outcome.Correct, Judged.By(kind, "the train leaves at ten today", sample, ("least", "0.3")).Outcome);
        Assert.Equal((Outcome.NoAnswer, 0.0), (Judged.By(kind, " ", sample).Outcome, Judged.By(kind, " ", sample).Value!.Value));
        Assert.Equal(Outcome.Incorrect, Judged.By(kind, "zzz", sample).Outcome);
        Assert.Equal(Outcome.Unscored, Judged.By(kind, "zzz", Judged.Sample()).Outcome);
    }

    [Fact]
    public void RougeL_EndlessAnswer_IsCutAndDone() =>
        Assert.Equal(Outcome.Partial, Judged.By("rouge-l", string.Concat(Enumerable.Repeat("word ", 1_000_000)), Judged.Sample("en", "word")).Outcome);

    private static double Value(string kind, JsonElement item, string language) => Judged.By(kind, Text(item, "hyp"), Judged.Sample(language, Text(item, "ref"))).Value!.Value;

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private static bool IsSimplified(JsonElement item) => Text(item, "t2s_hyp") == Text(item, "hyp");
}
