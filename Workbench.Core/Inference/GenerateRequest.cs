using System.Collections.Immutable;

namespace Workbench.Core.Inference;

/// <summary>A conversation to be answered.</summary>
/// <param name="Logprobs">Asks for the log-probability of every token of the answer.</param>
/// <param name="Interactive">A person is waiting: goes before the work of runs.</param>
/// <param name="TopLogprobs">Likeliest alternatives wanted at each place, 0 to 20; needs <paramref name="Logprobs"/>.</param>
/// <param name="Prefill">Text the answer begins with: the model continues it, and it is not part of what comes back. Null starts a fresh answer.</param>
/// <param name="Template">Chat template to use in place of the file's own: one of the named ones, or the text of one; null takes the file's own.</param>
public sealed record GenerateRequest(
    ImmutableArray<ChatMessage> Messages,
    GenerateSettings Settings,
    bool Logprobs = false,
    bool Interactive = false,
    int TopLogprobs = 0,
    string? Prefill = null,
    string? Template = null);

/// <summary>Continuations to be scored after a prompt (raw text) or a conversation (through the chat template); exactly one of the two is given.</summary>
public sealed record LikelihoodRequest(string? Prompt, ImmutableArray<ChatMessage> Messages, ImmutableArray<string> Continuations);

/// <summary>How likely one continuation is.</summary>
/// <param name="LogProbability">Sum over the continuation's tokens, natural logarithm.</param>
/// <param name="Tokens">Number of tokens in the continuation.</param>
/// <param name="IsGreedy">Each token was the likeliest at its place.</param>
/// <param name="Bytes">UTF-8 length of the continuation.</param>
public sealed record ContinuationLikelihood(double LogProbability, int Tokens, bool IsGreedy, int Bytes);
