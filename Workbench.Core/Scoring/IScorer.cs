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

    /// <summary>What has to be asked of a candidate; the text of one answer unless the scorer says otherwise.</summary>
    ScorerNeeds Needs(ScorerSpec spec) => ScorerNeeds.JustText;

    /// <summary>Questions that can only be put once the answer (and the further samples) are there; their replies come with the answer to be judged.</summary>
    ImmutableArray<FurtherQuestion> Questions(ScorerSpec spec, Sample sample, Answer answer) => [];

    Score Score(ScorerSpec spec, Sample sample, Answer answer);
}
