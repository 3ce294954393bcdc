using MathNet.Numerics.Random;

namespace Workbench.Core.Statistics;

/// <summary>Permutation test of paired differences: if neither side is better, each difference (or each cluster's sum) could as well have the other sign (Fisher 1935).</summary>
/// <param name="P">Two-sided: share of sign patterns whose |sum| is at least the one seen; from drawn patterns (1 + hits) / (1 + draws).</param>
/// <param name="Exact">All patterns were counted.</param>
public sealed record SignFlip(double P, bool Exact, int Patterns)
{
    private const int MostEnumerated = 20;

    public static SignFlip Of(IReadOnlyList<double> differences, IReadOnlyList<string>? clusters = null, int draws = 99_999, int seed = 0)
    {
        Bounded.RequireSameLength(differences.Count, clusters?.Count, nameof(clusters));
        double[] sums = [.. differences.Select((value, i) => (value, Unit: clusters?[i] ?? FormattableString.Invariant($"{i}")))
            .GroupBy(pair => pair.Unit).Select(group => group.Sum(pair => pair.value)).Where(sum => sum != 0)];
        var seen = Math.Abs(sums.Sum()) * (1 - 1e-12);
        if (sums.Length <= MostEnumerated)
        {
            var patterns = 1 << sums.Length;
            var hits = Enumerable.Range(0, patterns).Count(pattern => Math.Abs(sums.Select((sum, i) => (pattern >> i & 1) == 0 ? sum : -sum).Sum()) >= seen);
            return new SignFlip((double)hits / patterns, true, patterns);
        }

        var random = new Xoshiro256StarStar(seed);
        var reached = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            var total = 0.0;
            foreach (var sum in sums)
            {
                total += random.NextDouble() < 0.5 ? sum : -sum;
            }

            reached += Math.Abs(total) >= seen ? 1 : 0;
        }

        return new SignFlip((1.0 + reached) / (1 + draws), false, draws);
    }
}
