using Workbench.Cli.Coverage;

namespace Workbench.Tests.Statistics;

/// <summary>Intervals hold what they promise; the whole table is made by <c>bench coverage</c>.</summary>
public sealed class CoverageStudyTests
{
    [Theory]
    [InlineData("one rate")]
    [InlineData("difference of two independent rates")]
    [InlineData("difference of rates on the same samples")]
    public void Run_SummedExactly_HoldsItsLine(string quantity)
    {
        var row = Shown(CoverageStudy.Tables(1).Single(table => table.Quantity == quantity));
        Assert.True(row.Holds, row.ToString());
    }

    [Theory]
    [InlineData("rate in clusters")]
    [InlineData("difference on the same samples, in clusters")]
    [InlineData("mean score in clusters")]
    [InlineData("yes/no, a look after each of 1,000")]
    public void Run_FewDataSets_CoversOnAverage(string quantity)
    {
        var row = Shown(CoverageStudy.Tables(150).Single(table => table.Quantity == quantity));
        Assert.InRange(row.Mean, 0.93, 0.999);
    }

    [Fact]
    public void Run_IntervalThatIsTooNarrow_IsFoundOut()
    {
        var wald = CoverageStudy.Run(CoverageStudy.Tables(1)[0], 1).Single(row => row.Method == "wald");
        Assert.True(wald.Lowest < 0.4 && wald.Below > 5, wald.ToString());
    }

    [Fact]
    public void Run_SameSeed_GivesTheSame()
    {
        var table = CoverageStudy.Tables(40).Single(table => table.Quantity == "area under the ROC curve");
        Assert.Equal(Shown(table).Mean, Shown(table).Mean);
    }

    private static CoverageRow Shown(CoverageTable table) => CoverageStudy.Run(table, 1).Single(row => row.Shown);
}
