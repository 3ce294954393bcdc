using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Workbench.Core.Inference;
using Workbench.Core.Scoring.Hallucination;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Correct when the model finds the right choice the likeliest: log-probability of each choice after the prompt, summed (<c>normalize: none</c>, the usual accuracy),
/// or by token (<c>tokens</c>), character (<c>characters</c>) or UTF-8 byte of the choice (<c>bytes</c>, fair across scripts). Two choices equally likely at the top cannot be told apart and leave the sample unscored.</summary>
/// <remarks>Whichever decides, all of <c>acc</c>, <c>acc-norm</c> (by characters), <c>acc-tokens</c>, <c>acc-bytes</c>, <c>mc1</c>, <c>mc2</c> and <c>brier</c> (of one right choice) are measured (<see cref="ChoiceSums"/>); ties are wrong in them.
/// Where several choices are right, the likeliest of all has to be one of them. Setting <c>measure</c>: <c>mc1</c> leaves <c>mc2</c> out; <c>mc2</c> measures it alone and judges nothing, because it is a share and no verdict.</remarks>
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

        bool[] truths = [.. Enumerable.Range(0, logs.Length).Select(sample.RightChoices.Contains)];
        var measure = spec.Setting("measure", "");
        if (measure == "mc2")
        {
            var share = ChoiceSums.TrueShare(logs, truths);
            return (this.Measured("ShareOnRight", Baselines.Text(100 * share)) with { Answer = sample.Choices[Array.IndexOf(logs, logs.Max())] }).With([("mc2", share)]);
        }

        var figures = Figures(sample, target, truths, given.Results, logs).Where(figure => measure != "mc1" || figure.Item1 != "mc2");
        return Judge(sample, truths, [.. given.Results.Select((result, i) => Value(result, sample.Choices[i], spec.Setting("normalize", "none")))]).With(figures);
    }

    private Score Judge(Sample sample, bool[] truths, double[] values)
    {
        var best = Array.IndexOf(values, values.Max());
        if (values.Where((value, i) => value == values[best] && truths[i] != truths[best]).Any() || (!truths[best] && values.Count(value => value == values[best]) > 1))
        {
            return this.Unscored("ChoicesTied");
        }

        var margin = (values[best] - values.Where((_, index) => truths[best] ? !truths[index] : index != best).DefaultIfEmpty(values[best]).Max()).ToString("0.###", CultureInfo.InvariantCulture);
        return truths[best]
            ? this.Correct(sample.Choices[best], "ChoiceRight", sample.Choices[best], margin)
            : this.Incorrect(sample.Choices[best], "ChoiceWrong", sample.Choices[best], margin, sample.RightChoices.Select(right => sample.Choices[right]).Listed());
    }

    /// <summary>All the usual figures at once, so that results compare with those of other tools whichever one decides.</summary>
    private static IEnumerable<(string, double?)> Figures(Sample sample, int target, bool[] truths, ImmutableArray<ContinuationLikelihood> results, double[] logs)
    {
        var shares = ChoiceSums.Shares(logs);
        return
        [
            ("acc", First("none")), ("acc-norm", First("characters")), ("acc-tokens", First("tokens")), ("acc-bytes", First("bytes")),
            ("mc1", ChoiceSums.First(logs, truths) ? 1 : 0), ("mc2", ChoiceSums.TrueShare(logs, truths)), ("brier", truths.Count(truth => truth) == 1 ? ChoiceSums.Brier(shares, target) : null), ("confidence", shares.Max()),
        ];

        double First(string by) => ChoiceSums.First([.. results.Select((result, i) => Value(result, sample.Choices[i], by))], truths) ? 1 : 0;
    }

    private static double Value(ContinuationLikelihood result, string choice, string by) => by switch
    {
        "tokens" => result.LogProbability / Math.Max(1, result.Tokens),
        "characters" => result.LogProbability / Math.Max(1, choice.EnumerateRunes().Count()),
        "bytes" => result.LogProbability / Math.Max(1, Encoding.UTF8.GetByteCount(choice)),
        _ => result.LogProbability,
    };
}
