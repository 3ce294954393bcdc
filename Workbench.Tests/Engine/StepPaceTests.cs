using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

public sealed class StepPaceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(150);

    [Theory]
    [InlineData(5, 10, 20)]
    [InlineData(0.01, 10, 502)]
    [InlineData(100, 10, 10)]
    [InlineData(100, 0, 4)]
    [InlineData(5, 512, 0)]
    public void PromptTokens_AfterMeasuring_FillTheTimeWithinTheBatch(double millisecondsAToken, int answers, int expected)
    {
        var pace = new StepPace();
        pace.Took(16, TimeSpan.FromMilliseconds(16 * millisecondsAToken));
        Assert.Equal(expected, pace.PromptTokens(Limit, answers));
    }

    [Fact]
    public void PromptTokens_AfterASlowDecode_Recover()
    {
        var pace = new StepPace();
        pace.Took(100, TimeSpan.FromMilliseconds(100));
        Assert.Equal(150, pace.PromptTokens(Limit, 0));
        pace.Took(100, TimeSpan.FromSeconds(10));
        Assert.InRange(pace.PromptTokens(Limit, 0), 1, 4);
        for (var i = 0; i < 12; i++)
        {
            pace.Took(4, TimeSpan.FromMilliseconds(4));
        }

        Assert.InRange(pace.PromptTokens(Limit, 0), 145, 150);
    }
}
