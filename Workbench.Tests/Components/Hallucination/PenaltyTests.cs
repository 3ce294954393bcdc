using Bunit;
using Workbench.Components.Hallucination;
using Workbench.Core.Statistics;

namespace Workbench.Tests.Components.Hallucination;

public sealed class PenaltyTests : ComponentTest
{
    // Golden "simpleqa toy": 50 right, 30 wrong, 20 not attempted.
    private static readonly PenaltyCurve Curve = new("a", 1, 0.5, 0.3, [(0.5, Estimate(0.2)), (0.75, Estimate(-0.4)), (0.9, Estimate(-2.2))]);

    [Fact]
    public void At_EachKeptThreshold_IsTheKeptValue()
    {
        Assert.Equal(0.5, Curve.At(0));
        Assert.All(Curve.Kept, kept => Assert.Equal(kept.Estimate.Value, Curve.At(kept.Threshold), 12));
    }

    [Fact]
    public void Plot_ValuesBelowTheAxis_AreLeftOutAndSaid()
    {
        var plot = Render<PenaltyPlot>(parameters => parameters.Add(shown => shown.Curves, [Curve]));

        Assert.Equal(2, plot.FindAll(".whisker").Count);
        Assert.Contains("−2.20", plot.Find("svg").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", plot.Markup, StringComparison.Ordinal);
    }

    private static Estimate Estimate(double value) => new(value, value - 0.1, value + 0.1, 100, null, "t");
}
