using System.IO.Compression;
using System.Text.Json;
using Workbench.Core.Races;
using Workbench.Tests.Shared;
using Workbench.Tests.Statistics;

namespace Workbench.Tests.Races;

public sealed class BradleyTerryGoldenTests
{
    private const double Elo = 1e-6;
    private const string Ghost = "ghost_half_win_half_loss_vs_theta0 (one pseudo-vote y=.5 per player)";

    [Fact]
    public void Rate_Synthetic10k_HasExactRatingsSandwichErrorsAndRankIntervals()
    {
        var expected = Golden.File("bt/synthetic_10k_expected.json");
        var board = BradleyTerry.Rate(Votes("bt/synthetic_10k.csv"));
        Assert.Equal((10_000, 1575), (board.Votes, board.Ties));
        foreach (var player in board.Players)
        {
            var sandwich = expected.GetProperty("sandwich_sumzero").GetProperty(player.Name);
            Close(expected.GetProperty("exact_newton_bt").Number(player.Name), player.Rating, Elo);
            Close(sandwich.Number("se"), player.StandardError, Elo);
            Close(sandwich.Number("lo"), player.Low, Elo);
            Close(sandwich.Number("hi"), player.High, Elo);
            var ranks = expected.GetProperty("rank_interval_holm_pairwise_5pct").Numbers(player.Name);
            Assert.Equal((ranks[0], ranks[1]), (player.RankLow!.Value, player.RankHigh!.Value));
        }

        CompareSeat(expected.GetProperty("first_position"), board, "first_seat_logodds", "se");
    }

    [Fact]
    public void Rate_SeatBias_RecoversWhatTheFirstSeatIsWorth() =>
        CompareSeat(Golden.File("bt/synthetic_10k_seatbias_expected.json").GetProperty("first_position"), BradleyTerry.Rate(Votes("bt/synthetic_10k_seatbias.csv")), "first_seat_logodds", "se");

    [Theory]
    [InlineData("bt/synthetic_10k.csv", TieRule.Davidson)]
    [InlineData("bt/synthetic_10k.csv", TieRule.RaoKupper)]
    public void Rate_TiesAsAnOutcome_HasExactRatings(string file, TieRule rule)
    {
        var expected = Golden.File("bt/synthetic_10k_expected.json").GetProperty("tie_models").GetProperty(rule == TieRule.Davidson ? "davidson" : "rao_kupper").GetProperty("elo_centered_1000");
        Assert.All(BradleyTerry.Rate(Votes(file), rule).Players, player => Close(expected.Number(player.Name), player.Rating, 1e-5));
    }

    [Fact]
    public void Rate_ByPrompt_HasClusteredErrors()
    {
        var expected = Set("bt2_dev.csv.gz");
        var board = BradleyTerry.Rate(Votes("stats2/bt2_dev.csv.gz", "prompt"));
        Assert.Equal(expected.Whole("prompts"), board.Clusters);
        foreach (var player in board.Players)
        {
            Close(expected.GetProperty("mle_elo").Number(player.Name), player.Rating, Elo);
            Close(expected.GetProperty("se_cluster_prompt_G/(G-1)_elo").Number(player.Name), player.StandardError, Elo);
        }

        var single = BradleyTerry.Rate(Votes("stats2/bt2_dev.csv.gz"));
        Assert.All(single.Players, player => Close(expected.GetProperty("se_HC0_elo").Number(player.Name), player.StandardError, Elo));
        CompareSeat(expected.GetProperty("first_seat"), single, "logodds", "se_HC0");
    }

    [Fact]
    public void Rate_UnbeatenPlayer_IsFiniteProvisionalAndUnsure()
    {
        var expected = Set("bt2_dev_tiny_unbeaten.csv.gz").GetProperty(Ghost);
        var board = BradleyTerry.Rate(Votes("stats2/bt2_dev_tiny_unbeaten.csv.gz", "prompt"));
        Assert.All(board.Players, player => Close(expected.GetProperty("elo_centred").Number(player.Name), player.Rating, Elo));
        var first = board.Players[0];
        Assert.Equal(("p00", "Races.Unbeaten"), (first.Name, first.Reason?.Key));
        Close(expected.GetProperty("se_penalised_fisher_elo = sqrt diag(J H^-1 J)").Number("p00"), first.StandardError, Elo);
        Assert.All(board.Players.Skip(1), player => Close(expected.GetProperty("se_cluster_prompt_G/(G-1)_elo").Number(player.Name), player.StandardError, Elo));
    }

    private static void CompareSeat(JsonElement expected, RaceBoard board, string value, string error)
    {
        var seat = board.FirstSeat.Estimate!;
        Close(expected.Number(value), seat.Value, 1e-8);
        Close(expected.Number(error), (seat.High - seat.Low) / 2 / 1.959963984540054, 1e-8);
    }

    private static JsonElement Set(string csv) => Golden.File("stats2/goldens_stats2.json").GetProperty("bradley_terry").GetProperty("sets").EnumerateArray().Single(set => set.GetProperty("csv").GetString() == csv);

    private static void Close(double expected, double? actual, double tolerance) => Assert.Equal(expected, actual!.Value, tolerance);

    private static IReadOnlyList<PairVote> Votes(string name, string? cluster = null)
    {
        var path = RepositoryPaths.SharedFile($"goldens/{name}");
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            return VoteFile.Read(path, cluster);
        }

        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return VoteFile.Read(reader, name, cluster);
    }
}
