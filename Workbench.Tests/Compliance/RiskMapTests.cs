using Workbench.Core.Compliance;
using Workbench.Core.Labels;
using Workbench.Core.Scoring;

namespace Workbench.Tests.Compliance;

public class RiskMapTests
{
    [Fact]
    public void Of_ClassesAndLocales_CountsEachCell_AndLeavesOutWhatWasNotAsked()
    {
        var suite = Given.Suite("exact",
        [
            .. Enumerable.Range(0, 10).Select(at => Given.Sample($"a{at}", tags: at < 5 ? "gbt.a.1.a" : "gbt.a.1.b")),
            .. Enumerable.Range(0, 8).Select(at => Given.Sample($"b{at}", language: "zh-Hans", region: "CN", tags: "gbt.a.2.a")),
            Given.Sample("refuse", true, tags: "gbt.a.1.a"), Given.Sample("untagged"),
        ]);
        var results = suite.Samples.Select((sample, at) => Given.Answered(sample.Id, "one", "exact", at is < 9 or 12 ? Outcome.Correct : at == 13 ? Outcome.Unscored : Outcome.Incorrect)).ToList();

        var classes = RiskMap.Of(Given.Run(suite, "one"), suite, results, LabelSet.Empty, "one", "all.passed", byLeaf: false);
        var leaves = RiskMap.Of(Given.Run(suite, "one"), suite, results, LabelSet.Empty, "one", "exact.accuracy", byLeaf: true);

        Assert.Equal(["en", "zh-Hans CN"], classes.Locales);
        Assert.Equal(["gbt.a.1", "gbt.a.2"], classes.Groups);
        Assert.Equal((0.9, 10, 0), Of(classes.Cells[("gbt.a.1", "en")]));
        Assert.Equal((1 / 7d, 7, 1), Of(classes.Cells[("gbt.a.2", "zh-Hans CN")]));
        Assert.Equal(2, classes.Cells.Count);
        Assert.Equal((5 / 6d, 6, 0), Of(leaves.Cells[("gbt.a.1.a", "en")]));
        Assert.Empty(RiskMap.Of(Given.Run(suite, "one"), suite, results, LabelSet.Empty, "one", "people.passed", byLeaf: false).Cells);
    }

    private static (double Share, int Answers, int Unusable) Of(RiskCell cell) => (cell.Share!.Value, cell.Answers, cell.Unusable);
}
