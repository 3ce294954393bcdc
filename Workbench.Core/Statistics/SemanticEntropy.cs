namespace Workbench.Core.Statistics;

/// <summary>How scattered the meanings of repeated answers are (discrete semantic entropy; Farquhar et al. 2024): 0 where all mean the same.</summary>
/// <param name="Nats">−Σ p ln p over the shares of meanings.</param>
/// <param name="Normalised">As a share of the most that so many answers could have, 0 to 1; null for a single answer.</param>
public sealed record SemanticEntropy(double Nats, double? Normalised, int Answers, int Meanings)
{
    public double Bits => Nats / Math.Log(2);

    /// <param name="meanings">One name an answer; answers of the same name mean the same. Not empty.</param>
    public static SemanticEntropy Of(IReadOnlyList<string> meanings)
    {
        double[] shares = [.. meanings.CountBy(meaning => meaning).Select(group => (double)group.Value / meanings.Count)];
        var nats = Math.Max(0, -shares.Sum(share => share * Math.Log(share)));
        return new SemanticEntropy(nats, meanings.Count > 1 ? nats / Math.Log(meanings.Count) : null, meanings.Count, shares.Length);
    }
}
