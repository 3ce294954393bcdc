using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Can the model tell a made-up answer from a right one (HaluEval; Li et al. 2023). Both are shown, each with the question whether it is made up; log-odds of Yes against No decide, so no coin is tossed and nothing is generated.
/// The sample's first target is the right answer, its first distractor the made-up one; its context, where there is one, is shown.</summary>
/// <remarks>Value: share of the two judged rightly at log-odds 0. Metrics: <c>accuracy</c>, <c>pairwise</c> (the made-up one has the larger log-odds), <c>yes-rate</c>, <c>auroc</c>.</remarks>
public sealed class MadeUpDiscrimination : IScorer
{
    private static readonly ImmutableArray<string> English = ["Yes", "No"];
    private static readonly ImmutableArray<string> Chinese = ["是", "否"];

    public string Kind => "discrimination";

    public ScorerNeeds Needs(ScorerSpec spec) => new(Text: false);

    public ImmutableArray<FurtherQuestion> Questions(ScorerSpec spec, Sample sample, Answer answer) =>
        sample.Targets.IsEmpty || sample.Distractors.IsEmpty ? [] : [Question(sample, sample.Targets[0]), Question(sample, sample.Distractors[0])];

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (sample.Targets.IsEmpty || sample.Distractors.IsEmpty)
        {
            return this.Unscored("NoPair");
        }

        var (right, madeUp) = (answer.Reply(Question(sample, sample.Targets[0])), answer.Reply(Question(sample, sample.Distractors[0])));
        if ((right.NotAvailable ?? madeUp.NotAvailable) is { } reason)
        {
            return this.Unscored(reason);
        }

        if (Odds(right.Likelihoods) is not { } low || Odds(madeUp.Likelihoods) is not { } high)
        {
            return this.Unscored("NoLikelihoods");
        }

        var rightly = (low < 0 ? 1 : 0) + (high > 0 ? 1 : 0);
        var outcome = rightly switch { 2 => Outcome.Correct, 1 => Outcome.Partial, _ => Outcome.Incorrect };
        return this.Verdict(outcome, rightly / 2.0, "Discriminates", Baselines.Text(low), Baselines.Text(high)).With([("odds-right", low), ("odds-made-up", high)]);
    }

    private static double? Odds(LikelihoodAnswer? answer) =>
        answer is { Results: [var yes, var no] } && double.IsFinite(yes.LogProbability) && double.IsFinite(no.LogProbability) ? yes.LogProbability - no.LogProbability : null;

    private static FurtherQuestion Question(Sample sample, string shown)
    {
        var (chinese, context) = (FurtherWords.IsChinese(sample), sample.Context);
        var text = chinese
            ? $"{(context is null ? "" : $"资料：{context}\n")}问题：{sample.Prompt}\n回答：{shown}\n\n这个回答是否含有编造的、或与资料和事实不符的内容？只回答“是”或“否”。"
            : $"{(context is null ? "" : $"Source: {context}\n")}Question: {sample.Prompt}\nAnswer: {shown}\n\nDoes this answer contain anything that is made up, or that the source or the facts contradict? Reply with Yes or No alone.";
        return new FurtherQuestion(text, AfterAnswer: false, chinese ? Chinese : English);
    }
}
