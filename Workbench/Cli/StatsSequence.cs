using System.Text.Json.Nodes;
using Workbench.Core.Language;
using Workbench.Core.Statistics;

namespace Workbench.Cli;

/// <summary>Intervals for looking again and again.</summary>
internal static class StatsSequence
{
    public static IReadOnlyList<StatsOperation> Operations { get; } =
    [
        new("sequence", "Always-valid, for stopping early: {\"values\":[] or \"a\":[],\"b\":[],\"clusters\":[]?,\"method\"?,\"against\"?,\"at\":[]?}.",
            ["values", "a", "b", "clusters", "method", "against", "at", "confidence"], Look),
    ];

    private static JsonObject Look(StatisticsInput input)
    {
        var paired = !input.Has("values") && input.Has("a");
        var values = paired ? Differing(input) : input.Numbers("values", 0, 1);
        var clusters = paired ? null : input.Clusters("clusters", values.Length, "values");
        var against = input.IfGiven("against", 0, 1) ?? (paired ? 0.5 : null);
        var method = input.OneOf("method", "auto", "auto", RobbinsSequence.Method, HedgedSequence.Method, BoundSequences.EmpiricalBernsteinMethod, BoundSequences.HoeffdingMethod, AsymptoticSequence.Method);
        var at = input.Has("at") ? input.List("at", (path, item) => Place(input, path, item)) : [];
        var confidence = input.Confidence();
        foreach (var (field, problem) in Conflicts(input, paired, method, values, clusters))
        {
            input.Problem(field, problem);
        }

        input.ThrowIfBad();
        var result = values.Length == 0 || method == "auto" ? ConfidenceSequence.Of("sequence", values, clusters, confidence)
            : ConfidenceSequence.Of("sequence", values, method switch
            {
                RobbinsSequence.Method => RobbinsSequence.Of([.. values.Select(value => value == 1)], confidence),
                HedgedSequence.Method => HedgedSequence.Of(values, confidence),
                BoundSequences.HoeffdingMethod => BoundSequences.Hoeffding(values, confidence),
                AsymptoticSequence.Method => AsymptoticSequence.Of(values, confidence: confidence),
                _ => BoundSequences.EmpiricalBernstein(values, confidence),
            }, method, confidence, values.Length, null);
        return Answer(result, values, against, at, clusters?.Distinct().Count(), confidence);
    }

    private static JsonObject Answer(ConfidenceSequence result, double[] values, double? against, int[] at, int? clusters, double confidence)
    {
        var answer = EstimateJson.Document(result.Metric, values.Length == 0 ? null : values.Average(), values.Length, clusters, confidence);
        if (against is { } rate)
        {
            answer["against"] = rate;
            answer["decidedAt"] = result.DecidedAt(rate);
            answer["evidence"] = values.All(value => value is 0 or 1) && rate is > 0 and < 1
                ? StatsOperation.Finite(RobbinsSequence.Evidence(values.Count(value => value == 1), values.Count(value => value == 0), rate))
                : null;
        }

        answer["path"] = new JsonArray([.. at.Where(n => n <= result.Path.Length).Select(n => new JsonObject
        {
            ["n"] = n,
            ["low"] = StatsOperation.Finite(result.Path[n - 1].Low),
            ["high"] = StatsOperation.Finite(result.Path[n - 1].High),
        })]);
        return answer;
    }

    /// <summary>Of the samples where two candidates differ, which one was right: a fair coin if neither is better.</summary>
    private static double[] Differing(StatisticsInput input)
    {
        var (a, b) = (input.Binary("a"), input.Binary("b"));
        input.SameLength("b", b.Length, "a", a.Length);
        return [.. a.Zip(b).Where(pair => pair.First != pair.Second).Select(pair => pair.First ? 1.0 : 0)];
    }

    private static IEnumerable<(string Field, Phrase Problem)> Conflicts(StatisticsInput input, bool paired, string method, double[] values, string[]? clusters)
    {
        if (method == RobbinsSequence.Method && !values.All(value => value is 0 or 1))
        {
            yield return ("method", new Phrase("Statistics.NotBinary"));
        }

        if (input.Has("clusters") && (paired || (clusters is not null && method != "auto")))
        {
            yield return ("clusters", new Phrase("Statistics.NotBoth", "clusters", paired ? "a, b" : "method"));
        }

        foreach (var side in ((string[])["a", "b"]).Where(side => !paired && input.Has(side)))
        {
            yield return (side, new Phrase("Statistics.NotBoth", "values", "a, b"));
        }
    }

    private static int Place(StatisticsInput input, string path, System.Text.Json.JsonElement item)
    {
        if (item.ValueKind == System.Text.Json.JsonValueKind.Number && item.TryGetInt32(out var place) && place >= 1)
        {
            return place;
        }

        input.Problem(path, new Phrase("Statistics.NotWhole", "1"));
        return 1;
    }
}
