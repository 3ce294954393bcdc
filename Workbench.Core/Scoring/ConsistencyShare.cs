using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Scoring.Hallucination;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>How often the model gives its commonest answer when asked again (<see cref="SelfConsistency"/>; Wang et al. 2022). Setting <c>samples</c>: how many (5); <c>by</c>: what has to be the same.</summary>
public sealed class ConsistencyShare : IScorer
{
    private const int Usual = 5;

    public string Kind => "self-consistency";

    public bool IsMeasureOnly => true;

    public Sureness Sureness => Sureness.Uncertainty;

    public ImmutableArray<Measure> Measures { get; } = [Measure.Share("share"), Measure.Share("agrees"), Measure.Amount("different")];

    public ScorerNeeds Needs(ScorerSpec spec) => new(Tokens: true, Samples: Baselines.Samples(spec, Usual));

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        var further = answer.Further(Baselines.Samples(spec, Usual));
        if (answer.IsEmpty || further.NotAvailable is not null)
        {
            return answer.IsEmpty ? this.NoAnswer(0, null, "Empty") : this.Unscored(further.NotAvailable!);
        }

        var found = SelfConsistency.Of([.. further.Outputs.Select(output => AnswerMeaning.Of(spec, sample, output.Text))]);
        var agrees = AnswerMeaning.Of(spec, sample, answer.Text) == found.Top;
        return this.Measured("Consistent", Baselines.Text(found.Share), found.Different.ToString(CultureInfo.InvariantCulture), found.Answers.ToString(CultureInfo.InvariantCulture))
            .With([.. Baselines.Of(answer), ("uncertainty", 1 - found.Share), ("share", found.Share), ("different", found.Different), ("agrees", agrees ? 1 : 0)]);
    }
}
