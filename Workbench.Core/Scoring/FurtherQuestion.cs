using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Language;

namespace Workbench.Core.Scoring;

/// <summary>A question that a scorer puts to the candidate beside the sample's own.</summary>
/// <param name="Text">What is asked, in the language of the sample.</param>
/// <param name="AfterAnswer">Asked in the same conversation, after the candidate's answer; else in one of its own.</param>
/// <param name="Options">Where given, the log-likelihood of each as the reply is asked for, not a text.</param>
/// <param name="MaxTokens">Of the reply.</param>
public sealed record FurtherQuestion(string Text, bool AfterAnswer, ImmutableArray<string> Options, int MaxTokens = 64)
{
    /// <summary>Questions of the same key are asked once.</summary>
    public string Key => $"{AfterAnswer}\0{string.Join('\0', Options)}\0{MaxTokens}\0{Text}";
}

/// <summary>What came back: a text, or likelihoods of the options, or why there is neither.</summary>
public sealed record FurtherReply(string? Text, LikelihoodAnswer? Likelihoods = null, Phrase? NotAvailable = null);

/// <summary>Further answers to a sample's prompt, or why there are none.</summary>
public sealed record FurtherSamples(ImmutableArray<ModelOutput> Outputs, Phrase? NotAvailable = null);
