using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Language;
using Workbench.Core.Statistics;

namespace Workbench.Cli;

/// <summary>Judges and raters.</summary>
internal static class StatsJudges
{
    public static IReadOnlyList<StatsOperation> Operations { get; } =
    [
        new("ppi", "A rate from a judge and labels: {\"labelled\":[{\"label\",\"judge\"}],\"unlabelled\":[…],\"method\"?}.", ["labelled", "unlabelled", "method", "confidence"], Judged),
        new("agreement", "Raters: {\"ratings\":[[…],…],\"level\"?,\"weights\"?,\"clusters\":[]?}, rows items, null for missing.", ["ratings", "level", "weights", "clusters", "confidence"], Rate),
    ];

    private static JsonObject Judged(StatisticsInput input)
    {
        var pairs = input.List("labelled", (path, item) => (Label: Bit(input, path, item, "label"), Judge: Bit(input, path, item, "judge")));
        var unlabelled = input.Binary("unlabelled");
        var method = input.OneOf("method", JudgedRate.Method, JudgedRate.Method, JudgedRate.PlainMethod, JudgedRate.FullMethod, JudgedRate.ClassicalMethod);
        var confidence = input.Confidence();
        input.ThrowIfBad();
        bool[] labels = [.. pairs.Select(pair => pair.Label)], judged = [.. pairs.Select(pair => pair.Judge)];
        var result = method == JudgedRate.Method
            ? JudgedRate.Of("ppi", labels, judged, unlabelled, confidence)
            : JudgedRate.Plain("ppi", labels, judged, unlabelled, confidence, method switch { JudgedRate.FullMethod => 1, JudgedRate.ClassicalMethod => 0, _ => null });
        var answer = EstimateJson.Of(result.Metric.Estimate!);
        answer["lambda"] = result.Lambda;
        if (result.Note is { } note)
        {
            answer["reason"] = note.ToString();
        }

        return answer;
    }

    private static JsonObject Rate(StatisticsInput input)
    {
        var level = Enum.Parse<MeasurementLevel>(input.OneOf("level", "nominal", "nominal", "ordinal", "interval"), ignoreCase: true);
        var weights = Enum.Parse<KappaWeights>(input.OneOf("weights", "none", "none", "linear", "quadratic"), ignoreCase: true);
        var ratings = input.List("ratings", (path, row) => input.Items(path, row, (cell, rating) => Rating(input, cell, rating, level)));
        for (var i = 1; i < ratings.Length; i++)
        {
            input.SameLength(FormattableString.Invariant($"ratings[{i}]"), ratings[i].Length, "ratings[0]", ratings[0].Length);
        }

        if (weights != KappaWeights.None && level == MeasurementLevel.Nominal)
        {
            input.Problem("weights", new Phrase("Statistics.WeightsNeedOrder"));
        }

        var (clusters, confidence) = (input.Clusters("clusters", ratings.Length, "ratings"), input.Confidence());
        input.ThrowIfBad();
        var result = Agreement.Of(ratings, level, weights, clusters, confidence);
        var answer = new JsonObject
        {
            ["cohen"] = result.Cohen,
            ["fleiss"] = result.Fleiss,
            ["krippendorff"] = result.Krippendorff,
            ["gwet"] = result.Gwet,
            ["percent"] = result.Percent,
            ["items"] = result.Items,
            ["raters"] = result.Raters,
            ["cohenSe"] = result.CohenErrors?.Error,
            ["intervals"] = StatsOperation.Intervals(result.Intervals),
        };
        if (!result.Reasons.IsEmpty)
        {
            answer["reason"] = string.Join(' ', result.Reasons);
        }

        return answer;
    }

    private static string? Rating(StatisticsInput input, string path, JsonElement rating, MeasurementLevel level)
    {
        switch (rating.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.Number:
                return input.Name(path, rating);
            case JsonValueKind.String when level == MeasurementLevel.Nominal:
                return $"\"{rating.GetString()}\"";
            case JsonValueKind.True or JsonValueKind.False when level == MeasurementLevel.Nominal:
                return rating.GetRawText();
            default:
                input.Problem(path, new Phrase(level == MeasurementLevel.Nominal ? "Statistics.NotRating" : "Statistics.NotNumber"));
                return null;
        }
    }

    private static bool Bit(StatisticsInput input, string path, JsonElement item, string field)
    {
        if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty(field, out var value))
        {
            return input.Bit($"{path}.{field}", value);
        }

        input.Problem($"{path}.{field}", new Phrase("Statistics.FieldMissing"));
        return false;
    }
}
