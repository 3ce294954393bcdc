using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Statistics;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>What the samples of a matrix can be put in groups by.</summary>
public static class SampleGrouping
{
    public const string Cluster = "cluster";

    /// <summary>Names in addresses.</summary>
    public static readonly ImmutableArray<string> Dimensions = ["tag", "language", "region", "field", Cluster];

    /// <summary>Most groups whose rates are kept with a run's figures.</summary>
    public const int MostKept = 300;

    /// <summary>Where the sample belongs; several groups only for tags. A sample that has none belongs to the group of no name.</summary>
    public static ImmutableArray<string> Of(Sample sample, string dimension) => dimension switch
    {
        "tag" when !sample.Tags.IsEmpty => [.. sample.Tags.Distinct(StringComparer.Ordinal)],
        "language" => [sample.Language],
        "region" => [sample.Region ?? ""],
        "field" => [sample.FieldOfUse ?? ""],
        Cluster => [sample.Cluster ?? ""],
        _ => [""],
    };

    /// <summary>Dimensions that divide these samples at all.</summary>
    public static ImmutableArray<string> Dividing(IReadOnlyCollection<Sample> samples) =>
        [.. Dimensions.Where(dimension => samples.SelectMany(sample => Of(sample, dimension)).Distinct(StringComparer.Ordinal).Take(2).Count() > 1)];
}

/// <summary>Share of right answers in one group of samples, by the scorer that the run is told by.</summary>
public sealed record GroupRate(string Dimension, string Value, Metric Metric);

/// <summary>A part of the matrix.</summary>
/// <param name="Value">Of the dimension; empty where the samples have none.</param>
/// <param name="Samples">In the whole group, whatever the filter leaves.</param>
/// <param name="IsFolded">Its rows are left out.</param>
/// <param name="IsContinued">The page begins in the middle of it.</param>
/// <param name="Counts">Cells of the group that were judged, and those of them that are right, by candidate; only for small groups of a dimension whose rates are not kept.</param>
public sealed record MatrixGroup(string Value, int Samples, bool IsFolded, bool IsContinued, ImmutableArray<MatrixRow> Rows, ImmutableSortedDictionary<string, (int Right, int Judged)> Counts);

/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record GroupedPage(string Dimension, ImmutableArray<MatrixGroup> Groups, GroupPosition? Next);

/// <param name="Value">Group where the page begins; null for the first.</param>
/// <param name="After">Place of the last sample of that group that was shown; null for its beginning.</param>
/// <param name="Count">Most samples of the page.</param>
public sealed record GroupPosition(string? Value = null, int? After = null, int Count = 50)
{
    /// <summary>Most groups of a page: each is looked up by itself.</summary>
    public const int MostGroups = 25;
}
