using System.Text.Json.Nodes;

namespace Workbench.Cli;

/// <summary>One prompt and its answers as a line of JSON.</summary>
internal static class ChatReplyJson
{
    public static JsonObject Write(string prompt, IEnumerable<ChatReply> replies) => new()
    {
        ["prompt"] = prompt,
        ["answers"] = new JsonArray([.. replies.Select(static reply => new JsonObject
        {
            ["model"] = reply.Name,
            ["text"] = reply.Text,
            ["stopReason"] = reply.Output is { } output ? output.StopReason.ToString().ToLowerInvariant() : reply.Problem is null ? "cancelled" : null,
            ["promptTokens"] = reply.Output?.Usage.Prompt,
            ["tokens"] = reply.Output?.Usage.Completion,
            ["seconds"] = reply.Output?.Duration.TotalSeconds,
            ["tokensPerSecond"] = reply.Output?.TokensPerSecond,
            ["error"] = reply.Problem?.ToString(),
        })]),
    };
}
