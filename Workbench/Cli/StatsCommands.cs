using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Language;
using Workbench.Core.Statistics;

namespace Workbench.Cli;

/// <summary><c>stats NAME --input FILE|-</c>: the product's statistics on plain numbers, JSON in, JSON out.</summary>
public sealed class StatsCommand : AsyncCommand<StatsCommand.Settings>
{
    private delegate JsonObject Operation(string text, string file);

    private static readonly (string Name, string Description, Operation Run)[] Operations =
    [
        ("wilson", "One proportion: {\"successes\",\"n\"}.", Wilson),
        ("clustered", "A proportion in clusters: {\"values\":[0|1…],\"clusters\":[…]}.", Clustered),
        ("mean", "A mean: {\"values\":[],\"clusters\":[]?}.", Mean),
        ("paired", "Difference on the same samples: {\"a\":[],\"b\":[],\"clusters\":[]?}.", Paired),
        ("mcnemar", "Pairs that differ: {\"b\",\"c\"}.", Discordant),
        ("adjust", "P values of many tests: {\"p\":[],\"method\":\"holm\"|\"bh\"}.", Adjust),
        ("agreement", "Raters: {\"ratings\":[[…],…]}, rows items, null for missing.", Rate),
        ("newcombe", "Difference of two independent proportions: {\"successes1\",\"n1\",\"successes2\",\"n2\"}.", Independent),
        ("noninferior", "Is a worse than b by less than a margin: {\"a\":[],\"b\":[],\"margin\"}.", StatsJudgeCommands.NonInferior),
        ("ppi", "A rate from a judge and labels: {\"labelled\":[{\"label\",\"judge\"}],\"unlabelled\":[…]}.", StatsJudgeCommands.Judged),
        ("calibration", "Is confidence worth what it says: {\"confidence\":[],\"correct\":[]}.", StatsJudgeCommands.Calibrated),
        ("entropy", "How scattered meanings are: {\"clusters\":[id,…]}.", StatsJudgeCommands.Entropy),
    ];

    public sealed class Settings : WorkspaceSettings
    {
        [CommandOption("--input <FILE>")]
        [Description("A JSON file, or - for standard input.")]
        public string? Input { get; init; }
    }

    public static void AddTo(IConfigurator<CommandSettings> branch)
    {
        foreach (var (name, description, _) in Operations)
        {
            branch.AddCommand<StatsCommand>(name).WithDescription(description.Replace("[", "[[", StringComparison.Ordinal).Replace("]", "]]", StringComparison.Ordinal));
        }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var text = settings.Input switch
        {
            null => throw new InputException(new InputProblem(new Phrase("Statistics.FieldMissing"), Field: "--input")),
            StandardInput.Name => await Console.In.ReadToEndAsync(cancellationToken),
            var file when File.Exists(file) => await File.ReadAllTextAsync(file, cancellationToken),
            var file => throw new InputException(new InputProblem(new Phrase("Statistics.InputMissing"), file, Field: "--input")),
        };
        var answer = Operations.Single(operation => operation.Name == context.Name).Run(text, settings.Input);
        Console.Out.WriteLine(answer.ToJsonString(CommandJson.Options));
        return ExitCode.Done;
    }

    private static JsonObject Wilson(string text, string file)
    {
        var input = StatisticsInput.Parse(text, file, "successes", "n", "confidence");
        var (successes, n, confidence) = (input.Whole("successes", 0), input.Whole("n", 1), input.Confidence());
        AtMost(input, "successes", successes, "n", n);
        input.ThrowIfBad();
        return EstimateJson.Of(WilsonInterval.Of("wilson", successes, n, confidence).Estimate!);
    }

    private static JsonObject Independent(string text, string file)
    {
        var input = StatisticsInput.Parse(text, file, "successes1", "n1", "successes2", "n2", "confidence");
        var (successes1, n1, successes2, n2) = (input.Whole("successes1", 0), input.Whole("n1", 1), input.Whole("successes2", 0), input.Whole("n2", 1));
        var confidence = input.Confidence();
        AtMost(input, "successes1", successes1, "n1", n1);
        AtMost(input, "successes2", successes2, "n2", n2);
        input.ThrowIfBad();
        return EstimateJson.Of(Newcombe.Of("newcombe", successes1, n1, successes2, n2, confidence).Estimate!);
    }

