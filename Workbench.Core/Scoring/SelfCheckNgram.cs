using System.Collections.Immutable;
using Workbench.Core.Scoring.Hallucination;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>SelfCheckGPT with unigrams (<see cref="SelfCheckUnigram"/>): how surprising the answer's words are beside other answers to the same prompt. Setting <c>samples</c>: how many (5).</summary>
public sealed class SelfCheckNgram : IScorer
{
    private const int Usual = 5;

    public string Kind => "selfcheck-ngram";

    public bool IsMeasureOnly => true;

    public Sureness Sureness => Sureness.Uncertainty;

    public ImmutableArray<Measure> Measures { get; } = [Measure.Amount("selfcheck-mean"), Measure.Amount("selfcheck-max")];

    public ScorerNeeds Needs(ScorerSpec spec) => new(Tokens: true, Samples: Baselines.Samples(spec, Usual));

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (answer.IsEmpty)
        {
            return this.NoAnswer(0, null, "Empty");
        }

        var further = answer.Further(Baselines.Samples(spec, Usual));
        if (further.NotAvailable is { } reason)
        {
            return this.Unscored(reason);
        }

        return SelfCheckUnigram.Of(TextUnits.Sentences(answer.Text), [.. further.Outputs.Select(output => output.Text)]) is { } check
            ? this.Measured("SelfChecked", Baselines.Text(check.DocumentMean)).With([.. Baselines.Of(answer), ("uncertainty", check.DocumentMean), ("selfcheck-mean", check.DocumentMean), ("selfcheck-max", check.DocumentLargest)])
            : this.Unscored("NoLetters");
    }
}
