using Workbench.Core.Language;

namespace Workbench.Core.Races;

/// <summary>Votes with the same two seats and outcome.</summary>
internal readonly record struct VoteCell(int A, int B, PairOutcome Outcome, int Count);

/// <summary>Votes as numbers: players by index, equal votes counted together, each vote's cell and cluster kept for clustered errors.</summary>
internal sealed record VoteTable(string[] Players, VoteCell[] Cells, int[] CellOfVote, int[]? ClusterOfVote, int Clusters)
{
    /// <summary>More would need another way to count and solve than a table of all pairs.</summary>
    public const int MostPlayers = 1000;

    private const int Outcomes = 4;

    public int Votes => CellOfVote.Length;

    public int[] VotesOfPlayers()
    {
        var votes = new int[Players.Length];
        foreach (var cell in Cells)
        {
            votes[cell.A] += cell.Count;
            votes[cell.B] += cell.Count;
        }

        return votes;
    }

    public static VoteTable Of(IReadOnlyList<PairVote> votes)
    {
        var clustered = votes.Count > 0 && votes[0].Cluster is not null;
        Dictionary<string, int> players = [], clusters = [];
        var (seats, clusterOfVote) = (new (int A, int B)[votes.Count], clustered ? new int[votes.Count] : null);
        for (var i = 0; i < votes.Count; i++)
        {
            var vote = votes[i];
            if (vote.A == vote.B || vote.Cluster is null == clustered)
            {
                throw new ArgumentException($"Vote {i} has one player twice, or a cluster where others have none.", nameof(votes));
            }

            seats[i] = (Index(players, vote.A), Index(players, vote.B));
            if (clusterOfVote is not null)
            {
                clusterOfVote[i] = Index(clusters, vote.Cluster!);
            }
        }

        if (players.Count > MostPlayers)
        {
            throw new InputException(new InputProblem(new Phrase("Races.TooManyPlayers", FormattableString.Invariant($"{players.Count}"), FormattableString.Invariant($"{MostPlayers}"))));
        }

        // In order of name, so that the order of votes changes nothing, also where two groups are equally large.
        string[] names = [.. players.Keys.Order(StringComparer.Ordinal)];
        var places = new int[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            places[players[names[i]]] = i;
        }

        var keys = new int[votes.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = (((places[seats[i].A] * names.Length) + places[seats[i].B]) * Outcomes) + (int)votes[i].Outcome;
        }

        return Count(names, keys, clusterOfVote, clusters.Count);
    }

    /// <summary>The votes among some players, which are numbered anew in their order.</summary>
    public VoteTable Only(Predicate<int> player, Predicate<PairOutcome> outcome)
    {
        int[] kept = [.. Enumerable.Range(0, Players.Length).Where(i => player(i))];
        if (kept.Length == Players.Length && Array.TrueForAll(Cells, cell => outcome(cell.Outcome)))
        {
            return this;
        }

        var renumbered = new int[Players.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            renumbered[kept[i]] = i;
        }

        int[] keyOfCell = [.. Cells.Select(cell => player(cell.A) && player(cell.B) && outcome(cell.Outcome)
            ? (((renumbered[cell.A] * kept.Length) + renumbered[cell.B]) * Outcomes) + (int)cell.Outcome
            : -1)];
        List<int> keys = [], clusters = [];
        Dictionary<int, int> clusterNumbers = [];
        for (var i = 0; i < CellOfVote.Length; i++)
        {
            if (keyOfCell[CellOfVote[i]] is >= 0 and var key)
            {
                keys.Add(key);
                if (ClusterOfVote is not null)
                {
                    clusters.Add(Index(clusterNumbers, ClusterOfVote[i]));
                }
            }
        }

        return Count([.. kept.Select(i => Players[i])], [.. keys], ClusterOfVote is null ? null : [.. clusters], clusterNumbers.Count);
    }

    private static VoteTable Count(string[] names, int[] keys, int[]? clusters, int clusterCount)
    {
        var counts = new int[names.Length * names.Length * Outcomes];
        foreach (var key in keys)
        {
            counts[key]++;
        }

        var cells = new List<VoteCell>();
        for (var key = 0; key < counts.Length; key++)
        {
            if (counts[key] > 0)
            {
                var pair = key / Outcomes;
                cells.Add(new VoteCell(pair / names.Length, pair % names.Length, (PairOutcome)(key % Outcomes), counts[key]));
                counts[key] = cells.Count - 1;
            }
        }

        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = counts[keys[i]];
        }

        return new VoteTable(names, [.. cells], keys, clusters, clusterCount);
    }

    private static int Index<T>(Dictionary<T, int> indices, T key)
        where T : notnull
    {
        if (!indices.TryGetValue(key, out var index))
        {
            index = indices.Count;
            indices.Add(key, index);
        }

        return index;
    }
}
