using System.Text.Json;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>A JSON schema as the setting of a scorer.</summary>
public static class SchemaText
{
    private static readonly string[] Refused = ["pattern", "patternProperties", "$dynamicRef", "$recursiveRef", "$id", "$anchor", "$dynamicAnchor", "$schema"];

    /// <returns>Null for a schema that answers can be checked with in bounded time; else what is wrong with it.</returns>
    public static string? Problem(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement.ValueKind is JsonValueKind.Object ? Strange(document.RootElement) : "{ … }";
        }
        catch (JsonException wrong)
        {
            return JsonWords.Of(wrong);
        }
    }

    /// <summary>References may lead downwards into <c>$defs</c> only; patterns are refused because the library matches them with backtracking.</summary>
    private static string? Strange(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(property =>
            property.NameEquals("properties") && property.Value.ValueKind == JsonValueKind.Object ? property.Value.EnumerateObject().Select(each => Strange(each.Value)).FirstOrDefault(each => each is not null)
            : Refused.Contains(property.Name) ? property.Name
            : property.NameEquals("$ref") && !(property.Value.ValueKind == JsonValueKind.String && property.Value.GetString()!.StartsWith("#/", StringComparison.Ordinal)) ? "$ref"
            : Strange(property.Value)).FirstOrDefault(each => each is not null),
        JsonValueKind.Array => element.EnumerateArray().Select(Strange).FirstOrDefault(each => each is not null),
        _ => null,
    };
}
