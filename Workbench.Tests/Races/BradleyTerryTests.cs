using CsCheck;
using Workbench.Core.Races;

namespace Workbench.Tests.Races;

public sealed class BradleyTerryTests
{
    private static readonly Gen<PairVote[]> Votes = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[0, 9])
        .Where((a, b, _, _) => a != b)
        .Select((a, b, outcome, prompt) => new PairVote($"p{a}", $"p{b}", (PairOutcome)outcome, $"q{prompt}"))
        .Array[1, 80];

    [Theory]
    [InlineData(TieRule.Half)]
    [InlineData(TieRule.Drop)]
    public void Rate_WithoutAnyVote_IsAnEmptyBoardWithAReason(TieRule ties)
    {
        var board = BradleyTerry.Rate([], ties);
        Assert.Empty(board.Players);
        Assert.Null(board.FirstSeat.Estimate);
        Assert.NotNull(board.FirstSeat.Reason);
    }

    [Fact]
    public void Rate_WhenEveryVoteIsDropped_RatesNobody()
    {
        var board = BradleyTerry.Rate([new PairVote("a", "b", PairOutcome.Tie)], TieRule.Drop);
        Assert.All(board.Players, player => Assert.Null(player.Rating));
    }

    [Fact]
    public void Rate_AnyVotes_IsFiniteOrderedAndRanked() => Gen.Select(Votes, Gen.Enum<TieRule>()).Sample((votes, rule) =>
    {
        var board = BradleyTerry.Rate(votes, rule);
        foreach (var player in board.Players.Where(player => player.Rating is not null))
        {
            Assert.True(double.IsFinite(player.Rating!.Value));
            Assert.True(player.RankLow <= player.Rank && player.Rank <= player.RankHigh, player.ToString());
            Assert.True(player.Low is null || (double.IsFinite(player.Low.Value) && player.Low <= player.Rating && player.Rating <= player.High));
            Assert.True(player.Low is not null || player.Reason is not null);
        }

        Assert.All(board.Players.Where(player => player.Rating is null), player => Assert.Equal("Races.NotLinked", player.Reason?.Key));
        Assert.True(board.FirstSeat.Estimate is not null || board.FirstSeat.Reason is not null);
    });

    [Fact]
    public void Rate_RowsReversed_StaysTheSame() => Votes.Sample(votes =>
    {
        var (forth, back) = (BradleyTerry.Rate(votes), BradleyTerry.Rate([.. votes.Reverse()]));
        foreach (var player in forth.Players)
        {
            var other = back.Players.Single(candidate => candidate.Name == player.Name);
            Assert.Equal(player.Rating is null, other.Rating is null);
            Assert.Equal(player.Rating ?? 0, other.Rating ?? 0, 1e-5);
            Assert.Equal(player.StandardError ?? 0, other.StandardError ?? 0, 1e-4);
        }
    });

    [Fact]
    public void Rate_SeatsSwapped_TurnsTheSeatAround()
    {
        PairVote[] votes = [.. Many("x", "y", PairOutcome.A, 30), .. Many("x", "y", PairOutcome.B, 10), .. Many("y", "x", PairOutcome.A, 25), .. Many("y", "x", PairOutcome.B, 20)];
        PairVote[] swapped = [.. votes.Select(vote => new PairVote(vote.B, vote.A, vote.Outcome == PairOutcome.A ? PairOutcome.B : PairOutcome.A))];
        Assert.Equal(BradleyTerry.Rate(votes).FirstSeat.Estimate!.Value, -BradleyTerry.Rate(swapped).FirstSeat.Estimate!.Value, 1e-9);
    }

    [Fact]
    public void Rate_TwoPlayers_IsTheLogitOfTheWinRate()
    {
        var board = BradleyTerry.Rate([.. Many("x", "y", PairOutcome.A, 30), .. Many("y", "x", PairOutcome.A, 10)]);
        Assert.Equal(400 * Math.Log10(3), board.Players[0].Rating!.Value - board.Players[1].Rating!.Value, 1e-6);
        Assert.Equal((1, 1, 1), (board.Players[0].Rank!.Value, board.Players[0].RankLow!.Value, board.Players[0].RankHigh!.Value));
    }

    [Fact]
    public void Rate_NoVotesBetweenGroups_RatesTheLargestAndSaysWhyNotTheOther()
    {
        var board = BradleyTerry.Rate([.. Many("x", "y", PairOutcome.Tie, 30), .. Many("y", "z", PairOutcome.Tie, 3), .. Many("v", "w", PairOutcome.Tie, 90)]);
        Assert.Equal(3, board.Players.Count(player => player.Rating is not null));
        Assert.Equal(["v", "w"], board.Players.Where(player => player.Reason?.Key == "Races.NotLinked").Select(player => player.Name));
    }

    [Fact]
    public void Rate_FirstSeatAlwaysTheSamePlayer_SaysThatSeatsAreNotMixed()
    {
        var board = BradleyTerry.Rate([.. Many("x", "y", PairOutcome.A, 30), .. Many("x", "y", PairOutcome.B, 10)]);
        Assert.Equal("Races.SeatsNotMixed", board.FirstSeat.Reason?.Key);
    }

    [Fact]
    public void Rate_EvenPlayers_AreADeadHeat()
    {
        var board = BradleyTerry.Rate([.. Many("x", "y", PairOutcome.A, 20), .. Many("y", "x", PairOutcome.A, 20)]);
        Assert.Equal(["y"], board.Players.Single(player => player.Name == "x").DeadHeatWith);
        Assert.All(board.Players, player => Assert.Equal((1, 1, 2), (player.Rank!.Value, player.RankLow!.Value, player.RankHigh!.Value)));
    }

    private static IEnumerable<PairVote> Many(string a, string b, PairOutcome outcome, int count) => Enumerable.Repeat(new PairVote(a, b, outcome), count);
}
