namespace Workbench.Core.Races;

/// <summary>The strengths under which the votes are likeliest, by Newton's method.</summary>
/// <param name="Parameters">Strengths in log-odds, summing to 0 unless there are ghosts; last the model's own parameter.</param>
/// <param name="Inverse">Inverse of the curvature, which errors rest on.</param>
internal sealed record PairFit(PairModel Model, double[] Parameters, double[,] Inverse)
{
    private const int MostSteps = 100;
    private const int MostHalvings = 40;
    private const double Converged = 1e-10;
    private const double Diverged = 30;

    /// <param name="ghosts">Whether each player also half wins and half loses once against a ghost of strength 0, which keeps unbeaten players finite.</param>
    /// <returns>Null where no finite, single maximum exists.</returns>
    public static PairFit? Of(VoteTable table, PairModel model, bool ghosts)
    {
        var parameters = new double[table.Players.Length + 1];
        parameters[^1] = model == PairModel.RaoKupper ? 0.5 : 0;
        var value = Value(table, model, ghosts, parameters);
        for (var step = 0; step < MostSteps; step++)
        {
            var (slope, curvature) = Slopes(table, model, ghosts, parameters);
            if (SymmetricMatrix.Inverse(curvature) is not { } inverse)
            {
                return null;
            }

            var move = SymmetricMatrix.Multiply(inverse, slope);
            var (next, nextValue) = Climb(table, model, ghosts, parameters, move, value);
            var moved = parameters.Zip(next, (a, b) => Math.Abs(a - b)).Max();
            (parameters, value) = (next, nextValue);
            if (parameters.Any(parameter => Math.Abs(parameter) > Diverged))
            {
                return null;
            }

            if (moved < Converged)
            {
                return new PairFit(model, parameters, inverse);
            }
        }

        return null;
    }

    public PairLikelihood Of(VoteCell cell) => PairLikelihood.Of(Model, cell.Outcome, Parameters[cell.A] - Parameters[cell.B], Parameters[^1]);

    private static (double[] Next, double Value) Climb(VoteTable table, PairModel model, bool ghosts, double[] from, double[] move, double value)
    {
        // A full step nearly always climbs; halving it keeps the odd lopsided table from being thrown far out.
        var scale = 1.0;
        for (var i = 0; i < MostHalvings; i++, scale /= 2)
        {
            double[] next = [.. from.Zip(move, (a, b) => a + (scale * b))];
            var reached = Value(table, model, ghosts, next);
            if (reached >= value - (1e-12 * Math.Abs(value)))
            {
                return (next, reached);
            }
        }

        return (from, value);
    }

    private static double Value(VoteTable table, PairModel model, bool ghosts, double[] at)
    {
        var value = table.Cells.Sum(cell => cell.Count * PairLikelihood.Of(model, cell.Outcome, at[cell.A] - at[cell.B], at[^1]).Value);
        return ghosts ? value + at[..^1].Sum(strength => PairLikelihood.Of(PairModel.HalfTie, PairOutcome.Tie, strength, 0).Value) : value;
    }

    private static (double[] Slope, double[,] Curvature) Slopes(VoteTable table, PairModel model, bool ghosts, double[] at)
    {
        var (n, last) = (at.Length, at.Length - 1);
        var (slope, curvature) = (new double[n], new double[n, n]);
        foreach (var cell in table.Cells)
        {
            var vote = PairLikelihood.Of(model, cell.Outcome, at[cell.A] - at[cell.B], at[last]);
            var (dd, de) = (cell.Count * vote.CurveDd, cell.Count * vote.CurveDe);
            slope[cell.A] += cell.Count * vote.SlopeD;
            slope[cell.B] -= cell.Count * vote.SlopeD;
            slope[last] += cell.Count * vote.SlopeE;
            curvature[cell.A, cell.A] += dd;
            curvature[cell.B, cell.B] += dd;
            curvature[cell.A, cell.B] -= dd;
            curvature[cell.B, cell.A] -= dd;
            curvature[cell.A, last] += de;
            curvature[last, cell.A] += de;
            curvature[cell.B, last] -= de;
            curvature[last, cell.B] -= de;
            curvature[last, last] += cell.Count * vote.CurveEe;
        }

        for (var i = 0; i < last; i++)
        {
            if (ghosts)
            {
                var ghost = PairLikelihood.Of(PairModel.HalfTie, PairOutcome.Tie, at[i], 0);
                slope[i] += ghost.SlopeD;
                curvature[i, i] += ghost.CurveDd;
                continue;
            }

            // Only differences are known: fixing the sum takes the free direction away and changes nothing else.
            for (var j = 0; j < last; j++)
            {
                curvature[i, j] += 1;
            }
        }

        if (model == PairModel.HalfTie)
        {
            curvature[last, last] = 1;
        }

        return (slope, curvature);
    }
}
