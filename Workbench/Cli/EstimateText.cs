using System.Globalization;
using Workbench.Core.Statistics;

namespace Workbench.Cli;

/// <summary>Estimates in a table on the terminal.</summary>
internal static class EstimateText
{
    // The third part is for what rounds to nothing, which else keeps its minus.
    private const string Thousandths = "0.000;-0.000;0.000";

    public static string Number(double value) => value.ToString(Thousandths, CultureInfo.InvariantCulture);

    /// <returns>Value, interval and n, or why there is none.</returns>
    public static string Of(Metric? metric) => metric?.Estimate is { } estimate
        ? string.Create(CultureInfo.InvariantCulture, $"{Number(estimate.Value)} [{Number(estimate.Low)}, {Number(estimate.High)}] n={estimate.N}")
        : metric?.Reason?.ToString() ?? "-";
}
