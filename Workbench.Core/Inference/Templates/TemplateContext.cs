using System.Collections.Immutable;
using System.Text.Json;

namespace Workbench.Core.Inference.Templates;

/// <summary>What a chat template is given.</summary>
/// <param name="Messages">The conversation; not used where <see cref="Variables"/> holds <c>messages</c>.</param>
/// <param name="AddGenerationPrompt">The text ends where the model's answer begins.</param>
/// <param name="BosToken">Text of the token that begins a sequence.</param>
/// <param name="EosToken">Text of the token that ends one.</param>
public sealed record TemplateContext(ImmutableArray<ChatMessage> Messages, bool AddGenerationPrompt, string BosToken, string EosToken)
{
    /// <summary>Descriptions of tools, a JSON array; none without.</summary>
    public JsonElement? Tools { get; init; }

    /// <summary>Documents to answer from, a JSON array; none without.</summary>
    public JsonElement? Documents { get; init; }

    /// <summary>Further variables, and replacements of the ones above.</summary>
    public ImmutableDictionary<string, JsonElement> Variables { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;

    /// <summary>What <c>strftime_now</c> takes for now.</summary>
    public DateTimeOffset Now { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>A context whose every variable stands in one JSON object.</summary>
    public static TemplateContext FromJson(JsonElement variables, DateTimeOffset now) => new([], AddGenerationPrompt: false, "", "")
    {
        Variables = variables.EnumerateObject().DistinctBy(property => property.Name, StringComparer.Ordinal).ToImmutableDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal),
        Now = now,
    };
}
