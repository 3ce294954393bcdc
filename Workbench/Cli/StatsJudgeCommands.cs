using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Statistics;

namespace Workbench.Cli;

/// <summary>The operations of <c>stats</c> about judges, confidence and margins.</summary>
internal static class StatsJudgeCommands
{
    public static JsonObject Judged(string text, string file)
    {
        var input = StatisticsInput.Parse(text, file, "labelled", "unlabelled", "method", "confidence");
        var pairs = input.List("labelled", (path, item) => (Label: Bit(input, path, item, "label"), Judge: Bit(input, path, item, "judge")));
        var unlabelled = input.Binary("unlabelled");
        var (plain, confidence) = (input.OneOf("method", JudgedRate.Method, JudgedRate.Method, JudgedRate.PlainMethod) == JudgedRate.PlainMethod, input.Confidence());
        input.ThrowIfBad();
        bool[] labels = [.. pairs.Select(pair => pair.Label)], judged = [.. pairs.Select(pair => pair.Judge)];
        var result = plain ? JudgedRate.Plain("ppi", labels, judged, unlabelled, confidence) : JudgedRate.Of("ppi", labels, judged, unlabelled, confidence);
        var answer = EstimateJson.Of(result.Metric.Estimate!);
        answer["lambda"] = result.Lambda;
        if (result.Note is { } note)
        {
            answer["reason"] = note.ToString();
        }

        return answer;
    }

    public static JsonObject NonInferior(string text, string file)
    {
        var input = StatisticsInput.Parse(text, file, "a", "b", "margin", "clusters", "confidence");
        var (a, b, margin) = (input.Numbers("a"), input.Numbers("b"), input.Between("margin", 0, double.MaxValue));
        input.SameLength("b", b.Length, "a", a.Length);
        var (clusters, confidence) = (input.Clusters("clusters", a.Length, "a"), input.Confidence());
        input.ThrowIfBad();
        var result = PairedDifference.Of("noninferior", a, b, clusters, confidence);
        var answer = EstimateJson.Document(result.Metric, result.Difference, result.N, result.Clusters, confidence);
        answer.Remove("value");
        answer.Insert(0, "difference", result.Difference);
        answer["margin"] = margin;
        answer["nonInferior"] = result.Metric.Estimate is { } estimate ? estimate.Low > -margin : null;
        return answer;
    }

    public static JsonObject Entropy(string text, string file)
    {
        var input = StatisticsInput.Parse(text, file, "clusters");
        var meanings = input.List("clusters", input.Name);
        input.ThrowIfBad();
        var result = SemanticEntropy.Of(meanings);
        return new JsonObject { ["entropy"] = result.Nats, ["bits"] = result.Bits, ["normalised"] = result.Normalised, ["n"] = result.Answers, ["meanings"] = result.Meanings };
    }

    public static JsonObject Calibrated(string text, string file)
    {
        var input = StatisticsInput.Parse(text, file, "confidence", "correct");
        var (confidence, correct) = (input.Numbers("confidence", 0, 1), input.Binary("correct"));
        input.SameLength("correct", correct.Length, "confidence", confidence.Length);
        input.ThrowIfBad();
        var result = Calibration.Of(confidence, correct);
        var answer = new JsonObject
        {
            ["n"] = result.N,
            ["brier"] = result.Brier,
            ["logLoss"] = result.LogLoss,
            ["ece"] = result.ExpectedError,
            ["mce"] = result.LargestError,
            ["auroc"] = result.Auroc,
            ["aurc"] = result.Aurc,
        };
        if (result.Reason is { } reason)
        {
            answer["reason"] = reason.ToString();
        }

        return answer;
    }

    private static bool Bit(StatisticsInput input, string path, JsonElement item, string field)
    {
        if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty(field, out var value))
        {
            return input.Bit($"{path}.{field}", value);
        }

        input.Problem($"{path}.{field}", new Core.Language.Phrase("Statistics.FieldMissing"));
        return false;
    }
}
