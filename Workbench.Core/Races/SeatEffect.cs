using Workbench.Core.Language;
using Workbench.Core.Statistics;

namespace Workbench.Core.Races;

/// <summary>What the first seat is worth: b in σ(θA − θB + b), fitted together with the strengths, with a sandwich interval.</summary>
internal static class SeatEffect
{
    public const string Method = "sandwich";
    public const string ClusteredMethod = "sandwich-clustered";

    public static Metric Of(VoteTable table, bool ghosts, double confidence)
    {
        const string name = "first-seat";
        if (table.ClusterOfVote is not null && table.Clusters < ClusteredProportion.LeastClusters)
        {
            return new Metric(name, null, ClusteredProportion.FewClusters(table.Clusters));
        }

        if (PairFit.Of(table, PairModel.Seat, ghosts) is not { } fit)
        {
            return new Metric(name, null, new Phrase("Races.SeatsNotMixed"));
        }

        int? clusters = table.ClusterOfVote is null ? null : table.Clusters;
        var last = fit.Parameters.Length - 1;
        var variance = VoteCovariance.Sandwich(table, fit)[last, last];
        if (!(variance > 1e-20))
        {
            return new Metric(name, null, new Phrase("Races.SeatsNotMixed"));
        }

        var half = Quantile.TwoSidedT(confidence, clusters - 1 ?? double.PositiveInfinity) * Math.Sqrt(variance);
        var seat = fit.Parameters[last];
        return Bounded.Metric(name, new Estimate(seat, seat - half, seat + half, table.Votes, clusters, clusters is null ? Method : ClusteredMethod, confidence));
    }
}
