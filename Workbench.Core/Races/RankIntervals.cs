using Workbench.Core.Statistics;

namespace Workbench.Core.Races;

/// <summary>Ranks that say how sure they are: from 1 + the number of runners surely better to K − the number surely worse,
/// sure meaning that a pairwise difference holds at 5 % after Holm's adjustment over all pairs.</summary>
internal sealed class RankIntervals
{
    private readonly double[] _values;
    private readonly double?[,] _adjusted;
    private readonly double _level;

    /// <param name="values">What runners are ranked by, more is better.</param>
    /// <param name="p">Two-sided p of the difference of two runners; null where it cannot be tested.</param>
    public RankIntervals(double[] values, Func<int, int, double?> p, double confidence = 0.95)
    {
        (_values, _level) = (values, 1 - confidence);
        _adjusted = new double?[values.Length, values.Length];
        var pairs = new List<(int First, int Second, double P)>();
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = i + 1; j < values.Length; j++)
            {
                if (p(i, j) is { } known)
                {
                    pairs.Add((i, j, known));
                }
            }
        }

        var adjusted = Adjustment.Holm([.. pairs.Select(pair => pair.P)]);
        for (var k = 0; k < pairs.Count; k++)
        {
            _adjusted[pairs[k].First, pairs[k].Second] = _adjusted[pairs[k].Second, pairs[k].First] = adjusted[k];
        }
    }

    public double? AdjustedP(int i, int j) => _adjusted[i, j];

    /// <summary>1-based; equal values share a rank.</summary>
    public int Rank(int i) => 1 + _values.Count(value => value > _values[i] + 1e-9);

    public int Low(int i) => 1 + Others(i).Count(j => Sure(i, j) && _values[j] > _values[i]);

    public int High(int i) => _values.Length - Others(i).Count(j => Sure(i, j) && _values[j] < _values[i]);

    /// <summary>Those whose difference from <paramref name="i"/> does not hold.</summary>
    public IEnumerable<int> DeadHeat(int i) => Others(i).Where(j => !Sure(i, j));

    private bool Sure(int i, int j) => _adjusted[i, j] < _level;

    private IEnumerable<int> Others(int i) => Enumerable.Range(0, _values.Length).Where(j => j != i);
}
