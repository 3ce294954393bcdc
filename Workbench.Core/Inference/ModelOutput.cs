using System.Collections.Immutable;

namespace Workbench.Core.Inference;

/// <summary>Why an answer ended.</summary>
public enum StopReason
{
    /// <summary>The model ended its turn, or a stop text was reached.</summary>
    Stop,

    /// <summary>The token limit or the context was reached.</summary>
    Length,

    Cancelled,
}

/// <summary>Tokens read and written. <paramref name="PromptCached"/> of the prompt tokens were not decoded again.</summary>
public sealed record ModelUsage(int Prompt, int PromptCached, int Completion);

/// <summary>One token of an answer with its natural-logarithm probability.</summary>
/// <param name="Logprob">Before samplers and grammar changed anything: what the model itself held of it.</param>
/// <param name="Top">The likeliest tokens at this place, likeliest first; empty unless asked for.</param>
/// <param name="Sampled">After all samplers, that is the chance with which it was drawn; null where the endpoint does not tell.</param>
public sealed record TokenLogprob(string Text, double Logprob, ImmutableArray<TokenChoice> Top = default, double? Sampled = null)
{
    public ImmutableArray<TokenChoice> Top { get; init; } = Top.IsDefault ? [] : Top;

    public bool Equals(TokenLogprob? other) => other is not null && (Text, Logprob, Sampled) == (other.Text, other.Logprob, other.Sampled) && Top.SequenceEqual(other.Top);

    public override int GetHashCode() => HashCode.Combine(Text, Logprob, Sampled, Top.Length);
}

/// <summary>A token that could have stood at a place, with its natural-logarithm probability there.</summary>
public sealed record TokenChoice(string Text, double Logprob);

/// <summary>A whole answer.</summary>
/// <param name="PromptSent">The text after the chat template; null where the endpoint does not tell.</param>
/// <param name="TimeToFirstToken">From request to first token; null when nothing was generated.</param>
/// <param name="Logprobs">Empty unless asked for and available.</param>
/// <param name="Writing">From the first token to the last one by the engine's own clock; null where the endpoint does not tell.</param>
public sealed record ModelOutput(
    string Text,
    StopReason StopReason,
    ModelUsage Usage,
    TimeSpan Duration,
    TimeSpan? TimeToFirstToken = null,
    string? PromptSent = null,
    ImmutableArray<TokenLogprob> Logprobs = default,
    TimeSpan? Writing = null)
{
    public ImmutableArray<TokenLogprob> Logprobs { get; init; } = Logprobs.IsDefault ? [] : Logprobs;

    /// <summary>Tokens a second after the first one; null for fewer than two tokens. By the engine's clock where it tells: several tokens may arrive in one packet.</summary>
    public double? TokensPerSecond =>
        Usage.Completion > 1 && (Writing ?? Duration - TimeToFirstToken) is { } writing && writing > TimeSpan.Zero ? (Usage.Completion - 1) / writing.TotalSeconds : null;
}

/// <summary>A piece of a streaming answer; the last one carries the whole <paramref name="Final"/>.</summary>
public sealed record GenerateUpdate(string Text, ModelOutput? Final = null, ImmutableArray<TokenLogprob> Logprobs = default);
