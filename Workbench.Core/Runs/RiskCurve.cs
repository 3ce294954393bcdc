using System.Collections.Immutable;
using Workbench.Core.Scoring;
using Workbench.Core.Statistics;

namespace Workbench.Core.Runs;

/// <summary>Share of wrong answers among those a scorer finds surest, for one share that is answered after another (El-Yaniv and Wiener 2010).</summary>
/// <param name="Scorer">Kind of the scorer that says how sure the model is.</param>
/// <param name="N">Answers that have both a sureness and a verdict.</param>
/// <param name="Points">Rising coverage, the last 1; at most <see cref="MostPoints"/>. Answers of equal sureness are taken together, so that there are as many points as there are levels of it.</param>
public sealed record RiskCurve(string Scorer, int N, ImmutableArray<RiskPoint> Points)
{
    public const int MostPoints = 50;

    /// <summary>An interval at so many points, the last among them: each takes reading its answers anew.</summary>
    private const int MostIntervals = 10;

    /// <returns>Null where nothing says how sure the model is, or nothing says whether it was right.</returns>
    internal static RiskCurve? Of(IScorer? scorer, IReadOnlyCollection<ScoredSample> scored)
    {
        List<(ScoredSample Each, double Sure)> known = scorer is null ? [] : [.. SurenessMetrics.Known(scorer, scored).OrderByDescending(static pair => pair.Sure)];
        if (known.Count == 0)
        {
            return null;
        }

        var ends = Ends(known);
        var every = Math.Max(1, (ends.Count + MostIntervals - 1) / MostIntervals);
        var points = ImmutableArray.CreateBuilder<RiskPoint>(ends.Count);
        for (var (at, next, wrong) = (0, 0, 0); at < ends.Count; at++)
        {
            for (; next < ends[at]; next++)
            {
                wrong += known[next].Each.Right == true ? 0 : 1;
            }

            var interval = (ends.Count - 1 - at) % every == 0 ? ScoreMetrics.Rate($"{scorer!.Kind}.risk", [.. known.Take(ends[at]).Select(static pair => pair.Each)], static each => each.Right == false, "NoneScored").Estimate : null;
            points.Add(new RiskPoint(ends[at] / (double)known.Count, ends[at], wrong / (double)ends[at], interval));
        }

        return new RiskCurve(scorer!.Kind, known.Count, points.ToImmutable());
    }

    /// <summary>Numbers of answers, each up to where the next is less sure.</summary>
    private static List<int> Ends(List<(ScoredSample Each, double Sure)> known)
    {
        List<int> ends = [];
        for (var step = 1; step <= MostPoints; step++)
        {
            var end = Math.Max(1, (int)Math.Ceiling((known.Count * step / (double)MostPoints) - 1e-9));
            while (end < known.Count && known[end].Sure == known[end - 1].Sure)
            {
                end++;
            }

            if (ends.Count == 0 || ends[^1] < end)
            {
                ends.Add(end);
            }
        }

        return ends;
    }
}

/// <param name="Coverage">Share that is answered, above 0 to 1.</param>
/// <param name="N">So many answers.</param>
/// <param name="Risk">Share of wrong ones among them, 0 to 1.</param>
/// <param name="Interval">Of the risk; null at most points, and where too few clusters allow none.</param>
public sealed record RiskPoint(double Coverage, int N, double Risk, Estimate? Interval);
