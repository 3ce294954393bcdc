namespace Workbench.Core.Statistics;

/// <summary>Mean of values that come in clusters, and what its error rests on.</summary>
/// <param name="Mean">Mean over all values, each weighing the same.</param>
/// <param name="Variance">CR2 variance of the mean: Σ u²/f / n² with u a cluster's sum of deviations and f = 1 − its share of the values (Bell and McCaffrey 2002).</param>
/// <param name="Freedom">Bell-McCaffrey degrees of freedom, tr(M)² / tr(M²); not whole.</param>
/// <param name="Clusters">Number of clusters.</param>
/// <param name="Kish">Effective number of clusters, (Σ size)² / Σ size².</param>
internal sealed record ClusterMoments(double Mean, double Variance, double Freedom, int Clusters, double Kish)
{
    /// <param name="values">Not empty.</param>
    public static ClusterMoments Of(IReadOnlyList<double> values, IReadOnlyList<string> clusters)
    {
        var n = (double)values.Count;
        var mean = values.Average();
        var groups = new Dictionary<string, (int Size, double Deviation)>();
        for (var i = 0; i < values.Count; i++)
        {
            var (size, deviation) = groups.GetValueOrDefault(clusters[i]);
            groups[clusters[i]] = (size + 1, deviation + (values[i] - mean));
        }

        double variance = 0, squares = 0, products = 0, productSquares = 0;
        foreach (var (size, deviation) in groups.Values)
        {
            var rest = 1 - (size / n);
            var product = (double)size * size / rest;
            variance += deviation * deviation / rest;
            squares += (double)size * size;
            products += product;
            productSquares += product * product;
        }

        // M has the sizes on its diagonal and −(size · size) / (n √(f f)) elsewhere, so both traces need one pass.
        var freedom = groups.Count < 2 ? 0 : n * n / (squares + (((products * products) - productSquares) / (n * n)));
        return new ClusterMoments(mean, groups.Count < 2 ? 0 : variance / (n * n), freedom, groups.Count, n * n / squares);
    }
}
