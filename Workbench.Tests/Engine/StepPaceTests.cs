using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

public sealed class StepPaceTests
{
    [Theory]
    [InlineData(5, true, false, 10, 20)]
    [InlineData(5, false, false, 10, 90)]
    [InlineData(0.01, true, false, 10, 502)]
    [InlineData(100, true, false, 10, 10)]
    [InlineData(100, true, false, 0, 4)]
    [InlineData(100, false, false, 10, 32)]
    [InlineData(100, false, false, 40, 40)]
    [InlineData(5, false, false, 512, 0)]
    [InlineData(5, true, true, 10, 70)]
    [InlineData(5, false, true, 10, 90)]
    public void PromptTokens_AfterMeasuring_FillTheTimeWithinTheBatch(double millisecondsAToken, bool readers, bool person, int answers, int expected)
    {
        var pace = new StepPace();
        pace.Took(16, TimeSpan.FromMilliseconds(16 * millisecondsAToken));
        Assert.Equal(expected, pace.PromptTokens(readers, person, answers));
    }

    [Fact]
    public void PromptTokens_AfterASlowDecode_Recover()
    {
        var pace = new StepPace();
        pace.Took(100, TimeSpan.FromMilliseconds(100));
        Assert.Equal(150, pace.PromptTokens(readers: true, person: false, 0));
        pace.Took(100, TimeSpan.FromSeconds(10));
        Assert.InRange(pace.PromptTokens(readers: true, person: false, 0), 1, 4);
        for (var i = 0; i < 12; i++)
        {
            pace.Took(4, TimeSpan.FromMilliseconds(4));
        }

        Assert.InRange(pace.PromptTokens(readers: true, person: false, 0), 145, 150);
    }
}
