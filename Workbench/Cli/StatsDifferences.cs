using System.Text.Json.Nodes;
using Workbench.Core.Language;
using Workbench.Core.Statistics;

namespace Workbench.Cli;

/// <summary>Two candidates on the same samples, and many tests at once.</summary>
internal static class StatsDifferences
{
    public static IReadOnlyList<StatsOperation> Operations { get; } =
    [
        new("paired", "Difference on the same samples: {\"a\":[],\"b\":[],\"clusters\":[]?,\"method\"?}.", ["a", "b", "clusters", "method", "confidence"], Paired),
        new("noninferior", "Is a worse than b by less than a margin: {\"a\":[],\"b\":[],\"margin\",\"clusters\":[]?}.", ["a", "b", "margin", "clusters", "confidence"], Margin),
        new("mcnemar", "Pairs that differ: {\"b\",\"c\"}.", ["b", "c"], Discordant),
        new("adjust", "P values of many tests: {\"p\":[],\"method\":\"holm\"|\"bh\"|…}.", ["p", "method"], Adjust),
    ];

    private static JsonObject Paired(StatisticsInput input)
    {
        var (a, b, clusters) = Pairs(input);
        var method = input.OneOf("method", "auto", "auto", "wald-paired", "agresti-min", "newcombe-paired", "newcombe-paired-cc");
        var confidence = input.Confidence();
        if (method != "auto" && !a.Concat(b).All(value => value is 0 or 1))
        {
            input.Problem("method", new Phrase("Statistics.NotBinary"));
        }

        input.ThrowIfBad();
        var result = PairedDifference.Of("paired", a, b, clusters, confidence);
        var table = result.McNemar is null ? null : PairTable.Of([.. a.Select(value => value == 1)], [.. b.Select(value => value == 1)]);
        var metric = method switch
        {
            "wald-paired" => PlainDifference.PairedWald(method, table!, confidence),
            "agresti-min" => PlainDifference.AgrestiMin(method, table!, confidence),
            "newcombe-paired" => PlainDifference.NewcombePaired(method, table!, corrected: false, confidence),
            "newcombe-paired-cc" => PlainDifference.NewcombePaired(method, table!, corrected: true, confidence),
            _ => result.Metric,
        };
        var answer = Document(result with { Metric = metric }, confidence);
        answer["p"] = StatsOperation.Finite(result.P);
        answer["correlation"] = PairedDifference.Correlation(a, b);
        answer["mcnemar"] = result.McNemar is { } test ? Of(test) : null;
        return answer;
    }

    private static JsonObject Margin(StatisticsInput input)
    {
        var (a, b, clusters) = Pairs(input);
        var (margin, confidence) = (input.Between("margin", 0, double.MaxValue), input.Confidence());
        input.ThrowIfBad();
        var result = NonInferiority.Of("noninferior", a, b, margin, clusters, confidence);
        var answer = Document(result.Difference, confidence);
        answer["margin"] = margin;
        answer["nonInferior"] = result.NonInferior;
        answer["equivalent"] = result.Equivalent;
        answer["superior"] = result.Superior;
        return answer;
    }

    private static JsonObject Discordant(StatisticsInput input)
    {
        var (b, c) = (input.Whole("b", 0), input.Whole("c", 0));
        input.ThrowIfBad();
        return Of(McNemar.Of(b, c));
    }

    private static JsonObject Adjust(StatisticsInput input)
    {
        var (p, method) = (input.Numbers("p", 0, 1), input.OneOf("method", "holm", "holm", "bh", "by", "bonferroni", "hochberg", "hommel"));
        input.ThrowIfBad();
        var adjusted = method switch
        {
            "bh" => Adjustment.BenjaminiHochberg(p),
            "by" => Adjustment.BenjaminiYekutieli(p),
            "bonferroni" => Adjustment.Bonferroni(p),
            "hochberg" => Adjustment.Hochberg(p),
            "hommel" => Adjustment.Hommel(p),
            _ => Adjustment.Holm(p),
        };
        return new JsonObject { ["method"] = method, ["adjusted"] = StatsOperation.List(adjusted) };
    }

    public static (double[] A, double[] B, string[]? Clusters) Pairs(StatisticsInput input)
    {
        var (a, b) = (input.Numbers("a"), input.Numbers("b"));
        input.SameLength("b", b.Length, "a", a.Length);
        return (a, b, input.Clusters("clusters", a.Length, "a"));
    }

    private static JsonObject Document(PairedDifference result, double confidence)
    {
        var answer = EstimateJson.Document(result.Metric, null, result.N, result.Clusters, confidence);
        answer.Remove("value");
        answer.Insert(0, "difference", StatsOperation.Finite(result.Difference));
        answer.Insert(1, "se", StatsOperation.Finite(result.StandardError));
        return answer;
    }

    private static JsonObject Of(McNemar table) => new()
    {
        ["b"] = table.OnlyFirst,
        ["c"] = table.OnlySecond,
        ["exact"] = table.Exact,
        ["midP"] = table.MidP,
        ["chiSquared"] = table.ChiSquared,
        ["chiSquaredCorrected"] = table.ChiSquaredCorrected,
    };
}
