using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Whether the model holds back exactly where there is no answer (SelfAware; Yin et al. 2023): says that it does not know, refuses, or stays silent (<see cref="Reply"/>; English and Chinese).
/// What an answer says is not looked at.</summary>
public sealed class AbstentionCheck : IScorer
{
    public string Kind => "abstention";

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        var words = answer.IsEmpty ? "" : Reply.SaysUnknown(answer.Text) ?? Reply.Refuses(answer.Text);
        var score = (words, sample.Answerable) switch
        {
            (null, true) => this.Correct(null, "AnsweredRightly"),
            (null, false) => this.Incorrect(null, "ClaimOfUnknown"),
            ({ Length: 0 }, var answerable) => this.NoAnswer(answerable ? 0 : 1, null, "Empty"),
            (_, true) => this.NoAnswer(0, words, "AbstainedWrongly", words),
            _ => this.Correct(words, "AbstainedRightly", words),
        };
        return score.With([("abstained", words is null ? 0 : 1)]);
    }
}
