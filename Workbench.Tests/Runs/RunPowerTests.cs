using Workbench.Core.Runs;
using Workbench.Core.Statistics;

namespace Workbench.Tests.Runs;

public sealed class RunPowerTests
{
    [Fact]
    public void Of_Suite_GivesTheDifferenceThatNeedsAsManySamplesAsThereAre()
    {
        // 400 samples in clusters of two.
        var power = RunPower.Of(Given.Suite(400), null);
        Assert.Equal(200, power.Units);
        foreach (var (differ, smallest) in new[] { (RunPower.FewDiffer, power.Few!.Value), (RunPower.ManyDiffer, power.Many!.Value) })
        {
            Assert.Equal(200, PairedRatesPower.Samples((differ + smallest) / 2, (differ - smallest) / 2), 1e-2 * 200);
        }

        Assert.InRange(power.Few.Value, 0.05, 0.15);
        Assert.True(power.Many > power.Few);
    }

    [Fact]
    public void Of_TooFewSamples_SaysThatNothingCanBeToldApart()
    {
        Assert.Null(RunPower.Of(Given.Suite(400), 6).Few);
        Assert.Equal((2, null, null), (RunPower.Of(Given.Suite(4), null).Units, RunPower.Of(Given.Suite(4), null).Few, RunPower.Of(Given.Suite(4), null).Many));
    }
}
