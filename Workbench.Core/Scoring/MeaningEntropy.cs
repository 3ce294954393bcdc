using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Inference;
using Workbench.Core.Scoring.Hallucination;
using Workbench.Core.Statistics;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Semantic entropy (Farquhar et al. 2024) of further answers: over clusters that mean the same, −Σ p ln p in nats, by counts (<c>entropy</c>) and, where the candidate tells the tokens,
/// by length-normalised likelihood (<c>entropy-weighted</c>). Setting <c>samples</c>: how many (10); <c>by</c>: what has to be the same.</summary>
public sealed class MeaningEntropy(IEntailment entailment) : IScorer
{
    private const int Usual = 10;

    public string Kind => "semantic-entropy";

    public bool IsMeasureOnly => true;

    public Sureness Sureness => Sureness.Uncertainty;

    public ImmutableArray<Measure> Measures { get; } = [Measure.Amount("entropy"), Measure.Amount("entropy-weighted"), Measure.Amount("clusters")];

    public ScorerNeeds Needs(ScorerSpec spec) => new(Tokens: true, Samples: Baselines.Samples(spec, Usual));

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        var further = answer.Further(Baselines.Samples(spec, Usual));
        if (answer.IsEmpty || further.NotAvailable is not null)
        {
            return answer.IsEmpty ? this.NoAnswer(0, null, "Empty") : this.Unscored(further.NotAvailable!);
        }

        string[] texts = [.. further.Outputs.Select(output => AnswerMeaning.Of(spec, sample, output.Text))];
        string[] meanings = [.. MeaningClusters.Of(texts.Length, (i, j) => entailment.Same(sample.Prompt, texts[i], texts[j])).Select(cluster => cluster.ToString(CultureInfo.InvariantCulture))];
        var entropy = SemanticEntropy.Of(meanings);
        double[]? likelihoods = further.Outputs.All(output => !output.Logprobs.IsEmpty) ? [.. further.Outputs.Select(Mean)] : null;
        return this.Measured("Entropy", Baselines.Text(entropy.Nats), entropy.Meanings.ToString(CultureInfo.InvariantCulture), texts.Length.ToString(CultureInfo.InvariantCulture)).With(
        [
            .. Baselines.Of(answer), ("uncertainty", entropy.Nats), ("entropy", entropy.Nats), ("entropy-normalised", entropy.Normalised), ("clusters", entropy.Meanings),
            ("entropy-weighted", likelihoods is null ? null : SemanticEntropy.Weighted(meanings, likelihoods)), ("entropy-predictive", likelihoods is null ? null : -likelihoods.Average()),
        ]);
    }

    private static double Mean(ModelOutput output) => output.Logprobs.Average(token => token.Logprob);
}
