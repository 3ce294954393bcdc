using Workbench.Components.Shared;
using Workbench.Core.Inference;
using Workbench.Models;

namespace Workbench.Tests.Components;

public sealed class CandidateColoursTests
{
    private static readonly ModelNames Names = new(static () => Enumerable.Range(1, 12).Select(static number => $"m{number:00}"), static () => ["far"]);

    [Fact]
    public void For_ModelsInAnyOrder_HaveTheirOwnHueAndNullRunnersNone() =>
        Assert.Equal([("m03", 3), ("null:empty", 0), ("m01", 1), ("far", 13)], Colours("m03", "null:empty", "m01", "far"));

    [Fact]
    public void For_ModelsThatShareAHue_StandApart() => Assert.Equal([("m02", 2), ("m10", 1), ("m03", 3)], Colours("m02", "m10", "m03"));

    [Fact]
    public void For_ModelThatIsNotHere_TakesAHueThatIsFree() => Assert.Equal([("gone", 2), ("m01", 1)], Colours("gone", "m01"));

    [Fact]
    public void For_TenCandidatesOfOneModel_AreAllDifferent()
    {
        var colours = CandidateColours.For(Enumerable.Range(0, 10).Select(static number => new Candidate($"c{number}", "m05")), Names);

        Assert.Equal(10, colours.Values.Distinct().Count());
        Assert.Equal(5, colours["c0"]);
        Assert.Equal(8, colours.Values.Select(CandidateColours.Class).Distinct().Count());
    }

    private static IEnumerable<(string Name, int Index)> Colours(params string[] models) => CandidateColours.For(models.Select(static model => new Candidate(model, model)), Names).Select(static pair => (pair.Key, pair.Value));
}
