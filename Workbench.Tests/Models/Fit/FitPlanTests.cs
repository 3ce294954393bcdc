using Workbench.Core.Models.Fit;

namespace Workbench.Tests.Models.Fit;

public sealed class FitPlanTests
{
    private static readonly FitDevice Memory = new(FitDevice.Processor, 16 * Gibi, 8 * Gibi);
    private static readonly FitDevice Card = new("CUDA0", 24 * Gibi, 20 * Gibi);
    private const long Gibi = 1L << 30;

    [Fact]
    public void Of_ASetThatFits_IsOneGroupWithoutReasons()
    {
        var plan = FitPlan.Of([Model("a", 3), Model("b", 4)], [Memory]);

        Assert.True(plan.IsTogether);
        Assert.Equal((1, 0), (plan.Groups.Length, plan.Reasons.Length));
    }

    [Fact]
    public void Of_ASetThatDoesNotFit_GoesOneGroupAfterAnotherAndSaysWhy()
    {
        var plan = FitPlan.Of([Model("a", 3), Model("b", 6), Model("c", 5), Model("d", 2)], [Memory]);

        Assert.False(plan.IsTogether);
        Assert.Equal(["b,d", "c,a"], plan.Groups.Select(group => string.Join(',', group)));
        Assert.Equal(["Models.FitNotTogether 16.0 8.00 cpu"], plan.Reasons.Select(reason => $"{reason.Key} {string.Join(' ', reason.Arguments)}"));
    }

    [Fact]
    public void Of_AModelLargerThanTheDevice_IsInNoGroup()
    {
        var plan = FitPlan.Of([Model("a", 3), Model("big", 9)], [Memory]);

        Assert.Equal(["big"], plan.TooLarge);
        Assert.Equal(["a"], Assert.Single(plan.Groups));
        Assert.Contains(plan.Reasons, reason => reason.Key == "Models.FitTooLarge" && reason.Arguments[0] == "big");
    }

    [Fact]
    public void Of_LoadedModels_KeepsThemFirstAndCountsTheirMemoryAsFree()
    {
        var plan = FitPlan.Of([Model("new", 7), Model("loaded", 5, loaded: true)], [Memory with { FreeBytes = 4 * Gibi }]);

        Assert.Equal(["loaded", "new"], plan.Groups.Select(group => group[0]));
    }

    [Fact]
    public void Of_AGraphicsDevice_HoldsBothItsMemoryAndTheMainMemory()
    {
        Assert.True(FitPlan.Of([Model("a", 2, graphics: 12), Model("b", 2, graphics: 8)], [Memory, Card]).IsTogether);
        Assert.Equal("CUDA0", FitPlan.Of([Model("a", 2, graphics: 12), Model("b", 2, graphics: 9)], [Memory, Card]).Reasons[0].Arguments[2]);
        Assert.Equal(FitDevice.Processor, FitPlan.Of([Model("a", 5, graphics: 2), Model("b", 5, graphics: 2)], [Memory, Card]).Reasons[0].Arguments[2]);
    }

    private static FitModel Model(string name, long memory, long graphics = 0, bool loaded = false) =>
        new(name, new MemoryEstimate((memory + graphics) * Gibi, 0, 0, 0, 0, 0, 0, 0, graphics * Gibi, 0), graphics > 0 ? Card.Name : FitDevice.Processor, loaded);
}
