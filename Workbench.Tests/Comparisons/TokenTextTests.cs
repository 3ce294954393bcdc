using Workbench.Core.Comparisons;
using Workbench.Core.Inference;

namespace Workbench.Tests.Comparisons;

public sealed class TokenTextTests
{
    [Theory]
    [InlineData("The sky", "The| sky", "The| sky")]
    [InlineData("Hello you", " Hello| you", "Hello| you")]
    [InlineData("ok 👍!", "ok| \ufffd|\ufffd|!", "ok| 👍|!")]
    [InlineData("天空", "\ufffd|\ufffd|空", "天|空")]
    [InlineData("a👍", "a|\ufffd|\ufffd", "a|👍")]
    [InlineData("Paris.", "Paris|.\n\nUser", "Paris|.")]
    [InlineData("Paris", "Paris|", "Paris")]
    [InlineData("\ud83d half", "\ud83d| half", "\ud83d| half")]
    public void Add_AllAtOnce_FindsEachTokenInTheText(string text, string tokens, string expected) => Assert.Equal(expected, Join(text, [text], tokens.Split('|')));

    [Fact]
    public void Add_TextBehindItsTokens_WaitsForIt()
    {
        var whole = new TokenText();
        Assert.Empty(whole.Add("", [Token("Dub"), Token("lin")]));
        Assert.Equal(["Dub"], whole.Add("Dubl", []).Select(place => whole.Slice(place.Start, place.Length)));
        Assert.Equal(["lin"], whole.Add("in", []).Select(place => whole.Slice(place.Start, place.Length)));
    }

    [Fact]
    public void Add_TokensOfAnotherText_TellsThatTheyAreLost()
    {
        var whole = new TokenText();
        Assert.Equal(2, whole.Add("The sky is", [Token("The"), Token(" sky"), Token(" fell")]).Length);
        Assert.True(whole.IsLost);
        Assert.Empty(whole.Add(" red", [Token(" red")]));
        Assert.Equal("The sky is red", whole.Text);
    }

    private static string Join(string text, string[] pieces, string[] tokens)
    {
        var whole = new TokenText();
        var places = whole.Add(pieces[0], [.. tokens.Select(Token)], isEnd: true);
        Assert.False(whole.IsLost);
        Assert.Equal(text, whole.Text);
        return string.Join('|', places.Select(place => text.Substring(place.Start, place.Length)));
    }

    private static TokenLogprob Token(string text) => new(text, -0.1);
}
