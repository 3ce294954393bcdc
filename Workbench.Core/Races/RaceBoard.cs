using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Statistics;

namespace Workbench.Core.Races;

/// <summary>What blind votes say about the runners.</summary>
/// <param name="Votes">All votes, also those that a rule leaves out.</param>
/// <param name="Ties">Ties, without the votes that found both bad.</param>
/// <param name="Clusters">Clusters of votes that the intervals rest on; null where each vote stands alone.</param>
/// <param name="Players">Best first; players without a rating last.</param>
/// <param name="FirstSeat">What being shown first is worth, in log-odds; 0 where it makes no difference.</param>
public sealed record RaceBoard(int Votes, int Ties, int BothBad, int? Clusters, TieRule TieRule, ImmutableArray<RatedPlayer> Players, Metric FirstSeat);

/// <summary>A runner's place by votes.</summary>
/// <param name="Rating">1000 + 400 / ln 10 · strength, strengths summing to 0; null where no votes link the runner to the others.</param>
/// <param name="StandardError">On the scale of the rating; null with <paramref name="Low"/> and <paramref name="High"/> where there are too few clusters.</param>
/// <param name="Rank">1-based; equal ratings share a rank.</param>
/// <param name="RankLow">Best rank that the votes allow.</param>
/// <param name="RankHigh">Worst rank that the votes allow.</param>
/// <param name="DeadHeatWith">Names of those whose difference from this runner is not sure.</param>
/// <param name="Reason">Why there is no rating, no interval, or only a provisional rating.</param>
public sealed record RatedPlayer(
    string Name,
    double? Rating,
    double? StandardError,
    double? Low,
    double? High,
    int? Rank,
    int? RankLow,
    int? RankHigh,
    int Votes,
    ImmutableArray<string> DeadHeatWith,
    Phrase? Reason = null);
