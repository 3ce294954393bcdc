using System.Collections.Immutable;
using System.Text.Json;

namespace Workbench.Core.Inference.Clients;

/// <summary>Log-probabilities of a chat choice.</summary>
internal static class TokenChoices
{
    /// <param name="choice">An object that may have <c>logprobs</c>.</param>
    /// <exception cref="InvalidOperationException">Not in the protocol's shape.</exception>
    public static ImmutableArray<TokenLogprob> Read(JsonElement choice)
    {
        if (!choice.TryGetProperty("logprobs", out var logprobs) || logprobs.ValueKind != JsonValueKind.Object
            || !logprobs.TryGetProperty("content", out var tokens) || tokens.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        return [.. tokens.EnumerateArray().Select(static token => new TokenLogprob(Text(token), Logprob(token), Top(token), Sampled(token)))];
    }

    private static ImmutableArray<TokenChoice> Top(JsonElement token) => token.TryGetProperty("top_logprobs", out var top) && top.ValueKind == JsonValueKind.Array
        ? [.. top.EnumerateArray().Select(static choice => new TokenChoice(Text(choice), Logprob(choice)))]
        : [];

    private static double? Sampled(JsonElement token) => token.TryGetProperty("x_sampled", out var sampled) && sampled.ValueKind == JsonValueKind.Number ? sampled.GetDouble() : null;

    // Part of a character has no text of its own: its bytes are told, and what stands for it is the replacement character.
    private static string Text(JsonElement token)
    {
        var whole = new WholeText();
        return whole.Append(WholeText.Read(token.GetProperty("token"))) + whole.Finish();
    }

    private static double Logprob(JsonElement token) => token.GetProperty("logprob").GetDouble();
}
