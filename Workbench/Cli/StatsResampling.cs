using System.Text.Json.Nodes;
using Workbench.Core.Language;
using Workbench.Core.Statistics;

namespace Workbench.Cli;

/// <summary>Bootstrap, permutation and where the spread comes from.</summary>
internal static class StatsResampling
{
    private const int MostDraws = 1_000_000;

    public static IReadOnlyList<StatsOperation> Operations { get; } =
    [
        new("bootstrap", "A resampled interval: {\"values\":[] or \"a\":[],\"b\":[],\"clusters\":[]?,\"statistic\"?,\"method\"?,\"draws\"?,\"seed\"?}.",
            ["values", "a", "b", "clusters", "statistic", "method", "draws", "seed", "confidence"], Resample),
        new("permutation", "Sign-flip test of paired differences: {\"a\":[],\"b\":[],\"clusters\":[]?,\"draws\"?,\"seed\"?}.", ["a", "b", "clusters", "draws", "seed"], Flip),
        new("variance", "Spread between prompts and within: {\"values\":[],\"clusters\":[]} or {\"rows\":[[…],…]}.", ["values", "clusters", "rows"], Split),
    ];

    private static JsonObject Resample(StatisticsInput input)
    {
        double[] values;
        string[]? clusters;
        if (input.Has("values"))
        {
            values = input.Numbers("values");
            clusters = input.Clusters("clusters", values.Length, "values");
            foreach (var side in ((string[])["a", "b"]).Where(input.Has))
            {
                input.Problem(side, new Phrase("Statistics.NotBoth", "values", "a, b"));
            }
        }
        else
        {
            (var a, var b, clusters) = StatsDifferences.Pairs(input);
            values = [.. a.Zip(b, (first, second) => first - second)];
        }

        var (statistic, method, confidence) = (input.OneOf("statistic", "mean", "mean", "median"), input.OneOf("method", "percentile", "percentile", "basic", "bca"), input.Confidence());
        var (draws, seed) = (input.WholeIfGiven("draws", 100, MostDraws) ?? Bootstrap.DefaultDraws, input.WholeIfGiven("seed", 0) ?? 0);
        input.ThrowIfBad();
        var groups = clusters?.Distinct().Count();
        var result = Bootstrap.Of(values, clusters, statistic == "mean" ? drawn => drawn.Average() : Median, draws, seed);
        var answer = EstimateJson.Document(result.Estimate("bootstrap", method, values.Length, groups, confidence), result.Value, values.Length, groups, confidence);
        (answer["se"], answer["draws"], answer["seed"]) = (result.Error, draws, seed);
        return answer;
    }

    private static JsonObject Flip(StatisticsInput input)
    {
        var (a, b, clusters) = StatsDifferences.Pairs(input);
        var (draws, seed) = (input.WholeIfGiven("draws", 100, MostDraws) ?? 99_999, input.WholeIfGiven("seed", 0) ?? 0);
        input.ThrowIfBad();
        double[] differences = [.. a.Zip(b, (first, second) => first - second)];
        var result = SignFlip.Of(differences, clusters, draws, seed);
        return new JsonObject { ["difference"] = differences.Average(), ["p"] = result.P, ["exact"] = result.Exact, ["patterns"] = result.Patterns };
    }

    private static JsonObject Split(StatisticsInput input)
    {
        double[][] prompts;
        if (input.Has("rows"))
        {
            prompts = input.List("rows", (path, row) => input.Items(path, row, (cell, value) => input.Number(cell, value) ?? 0));
            foreach (var other in ((string[])["values", "clusters"]).Where(input.Has))
            {
                input.Problem(other, new Phrase("Statistics.NotBoth", "rows", "values, clusters"));
            }
        }
        else
        {
            var values = input.Numbers("values");
            var clusters = input.Clusters("clusters", values.Length, "values", required: true) ?? [];
            prompts = [.. values.Zip(clusters).GroupBy(pair => pair.Second).Select(group => group.Select(pair => pair.First).ToArray())];
        }

        if (prompts.Length == 1)
        {
            input.Problem(input.Has("rows") ? "rows" : "clusters", new Phrase("Statistics.OneValue"));
        }

        input.ThrowIfBad();
        var split = VarianceSplit.Of(prompts);
        var answer = new JsonObject
        {
            ["mean"] = split.Mean,
            ["se"] = split.Error,
            ["prompts"] = split.Prompts,
            ["repeats"] = split.Repeats,
            ["between"] = split.Between,
            ["within"] = split.Within,
            ["icc"] = split.Correlation,
            ["designEffect"] = split.DesignEffect,
            ["seOneRepeat"] = split.ErrorWith(1),
            ["seManyRepeats"] = split.ErrorWith(double.PositiveInfinity),
        };
        if (split.Within is null)
        {
            answer["reason"] = new Phrase("Statistics.NoRepeats").ToString();
        }

        return answer;
    }

    private static double Median(IReadOnlyList<double> values) => Core.Statistics.Quantile.OfSorted([.. values.Order()], 0.5);
}
