using Workbench.Core.Comparisons;

namespace Workbench.Tests.Comparisons;

public sealed class PacePlanTests
{
    private const long Gib = 1L << 30;
    private static readonly PaceModel[] Two = [new("a", 4 * Gib, false), new("b", 4 * Gib, false)];

    [Theory]
    [InlineData("", 16L, 8, false, "Comparisons.PaceFits")]
    [InlineData("", 6L, 8, true, "Comparisons.PaceTooLarge")]
    [InlineData("", 16L, 1, true, "Comparisons.PaceTooMany")]
    [InlineData("", null, 8, false, "Comparisons.PaceUnknown")]
    [InlineData("in-turn", 16L, 8, true, "Comparisons.PaceChosen")]
    [InlineData("together", 16L, 8, false, "Comparisons.PaceChosen")]
    [InlineData("together", 6L, 8, false, "Comparisons.PaceChosenAnyway")]
    public void For_TwoModels_SaysHowAndWhy(string wish, long? free, int most, bool inTurn, string reason)
    {
        var plan = PacePlan.For(wish, Two, free * Gib, most);

        Assert.Equal((inTurn, reason), (plan.InTurn, plan.Reason.Key));
    }

    [Fact]
    public void For_LoadedModelsAndOneTwice_NeedsNothing() =>
        Assert.Equal("Comparisons.PaceNothingToLoad", PacePlan.For("", [new("a", 4 * Gib, true), new("a", 4 * Gib, true), new("null:echo", null, false)], Gib, 8).Reason.Key);
}
