namespace Workbench.Core.Statistics;

/// <summary>What a suite can tell apart, before it is run: normal approximation for a mean or a mean difference whose variance a sample is known
/// (Miller 2024, section 5): n = (z(α/2) + z(β))² · variance / difference².</summary>
/// <remarks>Power is the probability (0 to 1) that a true difference of that size is found at two-sided 1 − confidence.</remarks>
public static class Power
{
    public const double Usual = 0.8;

    /// <summary>Samples needed, not rounded.</summary>
    public static double Samples(double variance, double difference, double power = Usual, double confidence = 0.95) =>
        variance * Math.Pow(Quantiles(power, confidence) / difference, 2);

    /// <summary>The smallest true difference that is found with that power.</summary>
    /// <param name="n">Samples, or as many independent samples as they are worth.</param>
    public static double MinimumDifference(double variance, double n, double power = Usual, double confidence = 0.95) =>
        Quantiles(power, confidence) * Math.Sqrt(variance / n);

    /// <summary>Power against a true difference, of either sign.</summary>
    public static double Of(double variance, double n, double difference, double confidence = 0.95)
    {
        var (z, shift) = (Quantile.TwoSidedNormal(confidence), variance > 0 ? Math.Abs(difference) / Math.Sqrt(variance / n) : double.PositiveInfinity);
        return double.IsInfinity(shift) ? 1 : Quantile.NormalCumulative(shift - z) + Quantile.NormalCumulative(-shift - z);
    }

    /// <summary>Variance a sample of the difference between two candidates asked the same prompts.</summary>
    /// <param name="first">Variance of the first one's values between prompts.</param>
    /// <param name="correlation">Between the two candidates' values on one prompt, −1 to 1.</param>
    public static double PairedVariance(double first, double second, double correlation) =>
        Math.Max(0, first + second - (2 * correlation * Math.Sqrt(first * second)));

    /// <summary>The same for yes/no answers: the share of pairs that differ, less the square of the difference where it is known.</summary>
    public static double PairedBinaryVariance(double discordant, double difference = 0) => discordant - (difference * difference);

    /// <summary>Variance a prompt with repeats: between prompts, plus the noise of one answer of either side divided by how often it is asked.</summary>
    public static double WithRepeats(double between, double withinFirst, double withinSecond, double repeats) => between + ((withinFirst + withinSecond) / repeats);

    /// <summary>How many times as many samples are needed in clusters as alone (Kish 1965; Eldridge et al. 2006 where sizes differ).</summary>
    /// <param name="size">Mean cluster size.</param>
    /// <param name="correlation">Intra-cluster correlation, 0 to 1.</param>
    /// <param name="variation">Standard deviation of cluster sizes divided by their mean.</param>
    public static double DesignEffect(double size, double correlation, double variation = 0) =>
        Math.Max(1, 1 + (((((variation * variation) + 1) * size) - 1) * correlation));

    private static double Quantiles(double power, double confidence) => Quantile.TwoSidedNormal(confidence) + Quantile.Normal(power);
}
