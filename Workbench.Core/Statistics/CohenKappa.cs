namespace Workbench.Core.Statistics;

/// <summary>How much a difference between categories counts against agreement.</summary>
public enum KappaWeights
{
    /// <summary>Every difference the same.</summary>
    None,

    /// <summary>By the number of steps between the categories in their order.</summary>
    Linear,

    /// <summary>By the square of that number.</summary>
    Quadratic,
}

/// <summary>Cohen's kappa of two raters (Cohen 1960, 1968), 1 − observed / expected disagreement.</summary>
/// <param name="Value">1 agreement always, 0 as often as by chance.</param>
/// <param name="Disagreement">Observed, weighted, 0 to 1.</param>
/// <param name="Expected">By chance, from the raters' own shares of categories.</param>
/// <param name="Error">Asymptotic standard error (Fleiss, Cohen and Everitt 1969).</param>
/// <param name="ErrorByChance">The same if the raters agreed by chance only; for a test of 0.</param>
public sealed record CohenKappa(double Value, double Disagreement, double Expected, double Error, double ErrorByChance)
{
    /// <param name="table">Counts; rows the first rater's categories, columns the second's, in the same order.</param>
    /// <returns>Null where there is no pair or chance alone would agree always.</returns>
    public static CohenKappa? Of(int[][] table, KappaWeights weights = KappaWeights.None)
    {
        var k = table.Length;
        var n = (double)table.Sum(row => row.Sum());
        if (n == 0)
        {
            return null;
        }

        double[] first = [.. table.Select(row => row.Sum() / n)];
        double[] second = [.. Enumerable.Range(0, k).Select(j => table.Sum(row => row[j]) / n)];
        double[] firstMeans = [.. Enumerable.Range(0, k).Select(i => Enumerable.Range(0, k).Sum(j => Agreement(i, j) * second[j]))];
        double[] secondMeans = [.. Enumerable.Range(0, k).Select(j => Enumerable.Range(0, k).Sum(i => Agreement(i, j) * first[i]))];
        var chance = Sum((i, j) => Agreement(i, j) * first[i] * second[j]);
        if (1 - chance < 1e-12)
        {
            return null;
        }

        var kappa = (Sum((i, j) => Agreement(i, j) * table[i][j] / n) - chance) / (1 - chance);
        var seen = Sum((i, j) => table[i][j] / n * Math.Pow(Agreement(i, j) - ((firstMeans[i] + secondMeans[j]) * (1 - kappa)), 2)) - Math.Pow(kappa - (chance * (1 - kappa)), 2);
        var byChance = Sum((i, j) => first[i] * second[j] * Math.Pow(Agreement(i, j) - firstMeans[i] - secondMeans[j], 2)) - (chance * chance);
        var scale = 1 / ((1 - chance) * Math.Sqrt(n));
        return new CohenKappa(kappa, (1 - kappa) * (1 - chance), 1 - chance, scale * Math.Sqrt(Math.Max(0, seen)), scale * Math.Sqrt(Math.Max(0, byChance)));

        double Sum(Func<int, int, double> term)
        {
            var total = 0.0;
            for (var i = 0; i < k; i++)
            {
                for (var j = 0; j < k; j++)
                {
                    total += term(i, j);
                }
            }

            return total;
        }

        double Agreement(int i, int j) => weights switch
        {
            KappaWeights.Linear => k < 2 ? 1 : 1 - (Math.Abs(i - j) / (k - 1.0)),
            KappaWeights.Quadratic => k < 2 ? 1 : 1 - Math.Pow((i - j) / (k - 1.0), 2),
            _ => i == j ? 1 : 0,
        };
    }
}
