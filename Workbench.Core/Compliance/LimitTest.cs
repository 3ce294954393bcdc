using Workbench.Core.Statistics;

namespace Workbench.Core.Compliance;

/// <summary>Where an interval stands to a limit, and how much more would decide it.</summary>
internal static class LimitTest
{
    /// <summary>97.5 % point of the standard normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>More than this is not a plan; then no number is given.</summary>
    private const double MostQuestions = 1_000_000;

    public static Demonstrated Of(Estimate estimate, ClauseLimit limit) =>
        limit.Holds(estimate.Low) && limit.Holds(estimate.High) ? Demonstrated.Shown
        : !limit.Holds(estimate.Low) && !limit.Holds(estimate.High) ? Demonstrated.ShownAgainst
        : Demonstrated.Undecided;

    /// <summary>
    /// Further questions until the interval leaves the limit on one side, if the rate and its clustering stay as they are. The score interval of
    /// n independent answers leaves out t as soon as (p - t)^2 &gt; z^2 t (1 - t) / n (Wilson 1927); the interval at hand tells how many independent answers ours are worth.
    /// </summary>
    /// <returns>At least 1; null when the rate lies on the limit, or so near that no realistic number decides.</returns>
    public static int? MoreQuestions(Estimate estimate, ClauseLimit limit, int questions)
    {
        var (p, t) = (estimate.Value, limit.Threshold);
        var worth = Math.Min(Worth(p, estimate.Low), Worth(p, estimate.High));
        var needed = Z * Z * t * (1 - t) / ((p - t) * (p - t));
        var more = Math.Ceiling(questions * (needed / worth - 1));
        return p == t || !double.IsFinite(more) || more > MostQuestions ? null : (int)Math.Max(1, more);
    }

    /// <summary>Independent answers whose score interval would end at <paramref name="end"/>.</summary>
    private static double Worth(double p, double end) => end is <= 0 or >= 1 || end == p ? double.PositiveInfinity : Z * Z * end * (1 - end) / ((p - end) * (p - end));
}
