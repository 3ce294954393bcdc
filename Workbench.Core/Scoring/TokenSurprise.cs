using System.Collections.Immutable;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>How surprising the answer's tokens were to the model itself: mean and largest −ln p. The cheapest sign of guessing; measures, never judges.</summary>
public sealed class TokenSurprise : IScorer
{
    public string Kind => "token-surprise";

    public bool IsMeasureOnly => true;

    public Sureness Sureness => Sureness.Uncertainty;

    public ImmutableArray<Measure> Measures { get; } = [Measure.Amount("surprise-mean"), Measure.Amount("surprise-max")];

    public ScorerNeeds Needs(ScorerSpec spec) => new(Tokens: true);

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (answer.IsEmpty)
        {
            return this.NoAnswer(0, null, "Empty");
        }

        if (answer.Tokens.IsEmpty)
        {
            return answer.TokensNotAvailable is { } reason ? this.Unscored(reason) : this.Unscored("TokensNotGiven");
        }

        var mean = -answer.Tokens.Average(token => token.Logprob);
        return this.Measured("Surprise", Baselines.Text(mean)).With([.. Baselines.Of(answer), ("uncertainty", mean)]);
    }
}
