using System.Collections.Immutable;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Judges answers to samples; one file per kind, found by <see cref="Kind"/> in the registry.</summary>
public interface IScorer
{
    /// <summary>Name in suite files, for example <c>includes</c>.</summary>
    string Kind { get; }

    /// <summary>Names in <see cref="Score.Values"/> whose means become metrics of a run.</summary>
    ImmutableArray<Measure> Measures => [];

    /// <summary>It measures and never judges: no accuracy comes of it.</summary>
    bool IsMeasureOnly => false;

    /// <summary>It compares with a reference, so that the sureness that other scorers find can be held against it.</summary>
    bool IsReference => false;

    /// <summary>False where nobody has held its verdicts against people's: they are marked so wherever they are shown.</summary>
    bool IsValidated => true;

    /// <summary>Whether it says how sure the model is.</summary>
    Sureness Sureness => Sureness.None;

    /// <summary>What has to be asked of a candidate; the text of one answer unless the scorer says otherwise.</summary>
    ScorerNeeds Needs(ScorerSpec spec) => ScorerNeeds.JustText;

    /// <summary>Questions that can only be put once the answer (and the further samples) are there; their replies come with the answer to be judged.</summary>
    ImmutableArray<FurtherQuestion> Questions(ScorerSpec spec, Sample sample, Answer answer) => [];

    Score Score(ScorerSpec spec, Sample sample, Answer answer);
}

/// <summary>How a scorer says how sure the model is of its answer.</summary>
public enum Sureness
{
    None,

    /// <summary>Value <c>uncertainty</c>: the larger the less sure, on any scale.</summary>
    Uncertainty,

    /// <summary>Value <c>confidence</c>: a probability, 0 to 1.</summary>
    Confidence,
}
