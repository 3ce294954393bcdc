using System.Text.Json.Serialization;
using Workbench.Core.Statistics;

namespace Workbench.Core.Compliance;

/// <summary>What a rate demonstrates about a limit at 95 %, one-sided: the bound on the limit's side keeps it.</summary>
/// <param name="Count">Answers with the property that the rate counts.</param>
/// <param name="N">Answers counted.</param>
/// <param name="Needed">The count of this n that would just demonstrate it (292 of 300); null where none would, or where answers hang together.</param>
/// <param name="Bound">One-sided bound towards the limit, 0 to 1: lower for a rate that has to reach it, upper for one that must stay under it.</param>
/// <param name="Method"><c>exact-binomial</c>, or the interval of answers that hang together.</param>
public sealed record LimitEvidence(int Count, int N, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Needed, double Bound, string Method);

/// <summary>Where a rate stands to a limit, and how much more would decide it.</summary>
internal static class LimitTest
{
    public const string Exact = "exact-binomial";

    /// <summary>Both one-sided bounds at 95 % make the two-sided interval of this confidence.</summary>
    public const double Confidence = 1 - (2 * ExactBinomial.Level);

    /// <summary>95 % point of the standard normal distribution.</summary>
    private const double Z = 1.6448536269514722;

    /// <summary>More than this is not a plan; then no number is given.</summary>
    private const double MostQuestions = 1_000_000;

    /// <summary>Answers that stand alone: the exact binomial test. Answers that hang together: the one-sided ends of their interval.</summary>
    /// <param name="interval">The rate with its interval at <see cref="Confidence"/>.</param>
    /// <param name="count">Answers that the rate counts.</param>
    public static (Demonstrated Demonstrated, LimitEvidence Evidence) Of(Estimate interval, int count, ClauseLimit limit)
    {
        var (t, n, atLeast) = (limit.Threshold, interval.N, limit.Comparison == Comparison.AtLeast);
        if (interval.Clusters is not null)
        {
            var sides = (Low: limit.Holds(interval.Low), High: limit.Holds(interval.High));
            return (Say(sides.Low && sides.High, !sides.Low && !sides.High), new LimitEvidence(count, n, null, atLeast ? interval.Low : interval.High, interval.Method));
        }

        var exact = ClopperPearson.Of("", count, n, Confidence).Estimate!;
        var (above, below) = (ExactBinomial.AtLeast(count, n, t) <= ExactBinomial.Level, ExactBinomial.AtMost(count, n, t) <= ExactBinomial.Level);
        var needed = atLeast ? ExactBinomial.LeastShowing(n, t) : ExactBinomial.MostShowing(n, t);
        return (atLeast ? Say(above, below) : Say(below, above), new LimitEvidence(count, n, needed, atLeast ? exact.Low : exact.High, Exact));
    }

    /// <summary>
    /// Further questions until it is decided, if the rate and its clustering stay as they are. Answers that stand alone: by the exact test itself. Others: the score bound of n independent answers leaves out t as soon as
    /// (p - t)^2 &gt; z^2 t (1 - t) / n (Wilson 1927); the interval at hand tells how many independent answers ours are worth.
    /// </summary>
    /// <returns>At least 1; null when the rate lies on the limit, or so near that no realistic number decides.</returns>
    public static int? MoreQuestions(Estimate interval, ClauseLimit limit, int questions)
    {
        var (p, t) = (interval.Value, limit.Threshold);
        if (p == t)
        {
            return null;
        }

        if (interval.Clusters is null)
        {
            return Exactly(p, t, interval.N) - interval.N;
        }

        var worth = Math.Min(Worth(p, interval.Low), Worth(p, interval.High));
        var more = Math.Ceiling(questions * ((Z * Z * t * (1 - t) / ((p - t) * (p - t)) / worth) - 1));
        return !double.IsFinite(more) || more > MostQuestions ? null : (int)Math.Max(1, more);
    }

    /// <summary>The least n at which the same rate, rounded towards the limit, is decided.</summary>
    private static int? Exactly(double p, double t, int from)
    {
        for (double n = from + 1; n <= MostQuestions; n = n < from + 2000 ? n + 1 : Math.Ceiling(n * 1.01))
        {
            var whole = (int)n;
            if (p > t ? ExactBinomial.AtLeast((int)Math.Floor((p * n) + 1e-9), whole, t) <= ExactBinomial.Level : ExactBinomial.AtMost((int)Math.Ceiling((p * n) - 1e-9), whole, t) <= ExactBinomial.Level)
            {
                return whole;
            }
        }

        return null;
    }

    private static Demonstrated Say(bool shown, bool against) => shown ? Demonstrated.Shown : against ? Demonstrated.ShownAgainst : Demonstrated.Undecided;

    /// <summary>Independent answers whose score bound would end at <paramref name="end"/>.</summary>
    private static double Worth(double p, double end) => end is <= 0 or >= 1 || end == p ? double.PositiveInfinity : Z * Z * end * (1 - end) / ((p - end) * (p - end));
}
