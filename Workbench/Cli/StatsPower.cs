using System.Text.Json.Nodes;
using Workbench.Core.Language;
using Workbench.Core.Statistics;

namespace Workbench.Cli;

/// <summary>What a suite can tell apart, before it is run.</summary>
internal static class StatsPower
{
    private static readonly string[] Shares = ["discordant", "rate", "variance"];

    public static IReadOnlyList<StatsOperation> Operations { get; } =
    [
        new("power", "Before a run: {\"n\"?,\"difference\"?,\"margin\"?,\"design\"?,\"discordant\"|\"rate\"|\"variance\",\"correlation\"?,\"within\"?,\"repeats\"?,\"clusterSize\"?,\"icc\"?,\"power\"?}.",
            ["n", "difference", "margin", "design", "discordant", "rate", "variance", "correlation", "within", "repeats", "clusterSize", "clusterSizeVariation", "icc", "power", "confidence"], Plan),
    ];

    private static JsonObject Plan(StatisticsInput input)
    {
        var (n, difference, margin) = (input.WholeIfGiven("n", 2), input.IfGiven("difference"), input.IfGiven("margin", 0));
        var (power, confidence) = (input.Between("power", 0, 1, Power.Usual), input.Confidence());
        var independent = input.OneOf("design", "paired", "paired", "independent") == "independent";
        var design = Power.DesignEffect(input.IfGiven("clusterSize", 1) ?? 1, input.IfGiven("icc", 0, 1) ?? 0, input.IfGiven("clusterSizeVariation", 0) ?? 0);
        if (n is null && difference is null && margin is null)
        {
            input.Problem("n", new Phrase("Statistics.OneIsNeeded", "n, difference, margin"));
        }

        if (Distance(difference, margin) is <= 0)
        {
            input.Problem(margin is null ? "difference" : "margin", new Phrase("Statistics.NoDistance"));
        }

        var rate = input.IfGiven("rate", 0, 1);
        var variance = Variance(input, independent, rate);
        input.ThrowIfBad();
        var answer = new JsonObject { ["design"] = independent ? "independent" : "paired", ["variance"] = variance, ["designEffect"] = design, ["power"] = power, ["confidence"] = confidence };
        if (n is { } samples)
        {
            answer["n"] = samples;
            answer["effectiveN"] = samples / design;
            answer["minimumDifference"] = independent && rate is { } first
                ? TwoRatesPower.MinimumDifference(first, samples / design, power, confidence)
                : Power.MinimumDifference(variance, samples / design, power, confidence);
        }

        if (Distance(difference, margin) is { } distance)
        {
            var rates = independent && margin is null && rate is { } start && start + difference!.Value is >= 0 and <= 1 ? (start, start + difference.Value) : default((double First, double Second)?);
            var exact = rates is { } pair ? TwoRatesPower.Samples(pair.First, pair.Second, power, confidence) : Power.Samples(variance, distance, power, confidence);
            answer["needed"] = Math.Ceiling((exact * design) - 1e-9);
            answer["neededExact"] = exact * design;
            if (n is { } given)
            {
                answer["powerAtN"] = rates is { } known ? TwoRatesPower.Of(known.First, known.Second, given / design, confidence) : Power.Of(variance, given / design, distance, confidence);
            }
        }

        return answer;
    }

    /// <summary>What the data must show: the difference itself, or the way from it down to the margin.</summary>
    private static double? Distance(double? difference, double? margin) => margin is { } allowed ? allowed + (difference ?? 0) : difference is { } wanted ? Math.Abs(wanted) : null;

    private static double Variance(StatisticsInput input, bool independent, double? rate)
    {
        var (discordant, variance) = (input.IfGiven("discordant", 0, 1), input.IfGiven("variance", 0));
        var (correlation, within, repeats) = (input.IfGiven("correlation", -1, 1), input.IfGiven("within", 0), input.WholeIfGiven("repeats", 1));
        var given = Shares.Where(input.Has).ToList();
        if (given.Count != 1)
        {
            input.Problem(given.Count == 0 ? Shares[0] : given[1], new Phrase("Statistics.OneIsNeeded", string.Join(", ", Shares)));
        }

        foreach (var (field, needs) in ((string, string)[])[("correlation", "rate"), ("within", "variance"), ("repeats", "within")])
        {
            if (input.Has(field) && !input.Has(needs))
            {
                input.Problem(field, new Phrase("Statistics.OnlyWith", needs));
            }
        }

        if (independent && (discordant is not null || correlation is not null))
        {
            input.Problem(discordant is not null ? "discordant" : "correlation", new Phrase("Statistics.OnlyWith", "design: paired"));
        }

        var alone = (rate ?? 0) * (1 - (rate ?? 0));
        var between = discordant is { } share ? Power.PairedBinaryVariance(share)
            : variance is { } known ? (independent ? 2 * known : known)
            : Power.PairedVariance(alone, alone, independent ? 0 : correlation ?? 0);
        return Power.WithRepeats(between, within ?? 0, within ?? 0, repeats ?? 1);
    }
}
