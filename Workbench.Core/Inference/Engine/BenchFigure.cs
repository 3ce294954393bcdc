namespace Workbench.Core.Inference.Engine;

/// <summary>One measured figure, with what it has to be if anything.</summary>
/// <param name="Part">For example <c>prefix</c>.</param>
/// <param name="Unit">For example s, ms, tokens/s, MB; empty for ratios and counts.</param>
internal sealed record BenchFigure(string Part, string Name, double Value, string Unit = "", double? AtLeast = null, double? AtMost = null)
{
    /// <summary>Null without a target.</summary>
    public bool? Holds => AtLeast is null && AtMost is null ? null : (AtLeast ?? double.MinValue) <= Value && Value <= (AtMost ?? double.MaxValue);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>The median of the ratios of pairs, each measured one right after the other.</summary>
    public static double Ratio(IEnumerable<double> values, IEnumerable<double> others) => Median(values.Zip(others, (value, other) => value / other));
}
