using MathNet.Numerics.Distributions;

namespace Workbench.Cli.Coverage;

/// <summary>Data drawn for coverage tables.</summary>
internal static class Draws
{
    /// <summary>Cluster of each sample: equal sizes of ten, or sizes from 2 to 18.</summary>
    public static string[] Clusters(Random random, int clusters, bool equal) =>
        [.. Enumerable.Range(0, clusters).SelectMany(g => Enumerable.Repeat(FormattableString.Invariant($"g{g}"), equal ? 10 : random.Next(2, 19)))];

    /// <summary>For each sample the outcome, 0 … shares.Length − 1; within a cluster correlated by <paramref name="correlation"/> (Dirichlet-multinomial).</summary>
    public static int[] Outcomes(Random random, string[] clusters, double correlation, params double[] shares)
    {
        var own = new Dictionary<string, double[]>();
        return [.. clusters.Select(cluster =>
        {
            if (!own.TryGetValue(cluster, out var probabilities))
            {
                own[cluster] = probabilities = correlation <= 0 ? shares : Dirichlet(random, [.. shares.Select(share => share * (1 - correlation) / correlation)]);
            }

            return Pick(random, probabilities);
        })];
    }

    public static int Pick(Random random, double[] probabilities)
    {
        var u = random.NextDouble();
        for (var i = 0; i < probabilities.Length - 1; i++)
        {
            u -= probabilities[i];
            if (u < 0)
            {
                return i;
            }
        }

        return probabilities.Length - 1;
    }

    public static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>How many of n, by inverting the cumulative distribution: one number drawn.</summary>
    public static Func<Random, int> Counts(double p, int n)
    {
        var cumulative = new double[n + 1];
        var total = 0.0;
        for (var k = 0; k <= n; k++)
        {
            cumulative[k] = total += Binomial.PMF(p, n, k);
        }

        return random =>
        {
            var at = Array.BinarySearch(cumulative, random.NextDouble() * total);
            return Math.Min(n, at < 0 ? ~at : at);
        };
    }

    private static double[] Dirichlet(Random random, double[] weights)
    {
        double[] parts = [.. weights.Select(weight => weight <= 0 ? 0 : Gamma.Sample(random, weight, 1))];
        var total = parts.Sum();
        return total > 0 ? [.. parts.Select(part => part / total)] : [.. weights.Select(weight => weight / weights.Sum())];
    }
}
