using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>P(True) (Kadavath et al. 2022): the answer is put back to the model with the question whether it is true; confidence is the likelihood of that letter among the two, averaged over both orders of the letters.
/// Setting <c>samples</c>: other answers shown beside (0).</summary>
public sealed class PTrue : IScorer
{
    private static readonly ImmutableArray<string> Letters = ["A", "B"];

    public string Kind => "p-true";

    public bool IsMeasureOnly => true;

    public Sureness Sureness => Sureness.Confidence;

    public ImmutableArray<Measure> Measures { get; } = [Measure.Share("confidence"), Measure.Share("letter-mass")];

    public ScorerNeeds Needs(ScorerSpec spec) => new(Tokens: true, Samples: spec.Number("samples", 0) > 0 ? Baselines.Samples(spec, 1) : null);

    public ImmutableArray<FurtherQuestion> Questions(ScorerSpec spec, Sample sample, Answer answer) =>
        answer.IsEmpty ? [] : [Question(spec, sample, answer, trueFirst: true), Question(spec, sample, answer, trueFirst: false)];

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (answer.IsEmpty)
        {
            return this.NoAnswer(0, null, "Empty");
        }

        var (first, second) = (answer.Reply(Question(spec, sample, answer, true)), answer.Reply(Question(spec, sample, answer, false)));
        if ((first.NotAvailable ?? second.NotAvailable) is { } reason)
        {
            return this.Unscored(reason);
        }

        if (Shares(first.Likelihoods) is not { } one || Shares(second.Likelihoods) is not { } two)
        {
            return this.Unscored("NoLikelihoods");
        }

        var confidence = (one.First + two.Second) / 2;
        return this.Measured("BelievesItself", Baselines.Text(confidence))
            .With([.. Baselines.Of(answer), ("confidence", confidence), ("letter-mass", Math.Min(1, (one.Mass + two.Mass) / 2)), ("order-gap", Math.Abs(one.First - two.Second))]);
    }

    /// <summary>Shares of both letters, and how likely they are together.</summary>
    private static (double First, double Second, double Mass)? Shares(LikelihoodAnswer? answer)
    {
        if (answer is not { Results: [var a, var b] } || !double.IsFinite(a.LogProbability) || !double.IsFinite(b.LogProbability))
        {
            return null;
        }

        var first = 1 / (1 + Math.Exp(b.LogProbability - a.LogProbability));
        return (first, 1 - first, Math.Exp(a.LogProbability) + Math.Exp(b.LogProbability));
    }

    private static FurtherQuestion Question(ScorerSpec spec, Sample sample, Answer answer, bool trueFirst)
    {
        var chinese = FurtherWords.IsChinese(sample);
        var count = (int)spec.Number("samples", 0);
        var others = count > 0 ? answer.Further(Baselines.Samples(spec, 1)).Outputs.Select(output => output.Text.Trim()).ToList() : [];
        var (yes, no) = chinese ? ("正确", "错误") : ("True", "False");
        var options = trueFirst ? $"A. {yes}\nB. {no}" : $"A. {no}\nB. {yes}";
        var text = chinese
            ? $"问题：{sample.Prompt}\n{(others.Count == 0 ? "" : $"其他回答：\n{string.Join('\n', others)}\n")}待判断的回答：{answer.Text.Trim()}\n\n这个回答正确吗？\n{options}\n只回答一个字母。"
            : $"Question: {sample.Prompt}\n{(others.Count == 0 ? "" : $"Other answers given:\n{string.Join('\n', others)}\n")}Answer to be judged: {answer.Text.Trim()}\n\nIs this answer true?\n{options}\nReply with the letter alone.";
        return new FurtherQuestion(text, AfterAnswer: false, Letters);
    }
}
