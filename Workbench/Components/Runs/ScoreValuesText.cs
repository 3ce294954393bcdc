using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Workbench.Components.Runs;

/// <summary>Names of the numbers that scorers find, and of the metrics they come to.</summary>
public sealed class ScoreValuesText
{
    /// <summary>The word for a metric; a bin of the reliability diagram is named by its range in percent.</summary>
    public static string Metric(IStringLocalizer<ScoreValuesText> text, string name)
    {
        foreach (var start in (string[])["right-at-", "stated-at-"])
        {
            if (name.StartsWith(start, StringComparison.Ordinal) && int.TryParse(name.AsSpan(start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var low))
            {
                return text[$"Bin.{start}", low, low + 10];
            }
        }

        return text[$"Metric.{name}"] is { ResourceNotFound: false } word ? word : Label(text, name);
    }

    /// <summary>The word for <c>scorer.metric</c>, without the scorer.</summary>
    public static string Label(IStringLocalizer<RunsText> runs, IStringLocalizer<ScoreValuesText> text, string name)
    {
        var metric = MetricGroup.Metric(name);
        return runs[$"Metric.{metric}"] is { ResourceNotFound: false } word ? word : Metric(text, metric);
    }

    /// <summary>The word for a number; its own name where there is none.</summary>
    public static string Label(IStringLocalizer<ScoreValuesText> text, string name) => text[name] is { ResourceNotFound: false } word ? word : name;
}
