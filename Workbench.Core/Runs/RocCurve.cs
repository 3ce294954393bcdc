using System.Collections.Immutable;
using Workbench.Core.Scoring;

namespace Workbench.Core.Runs;

/// <summary>Right and wrong answers that are kept when only answers of some sureness or more are, from none to all: what the area <c>auroc</c> is the area of.</summary>
/// <param name="Scorer">Whose sureness orders the answers.</param>
/// <param name="Baseline">What orders them in its place: <c>length</c>, <c>surprise-mean</c> or <c>surprise-max</c>, each the smaller the surer; null for the scorer itself.</param>
/// <param name="Right">Answers that are right.</param>
/// <param name="Points">From (0, 0) to (1, 1). Answers of equal sureness are taken together; of many levels those are kept that come first in each stretch.</param>
public sealed record RocCurve(string Scorer, string? Baseline, int Right, int Wrong, ImmutableArray<RocPoint> Points)
{
    public const int MostPoints = 100;

    /// <summary>Of the scorer and of each baseline that was measured beside it; none where nothing says how sure the model is, or all answers are right, or all wrong.</summary>
    internal static IEnumerable<RocCurve> Of(IScorer? scorer, IReadOnlyCollection<ScoredSample> scored)
    {
        List<(ScoredSample Each, double Sure)> known = scorer is null ? [] : [.. SurenessMetrics.Known(scorer, scored)];
        if (scorer is null || Of(scorer.Kind, null, known) is not { } own)
        {
            yield break;
        }

        yield return own;
        foreach (var baseline in SurenessMetrics.Baselines)
        {
            if (Of(scorer.Kind, baseline, [.. known.Where(pair => pair.Each.Score.Values.ContainsKey(baseline)).Select(pair => (pair.Each, -pair.Each.Score.Values[baseline]))]) is { } curve)
            {
                yield return curve;
            }
        }
    }

    /// <summary>Share of right answers that is kept where so many of the wrong ones are; between two points on the line between them.</summary>
    public double RightAt(double wrong)
    {
        var after = Points.First(point => point.Wrong >= wrong);
        if (after.Wrong == wrong)
        {
            return Points.Last(point => point.Wrong == wrong).Right;
        }

        var before = Points.Last(point => point.Wrong < wrong);
        return before.Right + ((after.Right - before.Right) * (wrong - before.Wrong) / (after.Wrong - before.Wrong));
    }

    private static RocCurve? Of(string kind, string? baseline, List<(ScoredSample Each, double Sure)> known)
    {
        var right = known.Count(static pair => pair.Each.Right == true);
        var wrong = known.Count - right;
        if (right == 0 || wrong == 0)
        {
            return null;
        }

        List<RocPoint> points = [new RocPoint(0, 0, null)];
        var (rights, wrongs) = (0, 0);
        foreach (var level in known.GroupBy(static pair => pair.Sure).OrderByDescending(static level => level.Key))
        {
            var up = level.Count(static pair => pair.Each.Right == true);
            (rights, wrongs) = (rights + up, wrongs + level.Count() - up);
            points.Add(new RocPoint(wrongs / (double)wrong, rights / (double)right, level.Key));
        }

        return new RocCurve(kind, baseline, right, wrong, [.. Thinned(points)]);
    }

    /// <summary>The first and the last, and those between that lie furthest apart in answers.</summary>
    private static IEnumerable<RocPoint> Thinned(List<RocPoint> points)
    {
        if (points.Count <= MostPoints)
        {
            return points;
        }

        var step = 2.0 / (MostPoints - 2);
        List<RocPoint> kept = [points[0]];
        foreach (var point in points.Skip(1).SkipLast(1))
        {
            if (point.Wrong + point.Right - kept[^1].Wrong - kept[^1].Right >= step)
            {
                kept.Add(point);
            }
        }

        kept.Add(points[^1]);
        return kept;
    }
}

/// <param name="Wrong">Share of the wrong answers that is kept, 0 to 1.</param>
/// <param name="Right">Share of the right answers that is kept, 0 to 1.</param>
/// <param name="Least">Sureness from which on answers are kept, larger the surer; null where none is kept.</param>
public sealed record RocPoint(double Wrong, double Right, double? Least);
