using System.Collections.Immutable;

namespace Workbench.Core.Statistics;

/// <summary>Interval that is always valid in the limit of many samples (Waudby-Smith et al. 2024): mean ± s √(2(tρ²+1)/(t²ρ²) · ln(√(tρ²+1)/α)).
/// At small rates it covers far too little when begun early, so it begins only after ten of each outcome; to compare with other tools.</summary>
public static class AsymptoticSequence
{
    public const string Method = "asymptotic";
    public const int LeastOfEachKind = 10;

    /// <param name="tightestAt">Number of samples at which the interval is to be tightest.</param>
    /// <returns>One interval a value, −∞ to ∞ until ten values lie above and ten below the mean.</returns>
    public static ImmutableArray<Bounds> Of(IReadOnlyList<double> values, double tightestAt = 100, double confidence = 0.95, int least = LeastOfEachKind)
    {
        Bounded.RequireConfidence(confidence);
        var alpha = 1 - confidence;
        var rho2 = ((-2 * Math.Log(alpha)) + Math.Log((-2 * Math.Log(alpha)) + 1)) / tightestAt;
        var answer = ImmutableArray.CreateBuilder<Bounds>(values.Count);
        double mean = 0, squares = 0;
        var (zeros, ones) = (0, 0);
        for (var i = 0; i < values.Count; i++)
        {
            var t = i + 1.0;
            var step = values[i] - mean;
            mean += step / t;
            squares += step * (values[i] - mean);
            (zeros, ones) = (zeros + (values[i] < 0.5 ? 1 : 0), ones + (values[i] >= 0.5 ? 1 : 0));
            var half = Math.Sqrt(squares / (t - 1)) * Math.Sqrt(2 * ((t * rho2) + 1) / (t * t * rho2) * Math.Log(Math.Sqrt((t * rho2) + 1) / alpha));
            answer.Add(i == 0 || Math.Min(zeros, ones) < least ? new Bounds(double.NegativeInfinity, double.PositiveInfinity) : new Bounds(mean - half, mean + half));
        }

        return answer.MoveToImmutable();
    }
}
