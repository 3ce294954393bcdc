using Workbench.Core.Statistics;

namespace Workbench.Core.Races;

/// <summary>Pairs of blind votes that a candidate was in.</summary>
/// <param name="Tied">Both good, or both bad.</param>
public sealed record VoteCount(int Won, int Lost, int Tied)
{
    /// <summary>Fewer say too little for an interval that anybody should read.</summary>
    public const int Enough = 10;

    public int Total => Won + Lost + Tied;

    /// <summary>Share of wins among the pairs that had a winner, with Wilson's interval; pairs are taken as independent. Null where fewer than <see cref="Enough"/> had one.</summary>
    public Metric? WinRate => Won + Lost >= Enough ? WilsonInterval.Of("wins", Won, Won + Lost) : null;
}
