using System.Collections.Immutable;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>The model is asked, after its answer, how sure it is, in percent (Lin, Hilton and Evans 2022; Tian et al. 2023). A reply without one number from 0 to 100 is no statement; how many state one is the metric <c>stated</c>.</summary>
public sealed class VerbalisedConfidence : IScorer
{
    private static readonly FurtherQuestion English = new(
        "How sure are you that your answer is correct? Reply with one number from 0 (certainly wrong) to 100 (certainly right) and nothing else.", AfterAnswer: true, [], 16);

    private static readonly FurtherQuestion Chinese = new("你有多大把握认为刚才的回答是正确的？只回答一个 0（肯定错误）到 100（肯定正确）之间的数字，不要写别的内容。", AfterAnswer: true, [], 16);

    public string Kind => "verbalised-confidence";

    public bool IsMeasureOnly => true;

    public Sureness Sureness => Sureness.Confidence;

    public ImmutableArray<Measure> Measures { get; } = [Measure.Share("confidence"), Measure.Share("stated")];

    public ScorerNeeds Needs(ScorerSpec spec) => new(Tokens: true);

    public ImmutableArray<FurtherQuestion> Questions(ScorerSpec spec, Sample sample, Answer answer) => answer.IsEmpty ? [] : [Question(sample)];

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (answer.IsEmpty)
        {
            return this.NoAnswer(0, null, "Empty");
        }

        var reply = answer.Reply(Question(sample));
        if (reply.NotAvailable is { } reason)
        {
            return this.Unscored(reason);
        }

        return Stated(reply.Text ?? "") is { } confidence
            ? this.Measured("StatesConfidence", Baselines.Text(100 * confidence)).With([.. Baselines.Of(answer), ("confidence", confidence), ("stated", 1)])
            : this.NoAnswer(0, reply.Text, "StatesNoConfidence", reply.Text ?? "").With([.. Baselines.Of(answer), ("stated", 0)]);
    }

    /// <returns>0 to 1; null where the reply has no number of that range, or several.</returns>
    internal static double? Stated(string reply)
    {
        var values = NumberText.Find(reply).Where(found => !found.Text.Contains('/', StringComparison.Ordinal)).Select(found => found.Value).Distinct().ToList();
        var share = reply.Contains('.', StringComparison.Ordinal) && !reply.Contains('%', StringComparison.Ordinal) && !reply.Contains('％', StringComparison.Ordinal);
        return values is not [>= 0 and <= 100] ? null : share && values[0] is > 0 and <= 1 ? values[0] : values[0] / 100;
    }

    private static FurtherQuestion Question(Sample sample) => FurtherWords.IsChinese(sample) ? Chinese : English;
}
