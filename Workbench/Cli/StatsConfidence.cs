using System.Text.Json.Nodes;
using Workbench.Core.Statistics;

namespace Workbench.Cli;

/// <summary>What stated confidence and scattered meanings are worth.</summary>
internal static class StatsConfidence
{
    public static IReadOnlyList<StatsOperation> Operations { get; } =
    [
        new("calibration", "Is confidence worth what it says: {\"confidence\":[],\"correct\":[],\"clusters\":[]?,\"bins\"?,\"level\"?}.", ["confidence", "correct", "clusters", "bins", "level"], Calibrated),
        new("auroc", "Do scores tell positives from negatives: {\"scores\":[],\"positives\":[],\"second\":[]?,\"clusters\":[]?,\"method\"?}.", ["scores", "positives", "second", "clusters", "method", "confidence"], Separated),
        new("risk-coverage", "What answering only when sure gains: {\"confidence\":[],\"correct\":[],\"at\":[]?,\"clusters\":[]?,\"level\"?}.", ["confidence", "correct", "at", "clusters", "level"], Selective),
        new("entropy", "How scattered meanings are: {\"clusters\":[id,…],\"logLikelihoods\":[]?}.", ["clusters", "logLikelihoods"], Entropy),
    ];

    private static JsonObject Calibrated(StatisticsInput input)
    {
        var (confidence, correct, clusters, level) = Answers(input);
        var bins = input.WholeIfGiven("bins", 1, 100) ?? ReliabilityBins.Usual;
        input.ThrowIfBad();
        var result = Calibration.Of(confidence, correct, clusters, level, bins);
        var answer = new JsonObject
        {
            ["n"] = result.N,
            ["brier"] = result.Brier,
            ["logLoss"] = result.LogLoss,
            ["ece"] = result.ExpectedError,
            ["eceEqualMass"] = result.EqualMassError,
            ["mce"] = result.LargestError,
            ["overconfidence"] = result.Overconfidence,
            ["auroc"] = result.Auroc,
            ["aurc"] = result.Aurc,
            ["intervals"] = StatsOperation.Intervals(result.Intervals),
            ["bins"] = new JsonArray([.. result.Bins.Select(bin => Bin(bin, level))]),
        };
        if (result.Reason is { } reason)
        {
            answer["reason"] = reason.ToString();
        }

        return answer;
    }

    private static JsonObject Separated(StatisticsInput input)
    {
        var (scores, positives) = (input.Numbers("scores"), input.Binary("positives"));
        input.SameLength("positives", positives.Length, "scores", scores.Length);
        var second = input.Has("second") ? input.Numbers("second") : null;
        input.SameLength("second", second?.Length ?? 0, "scores", scores.Length);
        var clusters = input.Clusters("clusters", scores.Length, "scores");
        var (method, confidence) = (input.OneOf("method", Auroc.Method, Auroc.Method, Auroc.PlainMethod), input.Confidence());
        input.ThrowIfBad();
        var result = Auroc.Of("auroc", scores, positives, clusters, confidence);
        var metric = method == Auroc.PlainMethod ? result.Plain("auroc", confidence) : result.Metric;
        var answer = EstimateJson.Document(metric, result.Value, scores.Length, clusters?.Distinct().Count(), confidence);
        answer["se"] = result.Error;
        answer["positives"] = result.Positives;
        answer["negatives"] = result.Negatives;
        answer["averagePrecision"] = AveragePrecision.Of(scores, positives);
        answer["averagePrecisionTrapezoid"] = AveragePrecision.Trapezoid(scores, positives);
        if (second is not null)
        {
            var test = Auroc.Compare(scores, second, positives);
            answer["second"] = new JsonObject { ["value"] = Auroc.Of("auroc", second, positives).Value, ["z"] = test?.Z, ["p"] = test?.P };
        }

        return answer;
    }

    private static JsonObject Selective(StatisticsInput input)
    {
        var (confidence, correct, clusters, level) = Answers(input);
        double[] at = input.Has("at") ? input.Numbers("at", 0, 1) : [.. Enumerable.Range(1, 10).Select(tenth => tenth / 10.0)];
        input.ThrowIfBad();
        var result = RiskCoverage.Of("aurc", confidence, correct, clusters, level);
        double[] sorted = [.. confidence.OrderDescending()];
        var answer = EstimateJson.Document(result.Metric, result.Aurc, sorted.Length, clusters?.Distinct().Count(), level);
        answer["excess"] = result.Excess;
        answer["curve"] = new JsonArray([.. at.Select(coverage => new JsonObject
        {
            ["coverage"] = coverage,
            ["confidence"] = sorted[result.Position(coverage)],
            ["risk"] = result.Risks[result.Position(coverage)],
        })]);
        return answer;
    }

    private static JsonObject Entropy(StatisticsInput input)
    {
        var meanings = input.List("clusters", input.Name);
        var likelihoods = input.Has("logLikelihoods") ? input.Numbers("logLikelihoods") : null;
        input.SameLength("logLikelihoods", likelihoods?.Length ?? 0, "clusters", meanings.Length);
        input.ThrowIfBad();
        var result = SemanticEntropy.Of(meanings);
        var answer = new JsonObject
        {
            ["entropy"] = result.Nats,
            ["bits"] = result.Bits,
            ["normalised"] = result.Normalised,
            ["corrected"] = result.Corrected,
            ["n"] = result.Answers,
            ["meanings"] = result.Meanings,
        };
        if (likelihoods is not null)
        {
            answer["weighted"] = SemanticEntropy.Weighted(meanings, likelihoods);
            answer["monteCarlo"] = SemanticEntropy.MonteCarlo(meanings, likelihoods);
            answer["naive"] = -likelihoods.Average();
        }

        return answer;
    }

    private static (double[] Confidence, bool[] Correct, string[]? Clusters, double Level) Answers(StatisticsInput input)
    {
        var (confidence, correct) = (input.Numbers("confidence", 0, 1), input.Binary("correct"));
        input.SameLength("correct", correct.Length, "confidence", confidence.Length);
        return (confidence, correct, input.Clusters("clusters", confidence.Length, "confidence"), input.Between("level", 0, 1, 0.95));
    }

    private static JsonObject Bin(ReliabilityBin bin, double level)
    {
        var accuracy = EstimateJson.Document(bin.Accuracy, bin.ObservedAccuracy, bin.N, null, level);
        return new JsonObject { ["low"] = bin.Low, ["high"] = bin.High, ["n"] = bin.N, ["confidence"] = bin.Confidence, ["accuracy"] = accuracy };
    }
}
