using System.Globalization;
using Workbench.Core.Language;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Workbench.Tests.Language;

public sealed class YamlWordsTests
{
    [Theory]
    [InlineData("name: a\nversion\nsamples: []", "a “:” is missing after a name, or the indentation does not fit the lines above.", "名称后面缺少“:”，或缩进与上文不一致。")]
    [InlineData("name: a: b", "a “: ” stands where none may; put the value in quotes, or check the indentation.", "此处不能再出现“: ”，请用引号括起该值，或检查缩进。")]
    [InlineData("name: @a", "a sign stands that no value may begin with; put the value in quotes.", "值不能以该字符开头，请用引号括起来。")]
    [InlineData("name: \"a", "a quotation mark is opened and not closed.", "引号没有成对。")]
    [InlineData("name: {a: b", "a “,” or “}” is missing.", "缺少“,”或“}”。")]
    [InlineData("name: [a, b", "a “,” or “]” is missing.", "缺少“,”或“]”。")]
    [InlineData("name: a\n  b: c\n d: e", null, null)]
    [InlineData("name: a\nname: b", "a key stands twice.", "同一个键出现了两次。")]
    [InlineData("name: \"\\q\"", "a backslash is followed by what is no escape.", "反斜杠后面不是有效的转义。")]
    [InlineData("name: *b", "an anchor or alias is wrong.", "锚点或别名有误。")]
    [InlineData("- a: b\n  c\n- \td: e", null, null)]
    public void Of_BrokenText_SaysWhereAndWhatInEachLanguage(string text, string? english, string? chinese)
    {
        var wrong = Assert.ThrowsAny<YamlException>(() => new YamlStream().Load(new StringReader(text)));

        var said = new Phrase("Suites.NotYaml", YamlWords.Of(wrong));
        Assert.Matches(@"^This is not well-formed YAML: near column \d+, ", said.In(CultureInfo.GetCultureInfo("en")));
        Assert.Matches(@"^不是合法的 YAML：第 \d+ 列附近，", said.In(CultureInfo.GetCultureInfo("zh-Hans")));
        Assert.EndsWith(english ?? "", said.In(CultureInfo.GetCultureInfo("en")));
        Assert.EndsWith(chinese ?? "", said.In(CultureInfo.GetCultureInfo("zh-Hans")));
        Assert.DoesNotContain("While", said.In(CultureInfo.GetCultureInfo("zh-Hans")));
    }
}
