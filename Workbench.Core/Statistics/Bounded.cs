using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>Makes estimates that keep their promises: low ≤ value ≤ high, finite, within the range of the quantity.</summary>
internal static class Bounded
{
    public static Metric Metric(string name, Estimate estimate, double least = double.NegativeInfinity, double most = double.PositiveInfinity)
    {
        if (!double.IsFinite(estimate.Value) || !double.IsFinite(estimate.Low) || !double.IsFinite(estimate.High))
        {
            return new Metric(name, null, new Phrase("Statistics.TooLarge"));
        }

        var value = Math.Clamp(estimate.Value, least, most);
        return new Metric(name, estimate with
        {
            Value = value,
            Low = Math.Max(least, Math.Min(value, estimate.Low)),
            High = Math.Min(most, Math.Max(value, estimate.High)),
        });
    }

    /// <summary>Programming errors, not input: callers check what people gave before they get here.</summary>
    public static void RequireSameLength(int count, int? other, string parameter)
    {
        if (other is { } length && length != count)
        {
            throw new ArgumentException($"{length} entries beside {count}.", parameter);
        }
    }

    public static void RequireConfidence(double confidence)
    {
        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Between 0 and 1.");
        }
    }
}
