using System.Globalization;
using System.Text.Json;
using Workbench.Core.Language;

namespace Workbench.Tests.Language;

public sealed class JsonWordsTests
{
    [Theory]
    [InlineData("{\"a\":}", "en", "This is not JSON: '}' is an invalid start of a value, near byte 5 of the line.")]
    [InlineData("{\"a\":}", "zh-Hans", "不是合法的 JSON：该行第 5 字节附近有误")]
    public void Of_BrokenText_SaysWhereInEachLanguage(string text, string language, string expected)
    {
        var wrong = Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(text));

        Assert.Equal(expected, new Phrase("Statistics.InputNotJson", JsonWords.Of(wrong)).In(CultureInfo.GetCultureInfo(language)));
    }

    [Fact]
    public void Of_WithoutAPlace_SaysWhatWasExpected() =>
        Assert.Equal("This is not JSON: an object was expected", new Phrase("Statistics.InputNotJson", JsonWords.Of(new JsonException())).In(CultureInfo.GetCultureInfo("en")));
}
