using System.Collections.Frozen;
using System.Collections.Immutable;
using Workbench.Core.Scoring.Judges;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>The scorers there are, by kind.</summary>
public sealed class ScorerRegistry(IEnumerable<IScorer> scorers)
{
    private readonly FrozenDictionary<string, IScorer> _scorers = scorers.ToFrozenDictionary(scorer => scorer.Kind, StringComparer.Ordinal);

    /// <summary>Those that come with the workbench.</summary>
    public static ScorerRegistry Standard { get; } = new(
    [
        new ExactMatch(), new Includes(), new PatternMatch(), new NumericMatch(), new ChoiceLetter(), new ChoiceLikelihood(), new TokenF1(), new RougeL(), new BleuScore(), new JsonCheck(), new InstructionCheck(),
        new RefusalCheck(), new AbstentionCheck(), new RepetitionCheck(), new LanguageMix(), new LengthCheck(), new LatencyCheck(), new ClaimOutcome(),
        new TokenSurprise(), new SelfCheckNgram(), new ConsistencyShare(), new MeaningEntropy(new EqualText()), new PTrue(), new VerbalisedConfidence(), new MadeUpDiscrimination(), new SupportCheck(),
        new KeywordCheck(new Detectors.KeywordShelf(Detectors.KeywordShelf.ShippedFolder)), new PersonalDataCheck(), new ContentLabelCheck(), new StereotypePair(), new CulturalFit(),
        new JudgeScorer(), new UnsafeContentScorer(),
    ]);

    /// <summary>The same with other ones in place of those of their kinds.</summary>
    public ScorerRegistry With(params IEnumerable<IScorer> others)
    {
        var replaced = others.ToDictionary(scorer => scorer.Kind, StringComparer.Ordinal);
        return new ScorerRegistry(_scorers.Values.Where(scorer => !replaced.ContainsKey(scorer.Kind)).Concat(replaced.Values));
    }

    public IEnumerable<string> Kinds => _scorers.Keys.Order(StringComparer.Ordinal);

    public IScorer? Find(string kind) => _scorers.GetValueOrDefault(kind);

    /// <summary>What has to be asked of the model so that the sample's scorers can judge, scorer by scorer.</summary>
    public ImmutableArray<ScorerNeeds> Needs(PromptSuite suite, Sample sample) => [.. Specs(suite, sample).Select(spec => _scorers[spec.Kind].Needs(spec))];

    /// <summary>What the sample's scorers ask once the answer is there.</summary>
    public ImmutableArray<FurtherQuestion> Questions(PromptSuite suite, Sample sample, Answer answer) =>
        [.. Specs(suite, sample).SelectMany(spec => _scorers[spec.Kind].Questions(spec, sample, answer)).DistinctBy(question => question.Key)];

    /// <summary>One score per scorer of the sample, in the order of the suite file.</summary>
    public ImmutableArray<Score> Score(PromptSuite suite, Sample sample, Answer answer) => [.. Specs(suite, sample).Select(spec => _scorers[spec.Kind].Score(spec, sample, answer))];

    public static ImmutableArray<ScorerSpec> Specs(PromptSuite suite, Sample sample) => sample.Scorers.IsEmpty ? suite.Scorers : sample.Scorers;
}
