using MathNet.Numerics.Random;

namespace Workbench.Core.Statistics;

/// <summary>Interval of the expected calibration error, Σ weight · |gap|. The error seen is too large on average, because noise in a bin counts as a gap:
/// |seen| − |true| is at most |noise|, and at least the noise in the direction of the gap. So the lower end takes off the noise's size in bins whose gap may be nothing,
/// and its signed value in bins whose gap is clear; the upper end adds the signed noise. The noise is drawn anew: whole clusters, or right answers bin by bin.</summary>
internal static class CalibrationErrorInterval
{
    public const string Method = "bootstrap-noise";
    public const int Draws = 1999;

    /// <summary>A gap of so many standard deviations of its noise is clear.</summary>
    private const double Clear = 3;

    public static Metric Of(string name, IReadOnlyList<(double P, bool Right)> answers, IReadOnlyList<string>? clusters, double level, int bins, int draws = Draws)
    {
        var groups = ShareInterval.RealClusters(clusters);
        if (ShareInterval.Missing(groups) is { } missing)
        {
            return new Metric(name, null, missing);
        }

        var (sizes, right, gaps) = (new int[bins], new int[bins], new double[bins]);
        foreach (var (p, correct) in answers)
        {
            var bin = ReliabilityBins.Place(p, bins);
            sizes[bin]++;
            right[bin] += correct ? 1 : 0;
            gaps[bin] += (p - (correct ? 1 : 0)) / answers.Count;
        }

        var noise = groups is null ? Single(sizes, right, draws) : Clustered(answers, groups, gaps, draws);
        double[] spread = [.. Enumerable.Range(0, bins).Select(bin => Math.Sqrt(noise.Average(draw => draw[bin] * draw[bin])))];
        double[] above = [.. noise.Select(draw => Enumerable.Range(0, bins).Sum(bin => Math.Abs(gaps[bin]) > Clear * spread[bin] ? Math.Sign(gaps[bin]) * draw[bin] : Math.Abs(draw[bin]))).Order()];
        double[] below = [.. noise.Select(draw => Enumerable.Range(0, bins).Sum(bin => Math.Sign(gaps[bin]) * draw[bin])).Order()];
        var error = gaps.Sum(Math.Abs);
        var estimate = new Estimate(error, error - Quantile.OfSorted(above, (1 + level) / 2), error - Quantile.OfSorted(below, (1 - level) / 2), answers.Count, groups?.Distinct().Count(), Method, level);
        return Bounded.Metric(name, estimate, 0, 1);
    }

    /// <summary>One success and one failure more a bin, so that a bin of equal answers is not taken for certain.</summary>
    private static double[][] Single(int[] sizes, int[] right, int draws)
    {
        var random = new Xoshiro256StarStar(0);
        var total = sizes.Sum();
        return [.. Enumerable.Range(0, draws).Select(_ => sizes.Select((size, bin) =>
        {
            var p = (right[bin] + 1.0) / (size + 2);
            var drawn = 0;
            for (var i = 0; i < size; i++)
            {
                drawn += random.NextDouble() < p ? 1 : 0;
            }

            return ((size * p) - drawn) / total;
        }).ToArray())];
    }

    private static double[][] Clustered(IReadOnlyList<(double P, bool Right)> answers, IReadOnlyList<string> clusters, double[] gaps, int draws)
    {
        var random = new Xoshiro256StarStar(0);
        (int Size, double[] Gaps)[] units = [.. answers.Zip(clusters).GroupBy(pair => pair.Second).Select(group =>
        {
            var own = new double[gaps.Length];
            foreach (var ((p, right), _) in group)
            {
                own[ReliabilityBins.Place(p, gaps.Length)] += p - (right ? 1 : 0);
            }

            return (group.Count(), own);
        })];
        return [.. Enumerable.Range(0, draws).Select(_ =>
        {
            var (size, sums) = (0, new double[gaps.Length]);
            for (var i = 0; i < units.Length; i++)
            {
                var unit = units[random.Next(units.Length)];
                size += unit.Size;
                for (var bin = 0; bin < sums.Length; bin++)
                {
                    sums[bin] += unit.Gaps[bin];
                }
            }

            return sums.Select((sum, bin) => (sum / size) - gaps[bin]).ToArray();
        })];
    }
}
