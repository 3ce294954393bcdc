using Bunit;
using Workbench.Components.Hallucination;
using Workbench.Core.Statistics;

namespace Workbench.Tests.Components.Hallucination;

public sealed class FrontierTests : ComponentTest
{
    [Fact]
    public void Plot_ThreePoints_DrawsEachWithTwoWhiskersAndSaysItInWords()
    {
        var plot = Render<FrontierPlot>(parameters => parameters
            .Add(shown => shown.Points, [Point("a", 1, 0.9, 0.1), Point("b", 2, 0.5, 0.05), Point("null:random", 0, 0.1, 0.9)])
            .Add(shown => shown.Description, "in words"));

        Assert.Equal(3, plot.FindAll(".whisker").Count);
        Assert.Equal(["a", "b", "null:random"], plot.FindAll(".name").Select(name => name.TextContent));
        Assert.Equal("in words", plot.Find("svg").GetAttribute("aria-label"));
        Assert.DoesNotContain("NaN", plot.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Layout_NamesOfPointsInOnePlace_DoNotCoverEachOther()
    {
        var layout = new FrontierLayout([Point("first", 1, 0.5, 0.3), Point("second", 2, 0.5, 0.3), Point("third", 3, 0.5, 0.3)]);

        Assert.Equal(3, layout.Labels.Distinct().Count());
    }

    [Fact]
    public void Plot_InGerman_WritesNoDecimalComma()
    {
        Speak("de");
        var plot = Render<FrontierPlot>(parameters => parameters.Add(shown => shown.Points, [Point("a", 1, 0.777, 0.123)]).Add(shown => shown.Description, "x"));

        Assert.All(plot.FindAll(".whisker"), whisker => Assert.DoesNotContain(",", whisker.GetAttribute("d"), StringComparison.Ordinal));
    }

    private static FrontierPoint Point(string name, int index, double correct, double madeUp) =>
        new(name, index, new Estimate(correct, correct - 0.05, correct + 0.05, 100, 50, "t"), new Estimate(madeUp, madeUp - 0.05, madeUp + 0.05, 100, 50, "t"), index > 0);
}
