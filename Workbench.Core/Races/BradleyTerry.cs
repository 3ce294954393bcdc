using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Statistics;

namespace Workbench.Core.Races;

/// <summary>Ratings from votes between two: P(A beats B) = σ(θA − θB) (Bradley and Terry 1952), refitted from all votes, with sandwich intervals.</summary>
public static class BradleyTerry
{
    /// <summary>Rating points a unit of log-odds.</summary>
    public const double Scale = 400 / 2.302585092994045684;

    /// <param name="votes">Two different players in each; clusters in all or in none. Order does not matter.</param>
    /// <returns>Ratings; where some never lost or never won, ghosts keep all finite and those players are marked provisional.</returns>
    public static RaceBoard Rate(IReadOnlyList<PairVote> votes, TieRule ties = TieRule.Half, double confidence = 0.95)
    {
        var all = VoteTable.Of(votes);
        var counted = all.Only(_ => true, outcome => ties != TieRule.Drop || outcome is PairOutcome.A or PairOutcome.B);
        var graph = new WinGraph(counted);
        var rated = counted.Only(i => graph.Linked[i], _ => true);
        bool[] mutual = [.. Enumerable.Range(0, counted.Players.Length).Where(i => graph.Linked[i]).Select(i => graph.Mutual[i])];
        var strengths = counted.Votes == 0 ? null : Strengths.Of(rated, ties, mutual, confidence);
        var players = Players(counted, rated, graph, strengths);
        var tally = all.Cells.GroupBy(cell => cell.Outcome).ToDictionary(group => group.Key, group => group.Sum(cell => cell.Count));
        return new RaceBoard(
            votes.Count,
            tally.GetValueOrDefault(PairOutcome.Tie),
            tally.GetValueOrDefault(PairOutcome.BothBad),
            all.ClusterOfVote is null ? null : all.Clusters,
            ties,
            players,
            strengths is null ? new Metric("first-seat", null, new Phrase("Races.SeatsNotMixed")) : SeatEffect.Of(rated, mutual.Contains(false), confidence));
    }

    private static ImmutableArray<RatedPlayer> Players(VoteTable counted, VoteTable rated, WinGraph graph, Strengths? strengths)
    {
        var votes = counted.VotesOfPlayers();
        var rows = new List<RatedPlayer>();
        var place = 0;
        for (var i = 0; i < counted.Players.Length; i++)
        {
            rows.Add(!graph.Linked[i] || strengths is null
                ? new RatedPlayer(counted.Players[i], null, null, null, null, null, null, null, votes[i], [], new Phrase("Races.NotLinked"))
                : strengths.Row(place++, rated.Players, votes[i], Provisional(graph, i)));
        }

        return [.. rows.OrderByDescending(row => row.Rating ?? double.NegativeInfinity).ThenBy(row => row.Name, StringComparer.Ordinal)];
    }

    private static Phrase? Provisional(WinGraph graph, int player) => graph.Mutual[player] ? null
        : graph.Unbeaten(player) ? new Phrase("Races.Unbeaten")
        : graph.Winless(player) ? new Phrase("Races.Winless")
        : new Phrase("Races.OneSided");
}
