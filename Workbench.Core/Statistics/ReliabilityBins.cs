using System.Collections.Immutable;

namespace Workbench.Core.Statistics;

/// <summary>Answers of about the same stated confidence.</summary>
/// <param name="Low">Smallest confidence the bin takes; of equal-mass bins, the smallest in it.</param>
/// <param name="Confidence">Mean stated confidence.</param>
/// <param name="Accuracy">Share of right answers, with its interval.</param>
public sealed record ReliabilityBin(double Low, double High, int N, double Confidence, Metric Accuracy)
{
    public double ObservedAccuracy { get; init; }

    public double Distance => Math.Abs(Confidence - ObservedAccuracy);
}

/// <summary>The reliability diagram: answers in bins of stated confidence (DeGroot and Fienberg 1983), and how far confidence lies from accuracy in them.</summary>
public static class ReliabilityBins
{
    public const int Usual = 10;

    /// <summary>Bins [i/count, (i+1)/count), the last closed; empty ones are left out.</summary>
    public static ImmutableArray<ReliabilityBin> EqualWidth(IReadOnlyList<double> confidence, IReadOnlyList<bool> correct, int count = Usual, IReadOnlyList<string>? clusters = null, double level = 0.95) =>
        [.. Enumerable.Range(0, confidence.Count).GroupBy(i => Place(confidence[i], count)).OrderBy(bin => bin.Key)
            .Select(bin => Bin(bin.Key / (double)count, (bin.Key + 1) / (double)count, [.. bin], confidence, correct, clusters, level))];

    /// <summary>Bins of as equal size as can be, in ascending order of confidence; the first ones are one larger.</summary>
    public static ImmutableArray<ReliabilityBin> EqualMass(IReadOnlyList<double> confidence, IReadOnlyList<bool> correct, int count = Usual, IReadOnlyList<string>? clusters = null, double level = 0.95)
    {
        int[] order = [.. Enumerable.Range(0, confidence.Count).OrderBy(i => confidence[i])];
        var bins = ImmutableArray.CreateBuilder<ReliabilityBin>();
        var (size, larger) = Math.DivRem(order.Length, count);
        for (int bin = 0, start = 0; bin < count && start < order.Length; bin++)
        {
            var end = start + size + (bin < larger ? 1 : 0);
            var members = order[start..end];
            bins.Add(Bin(confidence[members[0]], confidence[members[^1]], members, confidence, correct, clusters, level));
            start = end;
        }

        return bins.ToImmutable();
    }

    /// <summary>Expected calibration error: distances weighted by the bins' sizes.</summary>
    public static double ExpectedError(IReadOnlyList<ReliabilityBin> bins) => bins.Sum(bin => bin.N * bin.Distance) / bins.Sum(bin => bin.N);

    public static double LargestError(IReadOnlyList<ReliabilityBin> bins) => bins.Max(bin => bin.Distance);

    /// <summary>The edges are the doubles i/count, so that 0.3 falls into [0.3, 0.4).</summary>
    internal static int Place(double confidence, int count)
    {
        var bin = Math.Clamp((int)(confidence * count), 0, count - 1);
        return bin > 0 && confidence < bin / (double)count ? bin - 1 : bin < count - 1 && confidence >= (bin + 1) / (double)count ? bin + 1 : bin;
    }

    private static ReliabilityBin Bin(double low, double high, int[] members, IReadOnlyList<double> confidence, IReadOnlyList<bool> correct, IReadOnlyList<string>? clusters, double level)
    {
        bool[] right = [.. members.Select(i => correct[i])];
        string[]? names = clusters is null ? null : [.. members.Select(i => clusters[i])];
        return new ReliabilityBin(low, high, members.Length, members.Average(i => confidence[i]), Proportion.Rate("accuracy", right, names, level))
        {
            ObservedAccuracy = right.Average(value => value ? 1.0 : 0),
        };
    }
}
