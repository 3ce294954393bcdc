using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Workbench.Core.Inference;
using Workbench.Core.Scoring.Hallucination;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Correct when the model finds the right choice the likeliest: log-probability of each choice after the prompt, summed (<c>normalize: none</c>, the usual accuracy),
/// or by token (<c>tokens</c>), character (<c>characters</c>) or UTF-8 byte of the choice (<c>bytes</c>, fair across scripts). Two choices equally likely at the top cannot be told apart and leave the sample unscored.</summary>
/// <remarks>Whichever decides, all of <c>acc</c>, <c>acc-norm</c> (by characters), <c>acc-tokens</c>, <c>acc-bytes</c>, <c>mc1</c>, <c>mc2</c> and <c>brier</c> are measured (<see cref="ChoiceSums"/>); ties are wrong in them.</remarks>
public sealed class ChoiceLikelihood : IScorer
{
    public string Kind => "choice-likelihood";

    public ImmutableArray<Measure> Measures { get; } =
        [Measure.Share("acc"), Measure.Share("acc-norm"), Measure.Share("acc-tokens"), Measure.Share("acc-bytes"), Measure.Share("mc1"), Measure.Share("mc2"), new Measure("brier", 0, 2)];

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

        double[] logs = [.. given.Results.Select(result => result.LogProbability)];
        if (!Array.TrueForAll(logs, double.IsFinite))
        {
            return this.Unscored("NoLikelihoods");
        }

        return Judge(sample, target, [.. given.Results.Select((result, i) => Value(result, sample.Choices[i], spec.Setting("normalize", "none")))]).With(Figures(sample, target, given.Results, logs));
    }

    private Score Judge(Sample sample, int target, double[] values)
    {
        var best = Array.IndexOf(values, values.Max());
        if (values.Count(value => value == values[best]) > 1)
        {
            return this.Unscored("ChoicesTied");
        }

        var margin = (values[best] - values.Where((_, index) => index != best).DefaultIfEmpty(values[best]).Max()).ToString("0.###", CultureInfo.InvariantCulture);
        return best == target
            ? this.Correct(sample.Choices[best], "ChoiceRight", sample.Choices[best], margin)
            : this.Incorrect(sample.Choices[best], "ChoiceWrong", sample.Choices[best], margin, sample.Choices[target]);
    }

    /// <summary>All the usual figures at once, so that results compare with those of other tools whichever one decides.</summary>
    private static IEnumerable<(string, double?)> Figures(Sample sample, int target, ImmutableArray<ContinuationLikelihood> results, double[] logs)
    {
        bool[] truths = [.. sample.Choices.Select((choice, i) => i == target || sample.Targets.Contains(choice))];
        var shares = ChoiceSums.Shares(logs);
        return
        [
            ("acc", First("none")), ("acc-norm", First("characters")), ("acc-tokens", First("tokens")), ("acc-bytes", First("bytes")),
            ("mc1", ChoiceSums.First(logs, target) ? 1 : 0), ("mc2", ChoiceSums.TrueShare(logs, truths)), ("brier", ChoiceSums.Brier(shares, target)), ("confidence", shares.Max()),
        ];

        double First(string by) => ChoiceSums.First([.. results.Select((result, i) => Value(result, sample.Choices[i], by))], target) ? 1 : 0;
    }

    private static double Value(ContinuationLikelihood result, string choice, string by) => by switch
    {
        "tokens" => result.LogProbability / Math.Max(1, result.Tokens),
        "characters" => result.LogProbability / Math.Max(1, choice.EnumerateRunes().Count()),
        "bytes" => result.LogProbability / Math.Max(1, Encoding.UTF8.GetByteCount(choice)),
        _ => result.LogProbability,
    };
}
