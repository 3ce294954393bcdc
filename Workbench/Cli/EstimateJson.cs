using System.Text.Json.Nodes;
using Workbench.Core.Statistics;

namespace Workbench.Cli;

/// <summary>The shape that estimates have in every machine-readable answer.</summary>
public static class EstimateJson
{
    public static JsonObject Of(Estimate estimate) => new()
    {
        ["value"] = estimate.Value,
        ["low"] = estimate.Low,
        ["high"] = estimate.High,
        ["n"] = estimate.N,
        ["clusters"] = estimate.Clusters,
        ["method"] = estimate.Method,
        ["confidence"] = estimate.Confidence,
    };

    /// <summary>Sets <paramref name="field"/> to the estimate, or to null with the reason beside it.</summary>
    public static void Set(JsonObject target, string field, Metric metric)
    {
        target[field] = metric.Estimate is { } estimate ? Of(estimate) : null;
        if (metric.Reason is { } reason)
        {
            target["reason"] = reason.ToString();
        }
    }

    /// <summary>A whole answer that is one estimate; where there is none, what is known with nulls and the reason.</summary>
    public static JsonObject Document(Metric metric, double? value, int n, int? clusters, double confidence) => metric.Estimate is { } estimate
        ? Of(estimate)
        : new JsonObject
        {
            ["value"] = value,
            ["low"] = null,
            ["high"] = null,
            ["n"] = n,
            ["clusters"] = clusters,
            ["method"] = null,
            ["confidence"] = confidence,
            ["reason"] = metric.Reason?.ToString(),
        };
}
