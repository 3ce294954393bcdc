using System.Collections.Immutable;
using Workbench.Core.Runs;
using Workbench.Core.Statistics;

namespace Workbench.Components.Runs.Sureness;

/// <summary>One bin of a reliability diagram.</summary>
/// <param name="Low">Lower end of the bin, in per cent; it is ten wide.</param>
/// <param name="Stated">Mean confidence of its answers.</param>
/// <param name="Right">Share of them that is right.</param>
public sealed record ReliabilityPoint(int Low, Metric Stated, Metric Right)
{
    private const string Bin = ".right-at-";

    /// <summary>Enough clusters for a place in the diagram; the table gives the reason for the others.</summary>
    public bool IsDrawn => Stated.Estimate is not null && Right.Estimate is not null;

    /// <summary>The bins that have answers.</summary>
    public static ImmutableArray<ReliabilityPoint> Of(CandidateSummary candidate, string scorer) => [.. candidate.Metrics
        .Where(metric => metric.Name.StartsWith(scorer + Bin, StringComparison.Ordinal))
        .Select(right => (Low: right.Name[(scorer.Length + Bin.Length)..], Right: right))
        .Select(pair => new ReliabilityPoint(int.Parse(pair.Low, System.Globalization.CultureInfo.InvariantCulture), candidate.Metric($"{scorer}.stated-at-{pair.Low}") ?? pair.Right, pair.Right))];
}
