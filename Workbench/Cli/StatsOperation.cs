using System.Text.Json.Nodes;
using Workbench.Core.Language;
using Workbench.Core.Statistics;

namespace Workbench.Cli;

/// <summary>One operation of <c>stats</c>.</summary>
/// <param name="Description">What it is for, and its fields; a ? marks those that may be left out.</param>
/// <param name="Fields">All fields it takes.</param>
internal sealed record StatsOperation(string Name, string Description, string[] Fields, Func<StatisticsInput, JsonObject> Answer)
{
    public static IReadOnlyList<StatsOperation> All { get; } =
        [.. StatsRates.Operations, .. StatsDifferences.Operations, .. StatsResampling.Operations, .. StatsPower.Operations, .. StatsSequence.Operations, .. StatsJudges.Operations, .. StatsConfidence.Operations];

    public static StatsOperation Named(string name) => All.Single(operation => operation.Name == name);

    /// <param name="file">What to call the input in messages.</param>
    /// <exception cref="InputException">All problems of the input at once.</exception>
    public JsonObject Run(string text, string file) => Answer(StatisticsInput.Parse(text, file, Fields));

    /// <summary>JSON has no infinities.</summary>
    public static double? Finite(double? value) => value is { } known && double.IsFinite(known) ? known : null;

    public static JsonArray List(IEnumerable<double> values) => [.. values.Select(value => JsonValue.Create(value))];

    /// <summary>Each metric by name: an estimate, or null with its reason beside it.</summary>
    public static JsonObject Intervals(IEnumerable<Metric> metrics)
    {
        var answer = new JsonObject();
        foreach (var metric in metrics)
        {
            answer[metric.Name] = metric.Estimate is { } estimate ? EstimateJson.Of(estimate) : null;
            if (metric.Reason is { } reason)
            {
                answer[metric.Name + "Reason"] = reason.ToString();
            }
        }

        return answer;
    }

    public static void AtMost(StatisticsInput input, string field, int value, string other, int most)
    {
        if (most > 0 && value > most)
        {
            input.Problem(field, new Phrase("Statistics.MoreThan", FormattableString.Invariant($"{value}"), other, FormattableString.Invariant($"{most}")));
        }
    }
}
