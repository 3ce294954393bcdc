using Workbench.Core.Reports.Blocks;

namespace Workbench.Tests.Reports;

public class VisibleTextTests
{
    [Theory]
    [InlineData("plain, 中文 and 😀\n\tdone", "plain, 中文 and 😀\n\tdone")]
    [InlineData("a\u0000b\u007f", "a\u2400b\u2421")]
    [InlineData("a\r\nb\rc", "a\nb\u240dc")]
    [InlineData("\u202eabc\u2066\u200b\ufeff", "[U+202E]abc[U+2066][U+200B][U+FEFF]")]
    public void Of_Text_HidesNothing(string text, string visible) => Assert.Equal(visible, VisibleText.Of(text));

    [Fact]
    public void Of_HalfAPair_IsReplaced() => Assert.Equal("a\ufffdb\ufffd", VisibleText.Of("a\ud800b\udc00"));

    [Fact]
    public void Cut_InsideAPair_LeavesThePairOff()
    {
        Assert.Equal("ab", VisibleText.Cut("ab😀c", 3, out var left));
        Assert.Equal(3, left);
    }
}
