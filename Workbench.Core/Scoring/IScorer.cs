using Workbench.Core.Inference;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Judges answers to samples; one file per kind, found by <see cref="Kind"/> in the registry.</summary>
public interface IScorer
{
    /// <summary>Name in suite files, for example <c>includes</c>.</summary>
    string Kind { get; }

    /// <summary>What the scorer needs besides the text; an endpoint that can't give it leaves the sample unscored.</summary>
    ScorerNeeds Needs { get; }

    Score Score(ScorerSpec spec, Sample sample, Answer answer);
}

[Flags]
public enum ScorerNeeds
{
    Text = 0,

    /// <summary>Log-likelihoods of the sample's choices.</summary>
    ChoiceLikelihoods = 1,
}

/// <summary>What a candidate gave for a sample: its text and, where a scorer needs them, the likelihoods of the choices in order.</summary>
public sealed record Answer(string Text, LikelihoodAnswer? Choices = null);
