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

    [Theory]
    [InlineData("甲乙🙂丙丁", "🙂", "甲乙")]
    [InlineData("一二。\n三", "。\n", "一二")]
    [InlineData("a\u05D0\u05D1b", "\u05D1", "a\u05D0")]
    [InlineData("x\u0301y", "\u0301", "x")]
    [InlineData("🙂🙃🙂", "🙃🙂", "🙂")]
    public void Append_StopTextOfManyBytes_IsFoundHoweverItIsCut(string text, string stop, string shown)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second++)
            {
                var answer = new AnswerText([stop]);
                var seen = answer.Append(bytes.AsSpan(0, first)) + (answer.Stopped ? "" : answer.Append(bytes.AsSpan(first, second - first)));
                seen += answer.Stopped ? "" : answer.Append(bytes.AsSpan(second));
                Assert.True(answer.Stopped);
                Assert.Equal(shown, seen + answer.Finish());
            }
        }
    }

    [Theory]
    [InlineData("\uD83D")]
    [InlineData("\uDE42")]
    public void Append_HalfASurrogatePairAsStopText_NeverCutsACharacter(string half)
    {
        var answer = new AnswerText([half]);
        Assert.Equal("a🙂b", answer.Append("a🙂b"u8) + answer.Finish());
        Assert.False(answer.Stopped);
    }

    [Fact]
    public void Append_BytesThatAreNoText_AreShownAsSuchAndDontHideAStopText()
    {
        byte[] bytes = [0x61, 0xFF, 0xC3, 0x28, 0xE4, 0xBD, 0x45, 0x4E, 0x44];
        foreach (var step in (int[])[1, 2, 9])
        {
            var answer = new AnswerText(["END"]);
            var seen = string.Concat(bytes.Chunk(step).Select(part => answer.Stopped ? "" : answer.Append(part)));
            Assert.Equal("a\uFFFD\uFFFD(\uFFFD", seen + answer.Finish());
            Assert.True(answer.Stopped);
        }
    }

    [Fact]
    public void Finish_InTheMiddleOfACharacter_ShowsThatSomethingIsMissing()
    {
        var answer = new AnswerText(["好的"]);
        Assert.Equal("", answer.Append([.. "好"u8, 0xE7, 0x9A]));
        Assert.Equal("好\uFFFD", answer.Finish());
    }
}
