namespace Workbench.Core.Statistics;

/// <summary>How much of the spread lies between prompts (clusters) and how much between repeats of the same prompt: one-way analysis of variance
/// (Miller 2024, section 3; Donner 1986 for the intra-cluster correlation).</summary>
/// <param name="Mean">Mean of the prompts' means.</param>
/// <param name="Between">Variance of the prompts' true means, (MSB − MSW) / n0; never below 0.</param>
/// <param name="Within">Variance of repeats of one prompt, MSW; null where no prompt has two.</param>
/// <param name="Correlation">Intra-cluster correlation, Between / (Between + Within), below 0 where prompts differ less than chance; null where Within is.</param>
/// <param name="MeansVariance">Variance (n − 1) of the prompts' means.</param>
/// <param name="Repeats">Mean number of repeats a prompt.</param>
public sealed record VarianceSplit(double Mean, double? Between, double? Within, double? Correlation, double MeansVariance, int Prompts, double Repeats)
{
    /// <summary>Standard error of the mean as measured.</summary>
    public double Error => Math.Sqrt(MeansVariance / Prompts);

    /// <summary>Standard error of the mean if each prompt had been asked that many times; infinity gives what no repeating can remove.</summary>
    public double? ErrorWith(double repeats) => Within is { } within && Between is { } between ? Math.Sqrt((between + (within / repeats)) / Prompts) : null;

    /// <summary>How many times as many samples are needed as if all were independent, at the mean cluster size (Kish 1965).</summary>
    public double? DesignEffect => Correlation is { } correlation ? Power.DesignEffect(Repeats, Math.Max(0, correlation)) : null;

    /// <param name="prompts">One list of repeats a prompt; at least two prompts, none empty.</param>
    public static VarianceSplit Of(IReadOnlyList<IReadOnlyList<double>> prompts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prompts.Count, 2);
        double[] means = [.. prompts.Select(repeats => repeats.Average())];
        double count = prompts.Sum(repeats => repeats.Count), groups = prompts.Count;
        var centre = means.Average();
        var meansVariance = means.Sum(mean => (mean - centre) * (mean - centre)) / (groups - 1);
        if (count <= groups)
        {
            return new VarianceSplit(centre, null, null, null, meansVariance, prompts.Count, 1);
        }

        var grand = prompts.Sum(repeats => repeats.Sum()) / count;
        var within = prompts.Zip(means).Sum(pair => pair.First.Sum(value => (value - pair.Second) * (value - pair.Second))) / (count - groups);
        var between = prompts.Zip(means).Sum(pair => pair.First.Count * (pair.Second - grand) * (pair.Second - grand)) / (groups - 1);
        var size = (count - (prompts.Sum(repeats => (double)repeats.Count * repeats.Count) / count)) / (groups - 1);
        var total = between + ((size - 1) * within);
        return new VarianceSplit(centre, Math.Max(0, (between - within) / size), within, total > 0 ? (between - within) / total : null, meansVariance, prompts.Count, count / groups);
    }
}
