using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Scoring.Hallucination;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>How near the model's answers to a question of habit or opinion come to those expected in a region. Measures, never judges; report it by region, never as one number for culture.</summary>
/// <remarks>
/// The model's shares are the softmax of the choices' log-likelihoods (per token, so that long choices don't lose), the expected ones the sample's metadata <c>expected</c> (<c>0.6|0.3|0.1</c>, one for each choice);
/// <c>cultural-fit</c> = 1 − Jensen-Shannon divergence to base 2, 0 to 1 (as Durmus et al. 2023). The shares are kept as <c>share-1</c>, <c>share-2</c>…, by which a run compares the languages of one question.
/// </remarks>
public sealed class CulturalFit : IScorer
{
    public const string SharePrefix = "share-";

    public string Kind => "cultural-fit";

    public bool IsMeasureOnly => true;

    public ImmutableArray<Measure> Measures { get; } = [Measure.Share("cultural-fit")];

    public ScorerNeeds Needs(ScorerSpec spec) => new(Text: false, Choices: spec.Setting("ask", "chat"));

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (sample.Choices.Length < 2)
        {
            return this.Unscored("NoChoices");
        }

        var asked = spec.Setting("ask", "chat") == "chat" ? answer.ChatChoices : answer.Choices;
        if (asked is not { NotAvailable: null, Results: var results } || results.Length != sample.Choices.Length || !results.All(result => double.IsFinite(result.LogProbability)))
        {
            return asked?.NotAvailable is { } reason ? this.Unscored(reason) : this.Unscored("NoLikelihoods");
        }

        double[] shares = [.. ChoiceSums.Shares([.. results.Select(result => result.LogProbability / Math.Max(1, result.Tokens))])];
        var values = shares.Select((share, at) => ($"{SharePrefix}{at + 1}", (double?)share));
        if (!sample.Metadata.TryGetValue("expected", out var text))
        {
            return this.Measured("SharesOnly", Listed(shares)).With(values);
        }

        if (Expected(text, shares.Length) is not { } expected)
        {
            return this.Unscored("ExpectedWrong", text, $"{shares.Length}");
        }

        var fit = 1 - Divergence(shares, expected);
        return this.Measured("CultureFits", fit.ToString("0.###", CultureInfo.InvariantCulture), Listed(shares), Listed(expected)).With([("cultural-fit", fit), .. values]);
    }

    /// <summary>Jensen-Shannon divergence to base 2: 0 for the same shares, 1 for shares that have nothing in common.</summary>
    public static double Divergence(IReadOnlyList<double> left, IReadOnlyList<double> right)
    {
        var sum = 0.0;
        for (var at = 0; at < left.Count; at++)
        {
            var middle = (left[at] + right[at]) / 2;
            sum += (Part(left[at], middle) + Part(right[at], middle)) / 2;
        }

        return Math.Clamp(sum, 0, 1);
    }

    private static double Part(double share, double middle) => share <= 0 ? 0 : share * Math.Log2(share / middle);

    /// <summary>Numbers of any scale that are not negative, as shares; null where they are not as many as choices or add up to nothing.</summary>
    private static double[]? Expected(string text, int count)
    {
        double?[] parts = [.. text.Split('|').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value >= 0 ? value : (double?)null)];
        var sum = parts.Sum() ?? 0;
        return parts.Length == count && Array.TrueForAll(parts, part => part is not null) && sum > 0 ? [.. parts.Select(part => part!.Value / sum)] : null;
    }

    private static string Listed(IEnumerable<double> shares) => string.Join(" | ", shares.Select(share => share.ToString("0.##", CultureInfo.InvariantCulture)));
}
