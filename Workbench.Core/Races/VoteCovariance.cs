namespace Workbench.Core.Races;

/// <summary>How far the strengths of a fit may be off together: the sandwich H⁻¹ B H⁻¹, B from single votes or, times G/(G−1), from clusters of votes
/// (Huber 1967, Liang and Zeger 1986); or H⁻¹ alone where votes are too one-sided for their spread to tell.</summary>
internal static class VoteCovariance
{
    public static double[,] Sandwich(VoteTable table, PairFit fit)
    {
        var scores = Array.ConvertAll(table.Cells, fit.Of);
        var inner = table.ClusterOfVote is null ? ByVote(table, scores, fit.Parameters.Length) : ByCluster(table, scores, fit.Parameters.Length);
        return Centred(SymmetricMatrix.Sandwich(fit.Inverse, inner));
    }

    /// <summary>H⁻¹ of a fit with ghosts, of strengths less their mean.</summary>
    public static double[,] Curvature(PairFit fit) => Centred((double[,])fit.Inverse.Clone());

    private static double[,] ByVote(VoteTable table, PairLikelihood[] scores, int n)
    {
        var inner = new double[n, n];
        for (var c = 0; c < scores.Length; c++)
        {
            var cell = table.Cells[c];
            Span<(int Index, double Slope)> touched = [(cell.A, scores[c].SlopeD), (cell.B, -scores[c].SlopeD), (n - 1, scores[c].SlopeE)];
            foreach (var (i, slope) in touched)
            {
                foreach (var (j, other) in touched)
                {
                    inner[i, j] += cell.Count * slope * other;
                }
            }
        }

        return inner;
    }

    private static double[,] ByCluster(VoteTable table, PairLikelihood[] scores, int n)
    {
        var inner = new double[n, n];
        var sums = new double[n];
        var touched = new List<int>(n);
        var seen = new bool[n];
        var correction = table.Clusters < 2 ? 1 : table.Clusters / (table.Clusters - 1.0);
        foreach (var votes in VotesByCluster(table))
        {
            foreach (var vote in votes)
            {
                var (cell, score) = (table.Cells[table.CellOfVote[vote]], scores[table.CellOfVote[vote]]);
                Add(cell.A, score.SlopeD);
                Add(cell.B, -score.SlopeD);
                Add(n - 1, score.SlopeE);
            }

            foreach (var i in touched)
            {
                foreach (var j in touched)
                {
                    inner[i, j] += correction * sums[i] * sums[j];
                }
            }

            touched.ForEach(i => (sums[i], seen[i]) = (0, false));
            touched.Clear();
        }

        return inner;

        void Add(int index, double slope)
        {
            sums[index] += slope;
            if (!seen[index])
            {
                seen[index] = true;
                touched.Add(index);
            }
        }
    }

    private static IEnumerable<ArraySegment<int>> VotesByCluster(VoteTable table)
    {
        var starts = new int[table.Clusters + 1];
        foreach (var cluster in table.ClusterOfVote!)
        {
            starts[cluster + 1]++;
        }

        for (var i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        var next = starts[..^1];
        var order = new int[table.Votes];
        for (var vote = 0; vote < order.Length; vote++)
        {
            order[next[table.ClusterOfVote[vote]]++] = vote;
        }

        for (var cluster = 0; cluster < table.Clusters; cluster++)
        {
            yield return new ArraySegment<int>(order, starts[cluster], starts[cluster + 1] - starts[cluster]);
        }
    }

    /// <summary>J V J on the strengths, J = I − 11′/K: the covariance of strengths less their mean.</summary>
    private static double[,] Centred(double[,] covariance)
    {
        var players = covariance.GetLength(0) - 1;
        for (var turn = 0; turn < 2; turn++)
        {
            for (var i = 0; i <= players; i++)
            {
                var mean = 0.0;
                for (var j = 0; j < players; j++)
                {
                    mean += (turn == 0 ? covariance[i, j] : covariance[j, i]) / players;
                }

                for (var j = 0; j < players; j++)
                {
                    if (turn == 0)
                    {
                        covariance[i, j] -= mean;
                    }
                    else
                    {
                        covariance[j, i] -= mean;
                    }
                }
            }
        }

        return covariance;
    }
}
