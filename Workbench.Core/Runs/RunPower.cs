using Workbench.Core.Statistics;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>What a run can tell apart before it is made: the smallest difference between two candidates' shares of right answers that McNemar's test on the same samples would find four times out of five.</summary>
/// <param name="Units">Independent samples: those of one cluster count as one, repeats of a sample too.</param>
/// <param name="Few">Difference, 0 to 1, where the two disagree on a fifth of the samples; null where even all of that fifth would not be found.</param>
/// <param name="Many">The same where they disagree on half of them.</param>
public sealed record RunPower(int Units, double? Few, double? Many)
{
    public const double FewDiffer = 0.2;
    public const double ManyDiffer = 0.5;

    /// <returns>For the samples that the limit leaves.</returns>
    public static RunPower Of(PromptSuite suite, int? limit)
    {
        var units = RunPlan.Samples(suite, limit).Select(static sample => sample.Cluster is { } cluster ? $"c:{cluster}" : $"s:{sample.Id}").Distinct(StringComparer.Ordinal).Count();
        return new RunPower(units, Smallest(FewDiffer, units), Smallest(ManyDiffer, units));
    }

    /// <summary>By halving: the samples that are needed fall as the difference grows.</summary>
    private static double? Smallest(double differ, int n)
    {
        if (PairedRatesPower.Samples(differ, 0) > n)
        {
            return null;
        }

        var (low, high) = (0.0, differ);
        while (high - low > 1e-6)
        {
            var middle = (low + high) / 2;
            (low, high) = PairedRatesPower.Samples((differ + middle) / 2, (differ - middle) / 2) > n ? (middle, high) : (low, middle);
        }

        return high;
    }
}
