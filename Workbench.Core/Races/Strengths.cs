using Workbench.Core.Language;
using Workbench.Core.Statistics;

namespace Workbench.Core.Races;

/// <summary>Fitted strengths of linked players on the scale of ratings, with their covariance and ranks.</summary>
internal sealed class Strengths
{
    private readonly double[] _ratings;
    private readonly double[,]? _sandwich;
    private readonly double[,]? _curvature;
    private readonly bool[] _mutual;
    private readonly double _freedom;
    private readonly double _confidence;
    private readonly RankIntervals _ranks;
    private readonly Phrase? _noInterval;

    private Strengths(VoteTable table, PairFit fit, bool[] mutual, double confidence)
    {
        (_mutual, _confidence) = (mutual, confidence);
        var mean = fit.Parameters[..^1].Average();
        _ratings = [.. fit.Parameters[..^1].Select(strength => 1000 + (BradleyTerry.Scale * (strength - mean)))];
        _freedom = table.ClusterOfVote is null ? double.PositiveInfinity : table.Clusters - 1;
        if (table.ClusterOfVote is not null && table.Clusters < ClusteredProportion.LeastClusters)
        {
            _noInterval = ClusteredProportion.FewClusters(table.Clusters);
        }
        else
        {
            _sandwich = VoteCovariance.Sandwich(table, fit);
            _curvature = mutual.Contains(false) ? VoteCovariance.Curvature(fit) : null;
        }

        _ranks = new RankIntervals(_ratings, P, confidence);
    }

    public static Strengths Of(VoteTable table, TieRule ties, bool[] mutual, double confidence)
    {
        var decided = table.Cells.Any(cell => cell.Outcome is PairOutcome.A or PairOutcome.B);
        var tied = table.Cells.Any(cell => cell.Outcome is PairOutcome.Tie or PairOutcome.BothBad);
        var model = !tied || !decided ? PairModel.HalfTie
            : ties == TieRule.Davidson ? PairModel.Davidson
            : ties == TieRule.RaoKupper ? PairModel.RaoKupper
            : PairModel.HalfTie;
        var fit = PairFit.Of(table, model, mutual.Contains(false)) ?? PairFit.Of(table, model, ghosts: true)
            ?? throw new InvalidOperationException("The fit with ghosts did not converge.");
        return new Strengths(table, fit, mutual, confidence);
    }

    public RatedPlayer Row(int i, string[] names, int votes, Phrase? reason)
    {
        var error = Error(Variance(i, i));
        var half = error is { } known ? known * Quantile.TwoSidedT(_confidence, _freedom) : (double?)null;
        return new RatedPlayer(
            names[i],
            _ratings[i],
            error,
            _ratings[i] - half,
            _ratings[i] + half,
            _ranks.Rank(i),
            _ranks.Low(i),
            _ranks.High(i),
            votes,
            [.. _ranks.DeadHeat(i).Select(j => names[j]).Order(StringComparer.Ordinal)],
            reason ?? _noInterval);
    }

    private static double? Error(double? variance) => variance is { } known ? BradleyTerry.Scale * Math.Sqrt(Math.Max(0, known)) : null;

    private double? P(int i, int j) => Error(Variance(i, j)) is > 0 and var error
        ? Quantile.TwoSidedTTail((_ratings[i] - _ratings[j]) / error, _freedom)
        : null;

    /// <summary>Variance of the difference of two, or of one where they are the same; in log-odds.</summary>
    private double? Variance(int i, int j)
    {
        if (_sandwich is null)
        {
            return null;
        }

        // The residuals of someone unbeaten are nearly 0, and so would be the sandwich: there the curvature speaks.
        return _curvature is not null && !(_mutual[i] && _mutual[j]) ? Math.Max(Of(_sandwich), Of(_curvature)) : Of(_sandwich);

        double Of(double[,] covariance) => i == j ? covariance[i, i] : covariance[i, i] + covariance[j, j] - covariance[i, j] - covariance[j, i];
    }
}
