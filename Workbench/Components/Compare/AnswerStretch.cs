using System.Collections.Immutable;

namespace Workbench.Components.Compare;

/// <summary>A part of an answer. Once the next part has begun it never changes, so that it is never sent again.</summary>
/// <param name="Marks">Its tokens in order; empty where their log-probabilities are not known.</param>
/// <param name="Rest">Characters after the last token whose token is not known (yet).</param>
public sealed record AnswerStretch(string Text, ImmutableArray<TokenMark> Marks, int Rest)
{
    /// <summary>The next one begins a paragraph: a browser lays out paragraphs apart, so that one that is finished costs nothing more.</summary>
    public bool EndsParagraph => Text.EndsWith('\n');
}

/// <summary>One token, or the tokens of one character, as the page shades it.</summary>
/// <param name="Token">Its place in the answer, 0-based.</param>
/// <param name="Doubt">0 for p of 0.9 and more, 1 from 0.5, 2 from 0.2, 3 below.</param>
public readonly record struct TokenMark(int Length, int Token, int Doubt)
{
    public static int DoubtOf(double logprob) => Math.Exp(logprob) switch
    {
        >= 0.9 => 0,
        >= 0.5 => 1,
        >= 0.2 => 2,
        _ => 3,
    };
}