    private static JsonObject Clustered(string text, string file)
    {
        var input = StatisticsInput.Parse(text, file, "values", "clusters", "confidence");
        var values = input.Binary("values");
        var clusters = input.Clusters("clusters", values.Length, "values", required: true);
        var confidence = input.Confidence();
        input.ThrowIfBad();
        var result = ClusteredProportion.Of("clustered", values, clusters!, confidence);
        var answer = EstimateJson.Document(result.Metric, result.Value, result.N, result.Clusters, confidence);
        answer["effectiveN"] = result.EffectiveN;
        return answer;
    }

    private static JsonObject Mean(string text, string file)
    {
        var input = StatisticsInput.Parse(text, file, "values", "clusters", "confidence");
        var values = input.Numbers("values");
        var clusters = input.Clusters("clusters", values.Length, "values");
        var confidence = input.Confidence();
        input.ThrowIfBad();
        var result = MeanInterval.Of("mean", values, clusters, confidence);
        var answer = EstimateJson.Document(result.Metric, Finite(result.Mean), result.N, result.Clusters, confidence);
        answer["se"] = Finite(result.StandardError);
        answer["df"] = Finite(result.Freedom);
        return answer;
    }

    private static JsonObject Paired(string text, string file)
    {
        var input = StatisticsInput.Parse(text, file, "a", "b", "clusters", "confidence");
        var (a, b) = (input.Numbers("a"), input.Numbers("b"));
        input.SameLength("b", b.Length, "a", a.Length);
        var clusters = input.Clusters("clusters", a.Length, "a");
        var confidence = input.Confidence();
        input.ThrowIfBad();
        var result = PairedDifference.Of("paired", a, b, clusters, confidence);
        var answer = EstimateJson.Document(result.Metric, Finite(result.Difference), result.N, result.Clusters, confidence);
        answer.Remove("value");
        answer.Insert(0, "difference", Finite(result.Difference));
        answer.Insert(1, "se", Finite(result.StandardError));
        answer["p"] = Finite(result.P);
        answer["mcnemar"] = result.McNemar is { } table ? Of(table) : null;
        return answer;
    }

    private static JsonObject Discordant(string text, string file)
    {
        var input = StatisticsInput.Parse(text, file, "b", "c");
        var (b, c) = (input.Whole("b", 0), input.Whole("c", 0));
        input.ThrowIfBad();
        return Of(McNemar.Of(b, c));
    }

    private static JsonObject Adjust(string text, string file)
    {
        var input = StatisticsInput.Parse(text, file, "p", "method");
        var (p, method) = (input.Numbers("p", 0, 1), input.OneOf("method", "holm", "holm", "bh"));
        input.ThrowIfBad();
        var adjusted = method == "bh" ? Adjustment.BenjaminiHochberg(p) : Adjustment.Holm(p);
        return new JsonObject { ["method"] = method, ["adjusted"] = new JsonArray([.. adjusted.Select(value => JsonValue.Create(value))]) };
    }

    private static JsonObject Rate(string text, string file)
    {
        var input = StatisticsInput.Parse(text, file, "ratings", "level");
        var level = Enum.Parse<MeasurementLevel>(input.OneOf("level", "nominal", "nominal", "ordinal", "interval"), ignoreCase: true);
        var ratings = input.List("ratings", (path, row) => input.Items(path, row, (cell, rating) => Rating(input, cell, rating, level)));
        for (var i = 1; i < ratings.Length; i++)
        {
            input.SameLength(FormattableString.Invariant($"ratings[{i}]"), ratings[i].Length, "ratings[0]", ratings[0].Length);
        }

        input.ThrowIfBad();
        var result = Agreement.Of(ratings, level);
        var answer = new JsonObject
        {
            ["cohen"] = result.Cohen,
            ["fleiss"] = result.Fleiss,
            ["krippendorff"] = result.Krippendorff,
            ["percent"] = result.Percent,
            ["items"] = result.Items,
            ["raters"] = result.Raters,
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

    private static JsonObject Of(McNemar table) => new() { ["b"] = table.OnlyFirst, ["c"] = table.OnlySecond, ["exact"] = table.Exact, ["midP"] = table.MidP };

    private static void AtMost(StatisticsInput input, string field, int value, string other, int most)
    {
        if (most > 0 && value > most)
        {
            input.Problem(field, new Phrase("Statistics.MoreThan", FormattableString.Invariant($"{value}"), other, FormattableString.Invariant($"{most}")));
        }
    }

    private static double? Finite(double? value) => value is { } known && double.IsFinite(known) ? known : null;
}
