using System.Collections.Immutable;
using System.Text.Json;

namespace Workbench.Core.Inference.Engine;

/// <summary>A conversation to be written by a chat template.</summary>
internal sealed record PromptSpec(ImmutableArray<ChatMessage> Messages)
{
    /// <summary>The messages as a JSON array, with fields beyond role and content such as <c>tool_calls</c>; takes the place of <see cref="Messages"/>.</summary>
    public JsonElement? MessagesJson { get; init; }

    /// <summary>Name of a template offered here, or the text of one; null takes the file's own.</summary>
    public string? Template { get; init; }

    /// <summary>Text the answer begins with: it follows the place where the answer starts, and the turn stays open.</summary>
    public string? Prefill { get; init; }

    /// <summary>Descriptions of tools, a JSON array.</summary>
    public JsonElement? Tools { get; init; }

    /// <summary>Documents to answer from, a JSON array.</summary>
    public JsonElement? Documents { get; init; }

    /// <summary>Further variables of the template, for example <c>enable_thinking</c>.</summary>
    public ImmutableDictionary<string, JsonElement> Variables { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;
}
