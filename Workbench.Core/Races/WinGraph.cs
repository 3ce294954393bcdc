namespace Workbench.Core.Races;

/// <summary>Who beat whom, also by way of others. Strengths are finite only among players each of whom leads to each other (Zermelo 1929, Ford 1957).</summary>
internal sealed class WinGraph
{
    private readonly ulong[][] _reach;
    private readonly bool[] _won;
    private readonly bool[] _lost;

    public WinGraph(VoteTable table)
    {
        var n = table.Players.Length;
        (_won, _lost) = (new bool[n], new bool[n]);
        _reach = new ulong[n][];
        var linked = new ulong[n][];
        for (var i = 0; i < n; i++)
        {
            (_reach[i], linked[i]) = (new ulong[(n + 63) / 64], new ulong[(n + 63) / 64]);
            Set(_reach[i], i);
            Set(linked[i], i);
        }

        foreach (var cell in table.Cells)
        {
            Set(linked[cell.A], cell.B);
            Set(linked[cell.B], cell.A);
            if (cell.Outcome != PairOutcome.B)
            {
                Beat(cell.A, cell.B);
            }

            if (cell.Outcome != PairOutcome.A)
            {
                Beat(cell.B, cell.A);
            }
        }

        Close(_reach);
        Close(linked);
        var votes = table.VotesOfPlayers();
        Linked = Largest(n, votes, (i, j) => Get(linked[i], j));
        var mutual = Largest(n, votes, (i, j) => Linked[i] && Get(_reach[i], j) && Get(_reach[j], i));
        Mutual = mutual.Count(member => member) > 1 ? mutual : new bool[n];
    }

    /// <summary>The largest group that votes link.</summary>
    public bool[] Linked { get; }

    /// <summary>Within it the largest group each of whom beat, or tied with, each other directly or by way of others; nobody where there are no two such.</summary>
    public bool[] Mutual { get; }

    /// <summary>Never won and never tied.</summary>
    public bool Winless(int player) => !_won[player];

    /// <summary>Never lost and never tied.</summary>
    public bool Unbeaten(int player) => !_lost[player];

    private void Beat(int winner, int loser)
    {
        Set(_reach[winner], loser);
        _won[winner] = true;
        _lost[loser] = true;
    }

    private static void Close(ulong[][] reach)
    {
        for (var middle = 0; middle < reach.Length; middle++)
        {
            foreach (var row in reach.Where(row => Get(row, middle)))
            {
                for (var word = 0; word < row.Length; word++)
                {
                    row[word] |= reach[middle][word];
                }
            }
        }
    }

    private static bool[] Largest(int n, int[] votes, Func<int, int, bool> together)
    {
        var best = new bool[n];
        var (bestSize, bestVotes) = (0, -1L);
        var seen = new bool[n];
        for (var i = 0; i < n; i++)
        {
            if (seen[i] || !together(i, i))
            {
                continue;
            }

            bool[] group = [.. Enumerable.Range(0, n).Select(j => together(i, j))];
            var (size, sum) = (group.Count(member => member), Enumerable.Range(0, n).Where(j => group[j]).Sum(j => (long)votes[j]));
            for (var j = 0; j < n; j++)
            {
                seen[j] |= group[j];
            }

            if (size > bestSize || (size == bestSize && sum > bestVotes))
            {
                (best, bestSize, bestVotes) = (group, size, sum);
            }
        }

        return best;
    }

    private static void Set(ulong[] bits, int index) => bits[index / 64] |= 1UL << (index % 64);

    private static bool Get(ulong[] bits, int index) => (bits[index / 64] >> (index % 64) & 1) == 1;
}
