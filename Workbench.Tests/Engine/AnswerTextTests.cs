using System.Text;
using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

public sealed class AnswerTextTests
{
    [Fact]
    public void Append_HalfACharacter_WaitsForTheRest()
    {
        var text = new AnswerText([]);
        var bytes = Encoding.UTF8.GetBytes("好");
        Assert.Equal("", text.Append(bytes.AsSpan(0, 2)));
        Assert.Equal("好", text.Append(bytes.AsSpan(2)));
    }

    [Fact]
    public void Append_StopTextInPieces_IsNeverShown()
    {
        var text = new AnswerText(["END", "\n\n"]);
        Assert.Equal("one ", text.Append("one E"u8));
        Assert.Equal("", text.Append("N"u8));
        Assert.False(text.Stopped);
        Assert.Equal("", text.Append("D two"u8));
        Assert.True(text.Stopped);
        Assert.Equal("", text.Finish());
    }

    [Fact]
    public void Append_WhatOnlyBeganLikeAStopText_IsShownLater()
    {
        var text = new AnswerText(["END"]);
        Assert.Equal("", text.Append("EN"u8));
        Assert.Equal("ENT", text.Append("T"u8));
    }
}
