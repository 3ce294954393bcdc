using System.Globalization;
using Workbench.Core.Inference;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Correct when the model finds the right choice the likeliest: log-probability of each choice after the prompt, summed (<c>normalize: none</c>, the usual accuracy),
/// or by token (<c>tokens</c>) or UTF-8 byte (<c>bytes</c>, fair across scripts). Two choices equally likely at the top cannot be told apart and leave the sample unscored.</summary>
public sealed class ChoiceLikelihood : IScorer
{
    public string Kind => "choice-likelihood";

    public ScorerNeeds Needs(ScorerSpec spec) => new(Text: false, Choices: spec.Setting("ask", "raw"));

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (sample.Choices.IsEmpty || sample.TargetChoice is not { } target)
        {
            return this.Unscored("NoChoices");
        }

        var asked = spec.Setting("ask", "raw") == "chat" ? answer.ChatChoices : answer.Choices;
        if (asked is not { NotAvailable: null } given || given.Results.Length != sample.Choices.Length)
        {
            return asked?.NotAvailable is { } reason ? new Score(Kind, Outcome.Unscored, null, null, reason) : this.Unscored("NoLikelihoods");
        }

        var by = spec.Setting("normalize", "none");
        double[] values = [.. given.Results.Select(result => Value(result, by))];
        if (values.Any(value => !double.IsFinite(value)))
        {
            return this.Unscored("NoLikelihoods");
        }

        var best = Array.IndexOf(values, values.Max());
        if (values.Count(value => value == values[best]) > 1)
        {
            return this.Unscored("ChoicesTied");
        }

        var margin = (values[best] - values.Where((_, index) => index != best).Max()).ToString("0.###", CultureInfo.InvariantCulture);
        return best == target
            ? this.Correct(sample.Choices[best], "ChoiceRight", sample.Choices[best], margin)
            : this.Incorrect(sample.Choices[best], "ChoiceWrong", sample.Choices[best], margin, sample.Choices[target]);
    }

    private static double Value(ContinuationLikelihood result, string by) => by switch
    {
        "tokens" => result.LogProbability / Math.Max(1, result.Tokens),
        "bytes" => result.LogProbability / Math.Max(1, result.Bytes),
        _ => result.LogProbability,
    };
}
