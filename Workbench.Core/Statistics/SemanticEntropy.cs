using System.Collections.Immutable;

namespace Workbench.Core.Statistics;

/// <summary>How scattered the meanings of repeated answers are (discrete semantic entropy; Farquhar et al. 2024): 0 where all mean the same.</summary>
/// <param name="Nats">−Σ p ln p over the shares of meanings; too small on average where answers are few.</param>
/// <param name="Normalised">As a share of the most that so many answers could have, 0 to 1; null for a single answer.</param>
public sealed record SemanticEntropy(double Nats, double? Normalised, int Answers, int Meanings)
{
    public double Bits => Nats / Math.Log(2);

    /// <summary>Nats with Miller and Madow's correction for few answers, (meanings − 1) / (2 · answers) more.</summary>
    public double Corrected => Nats + ((Meanings - 1) / (2.0 * Answers));

    /// <param name="meanings">One name an answer; answers of the same name mean the same. Not empty.</param>
    public static SemanticEntropy Of(IReadOnlyList<string> meanings)
    {
        double[] shares = [.. meanings.CountBy(meaning => meaning).Select(group => (double)group.Value / meanings.Count)];
        return new SemanticEntropy(OfShares(shares), meanings.Count > 1 ? OfShares(shares) / Math.Log(meanings.Count) : null, meanings.Count, shares.Length);
    }

    /// <summary>−Σ p ln p in nats of shares that sum to 1 (Shannon 1948).</summary>
    public static double OfShares(IReadOnlyList<double> shares) => Math.Max(0, -shares.Sum(share => share > 0 ? share * Math.Log(share) : 0));

    /// <summary>Entropy over meanings when each answer weighs by its likelihood, normalised over the answers drawn.</summary>
    /// <param name="logLikelihoods">One an answer, in nats: of the whole answer, or a token.</param>
    public static double Weighted(IReadOnlyList<string> meanings, IReadOnlyList<double> logLikelihoods) =>
        OfShares([.. LogShares(meanings, logLikelihoods).Select(Math.Exp)]);

    /// <summary>ln of each meaning's share, in order of first appearance.</summary>
    public static ImmutableArray<double> LogShares(IReadOnlyList<string> meanings, IReadOnlyList<double> logLikelihoods)
    {
        var sums = ByMeaning(meanings, logLikelihoods);
        var total = LogSum(logLikelihoods);
        return [.. sums.Select(sum => sum - total)];
    }

    /// <summary>−mean over meanings of ln of their summed likelihoods, not normalised (Kuhn, Gal and Farquhar 2023).</summary>
    public static double MonteCarlo(IReadOnlyList<string> meanings, IReadOnlyList<double> logLikelihoods) => -ByMeaning(meanings, logLikelihoods).Average();

    private static double[] ByMeaning(IReadOnlyList<string> meanings, IReadOnlyList<double> logLikelihoods)
    {
        Bounded.RequireSameLength(meanings.Count, logLikelihoods.Count, nameof(logLikelihoods));
        return [.. meanings.Zip(logLikelihoods).GroupBy(pair => pair.First).Select(group => LogSum([.. group.Select(pair => pair.Second)]))];
    }

    private static double LogSum(IReadOnlyList<double> logs)
    {
        var most = logs.Max();
        return most + Math.Log(logs.Sum(value => Math.Exp(value - most)));
    }
}
