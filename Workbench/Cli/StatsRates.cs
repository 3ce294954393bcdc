using System.Text.Json.Nodes;
using Workbench.Core.Statistics;

namespace Workbench.Cli;

/// <summary>Rates and means.</summary>
internal static class StatsRates
{
    public static IReadOnlyList<StatsOperation> Operations { get; } =
    [
        new("wilson", "One proportion: {\"successes\",\"n\",\"method\"?}.", ["successes", "n", "method", "confidence"], Rate),
        new("clustered", "A proportion in clusters: {\"values\":[0|1…],\"clusters\":[…],\"method\"?}.", ["values", "clusters", "method", "confidence"], Clustered),
        new("newcombe", "Difference of two independent proportions: {\"successes1\",\"n1\",\"successes2\",\"n2\",\"method\"?}.", ["successes1", "n1", "successes2", "n2", "method", "confidence"], Independent),
        new("mean", "A mean: {\"values\":[],\"clusters\":[]?,\"method\"?}.", ["values", "clusters", "method", "confidence"], Mean),
    ];

    private static JsonObject Rate(StatisticsInput input)
    {
        var (successes, n, confidence) = (input.Whole("successes", 0), input.Whole("n", 1), input.Confidence());
        StatsOperation.AtMost(input, "successes", successes, "n", n);
        var method = input.OneOf("method", "wilson", "wilson", "clopper-pearson", "jeffreys", "agresti-coull", "wilson-cc", "wald");
        input.ThrowIfBad();
        var metric = method switch
        {
            "clopper-pearson" => ClopperPearson.Of(method, successes, n, confidence),
            "jeffreys" => PlainRate.Jeffreys(method, successes, n, confidence),
            "agresti-coull" => PlainRate.AgrestiCoull(method, successes, n, confidence),
            "wilson-cc" => PlainRate.WilsonCorrected(method, successes, n, confidence),
            "wald" => PlainRate.Wald(method, successes, n, confidence),
            _ => WilsonInterval.Of(method, successes, n, confidence),
        };
        return EstimateJson.Of(metric.Estimate!);
    }

    private static JsonObject Independent(StatisticsInput input)
    {
        var (successes1, n1, successes2, n2) = (input.Whole("successes1", 0), input.Whole("n1", 1), input.Whole("successes2", 0), input.Whole("n2", 1));
        StatsOperation.AtMost(input, "successes1", successes1, "n1", n1);
        StatsOperation.AtMost(input, "successes2", successes2, "n2", n2);
        var (method, confidence) = (input.OneOf("method", "newcombe", "newcombe", "wald", "agresti-caffo", "mee", "miettinen-nurminen"), input.Confidence());
        input.ThrowIfBad();
        var metric = method switch
        {
            "wald" => PlainDifference.Wald(method, successes1, n1, successes2, n2, confidence),
            "agresti-caffo" => PlainDifference.AgrestiCaffo(method, successes1, n1, successes2, n2, confidence),
            "mee" => ConstrainedDifference.Of(method, successes1, n1, successes2, n2, unbiased: false, confidence),
            "miettinen-nurminen" => ConstrainedDifference.Of(method, successes1, n1, successes2, n2, unbiased: true, confidence),
            _ => Newcombe.Of(method, successes1, n1, successes2, n2, confidence),
        };
        return EstimateJson.Of(metric.Estimate!);
    }

    private static JsonObject Clustered(StatisticsInput input)
    {
        var values = input.Binary("values");
        var clusters = input.Clusters("clusters", values.Length, "values", required: true);
        var (method, confidence) = (input.OneOf("method", ClusteredProportion.Method, ClusteredProportion.Method, PlainClustered.UncorrectedMethod, PlainClustered.CorrectedMethod), input.Confidence());
        input.ThrowIfBad();
        if (method != ClusteredProportion.Method)
        {
            return Plain([.. values.Select(value => value ? 1.0 : 0)], clusters!, method, confidence);
        }

        var result = ClusteredProportion.Of("clustered", values, clusters!, confidence);
        var answer = EstimateJson.Document(result.Metric, result.Value, result.N, result.Clusters, confidence);
        answer["effectiveN"] = result.EffectiveN;
        return answer;
    }

    private static JsonObject Mean(StatisticsInput input)
    {
        var method = input.OneOf("method", MeanInterval.Method, MeanInterval.Method, "score", PlainClustered.UncorrectedMethod, PlainClustered.CorrectedMethod);
        var values = method == "score" ? input.Numbers("values", 0, 1) : input.Numbers("values");
        var plain = method is PlainClustered.UncorrectedMethod or PlainClustered.CorrectedMethod;
        var clusters = input.Clusters("clusters", values.Length, "values", required: plain);
        var confidence = input.Confidence();
        input.ThrowIfBad();
        if (plain)
        {
            return Plain(values, clusters!, method, confidence);
        }

        var result = MeanInterval.Of("mean", values, clusters, confidence);
        var metric = method == "score" ? MeanInterval.Score("mean", values, clusters, confidence) : result.Metric;
        var answer = EstimateJson.Document(metric, StatsOperation.Finite(result.Mean), result.N, result.Clusters, confidence);
        answer["se"] = StatsOperation.Finite(result.StandardError);
        answer["df"] = StatsOperation.Finite(result.Freedom);
        return answer;
    }

    private static JsonObject Plain(double[] values, string[] clusters, string method, double confidence)
    {
        var result = PlainClustered.Of(method, values, clusters, method == PlainClustered.CorrectedMethod, confidence);
        var answer = EstimateJson.Document(result.Metric, values.Average(), values.Length, clusters.Distinct().Count(), confidence);
        answer["se"] = result.Metric.Estimate is null ? null : result.StandardError;
        return answer;
    }
}
