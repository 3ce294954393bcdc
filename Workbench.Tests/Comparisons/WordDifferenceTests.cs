using CsCheck;
using Workbench.Core.Comparisons;

namespace Workbench.Tests.Comparisons;

public sealed class WordDifferenceTests
{
    [Theory]
    [InlineData("the sky is red", "the sky is blue", "=the sky is |-red|+blue")]
    [InlineData("a b c", "a c", "=a |-b |=c")]
    [InlineData("", "new", "+new")]
    [InlineData("same", "same", "=same")]
    [InlineData("on the old road", "on a new road", "=on |-the old|+a new|= road")]
    [InlineData("不知道答案", "我知道答案", "-不|+我|=知道答案")]
    [InlineData("首都是都柏林。", "首都是雅典。", "=首都是|-都柏林|+雅典|=。")]
    [InlineData("don't go", "don’t go", "-don't|+don’t|= go")]
    [InlineData("👍🏽 good", "👎 good", "-👍🏽|+👎|= good")]
    public void Between_TwoTexts_MarksWholeWordsAndSingleHanCharacters(string first, string second, string expected) =>
        Assert.Equal(expected, string.Join('|', WordDifference.Between(first, second).Select(Mark)));

    [Fact]
    public void Between_AnyTwoTexts_GivesBothBack()
    {
        string[] words = ["a", "b", "sky", " ", "\n", "红", "天", ".", "\ud83d", "👍", "é", "مرحبا"];
        var texts = Gen.Int[0, words.Length - 1].Select(index => words[index]).Array[0, 40].Select(parts => string.Concat(parts));
        Gen.Select(texts, texts).Sample((first, second) =>
        {
            var parts = WordDifference.Between(first, second);
            Assert.Equal(first, string.Concat(parts.Where(part => part.Kind != DifferenceKind.OnlySecond).Select(part => part.Text)));
            Assert.Equal(second, string.Concat(parts.Where(part => part.Kind != DifferenceKind.OnlyFirst).Select(part => part.Text)));
        });
    }

    [Fact]
    public void Between_TwoLongTextsWithNothingInCommon_GivesUpTheSearchAndStillTellsBoth()
    {
        var first = string.Join(' ', Enumerable.Range(0, 5000).Select(number => $"a{number}"));
        var second = string.Join(' ', Enumerable.Range(0, 5000).Select(number => $"b{number}"));

        var parts = WordDifference.Between(first, second);

        Assert.Equal([(DifferenceKind.OnlyFirst, first), (DifferenceKind.OnlySecond, second)], parts.Select(part => (part.Kind, part.Text)));
    }

    [Fact]
    public void Similarity_OfHalfTheWords_IsHalf() => Assert.Equal(2 / 3.0, WordDifference.Similarity("red sky", "red sea"), 9);

    private static string Mark(DifferencePart part) => (part.Kind switch { DifferenceKind.Both => "=", DifferenceKind.OnlyFirst => "-", _ => "+" }) + part.Text;
}
