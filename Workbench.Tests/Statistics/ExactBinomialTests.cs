using Workbench.Core.Statistics;

namespace Workbench.Tests.Statistics;

/// <summary>The counts of the field's own tables, and the tails they rest on (exact sums in rational arithmetic).</summary>
public class ExactBinomialTests
{
    [Theory]
    [InlineData(300, 0.95, 292)]
    [InlineData(1000, 0.90, 916)]
    [InlineData(59, 0.95, 59)]
    public void LeastShowing_KnownSizes_IsTheCountThatDemonstrates(int n, double limit, int count)
    {
        Assert.Equal(count, ExactBinomial.LeastShowing(n, limit));
        Assert.True(ExactBinomial.AtLeast(count, n, limit) <= 0.05 && ExactBinomial.AtLeast(count - 1, n, limit) > 0.05);
    }

    [Fact]
    public void MostShowing_ThreeHundredAtFivePercent_IsEight() => Assert.Equal(8, ExactBinomial.MostShowing(300, 0.05));

    [Theory]
    [InlineData(58, 0.95)]
    [InlineData(0, 0.95)]
    [InlineData(300, 1)]
    public void LeastShowing_TooFew_IsNone(int n, double limit) => Assert.Null(ExactBinomial.LeastShowing(n, limit));

    [Theory]
    [InlineData(0.95, true, 59)]
    [InlineData(0.05, false, 59)]
    [InlineData(0.90, true, 29)]
    [InlineData(1, true, null)]
    public void FewestShowing_IsWhereAllOnTheRightSideDemonstrate(double limit, bool atLeast, int? fewest) => Assert.Equal(fewest, ExactBinomial.FewestShowing(limit, atLeast));

    [Fact]
    public void Tails_AreThoseOfExactSums()
    {
        Assert.Equal(0.034065813521506, ExactBinomial.AtLeast(292, 300, 0.95), 12);
        Assert.Equal(0.064969680863789, ExactBinomial.AtLeast(291, 300, 0.95), 12);
        Assert.Equal(0.048502506899146, ExactBinomial.AtLeast(916, 1000, 0.9), 12);
        Assert.Equal(0.060693730517965, ExactBinomial.AtLeast(915, 1000, 0.9), 12);
        Assert.Equal(0.034065813521506, ExactBinomial.AtMost(8, 300, 0.05), 12);
    }
}
