using CsCheck;
using Workbench.Core.Races;

namespace Workbench.Tests.Races;

public sealed class SuiteStandingsTests
{
    private static readonly Dictionary<string, string> Clusters = Enumerable.Range(0, 60).ToDictionary(i => $"s{i}", i => $"c{i / 3}");

    [Fact]
    public void Of_ClearDifference_SeparatesAndFlagsNullRunners()
    {
        var standings = SuiteStandings.Of([Entry("null:empty", i => 0, isNull: true), Entry("weak", i => i % 4 == 0 ? 1 : 0), Entry("strong", i => i % 8 == 1 ? 0 : 1), Entry("twin", i => i % 8 == 2 ? 0 : 1)], Clusters);
        Assert.Equal(["strong", "twin", "weak", "null:empty"], standings.Rows.Select(row => row.Candidate));
        Assert.Equal([(1, 2), (1, 2), (3, 3), (4, 4)], standings.Rows.Select(row => (row.RankLow!.Value, row.RankHigh!.Value)));
        Assert.Equal(["twin"], standings.Rows[0].DeadHeatWith);
        Assert.True(standings.Rows[3].IsNull);
        Assert.Equal(6, standings.Pairs.Length);
        Assert.All(standings.Pairs, pair => Assert.True(pair.P <= pair.AdjustedP));
    }

    [Fact]
    public void Of_NoScores_IsLastWithReason()
    {
        var standings = SuiteStandings.Of([new StandingEntry("silent", false, new Dictionary<string, double>()), Entry("loud", i => 1)]);
        Assert.Equal("silent", standings.Rows[1].Candidate);
        Assert.Null(standings.Rows[1].Rank);
        Assert.NotNull(standings.Rows[1].Score.Reason);
    }

    [Fact]
    public void Of_AnyScores_RanksWithinIntervals() => Gen.Double[0, 1].Select(Gen.Bool, (x, binary) => binary ? Math.Round(x) : x).Array[60].Array[2, 6].Sample(scores =>
    {
        var standings = SuiteStandings.Of([.. scores.Select((row, c) => Entry($"m{c}", i => row[i]))], Clusters);
        Assert.All(standings.Rows, row => Assert.True(row.RankLow <= row.Rank && row.Rank <= row.RankHigh));
        Assert.All(standings.Pairs, pair => Assert.True(pair.Difference.Estimate is null || pair.Difference.Estimate.Low <= pair.Difference.Estimate.Value));
    }, iter: 50);

    private static StandingEntry Entry(string name, Func<int, double> score, bool isNull = false) =>
        new(name, isNull, Enumerable.Range(0, 60).ToDictionary(i => $"s{i}", score));
}
