using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Core.Inference.Engine;

/// <summary>Rules for a schema of arrays.</summary>
internal sealed class SchemaArray(JsonGrammarRules rules, JsonObject schema, string path, Func<JsonNode?, string, string> inner)
{
    public string Rule()
    {
        if (schema["uniqueItems"] is JsonValue unique && unique.GetValueKind() == JsonValueKind.True)
        {
            rules.Problem("SchemaKeyword", $"{path}.uniqueItems", "uniqueItems");
        }

        var least = SchemaKeywords.TryWhole(schema, "minItems", path, rules, out var given) ? given : 0;
        var most = SchemaKeywords.TryWhole(schema, "maxItems", path, rules, out given) ? given : -1;
        var first = Prefix(out var rest, out var restPath);
        var closed = rest is JsonValue flag && flag.GetValueKind() == JsonValueKind.False;
        most = closed ? most < 0 ? first.Count : Math.Min(most, first.Count) : most;
        if (most >= 0 && most < least)
        {
            return rules.Problem("SchemaImpossible", $"{path}.minItems");
        }

        var item = closed || (most >= 0 && most <= first.Count) ? null : rest is null ? "value" : inner(rest, restPath);
        var list = most == 0 ? "" : List(first, item, least, most);
        return rules.Named($"\"[\" ws {(list.Length == 0 ? "" : least == 0 ? $"( {list} )? ws " : $"{list} ws ")}\"]\"");
    }

    // Older drafts write the first items as a list in `items`, and what follows in `additionalItems`.
    private List<string> Prefix(out JsonNode? rest, out string restPath)
    {
        var (name, after) = schema["items"] is JsonArray ? ("items", "additionalItems") : ("prefixItems", "items");
        (rest, restPath) = (schema[after] ?? schema["unevaluatedItems"], $"{path}.{after}");
        if (schema["prefixItems"] is { } wrong and not JsonArray)
        {
            rules.Invalid(wrong, $"{path}.prefixItems");
        }

        return [.. (schema[name] as JsonArray ?? []).Select((item, i) => inner(item, $"{path}.{name}[{i}]"))];
    }

    // At least one item: the first ones in their places, each with what may follow it.
    private static string List(List<string> first, string? item, int least, int most)
    {
        var places = most < 0 ? first.Count : Math.Min(first.Count, most);
        var text = "";
        if (item is not null)
        {
            var needed = Math.Max(0, least - places);
            var bound = most < 0 ? $"{{{needed},}}" : $"{{{needed},{most - places}}}";
            if (places == 0)
            {
                bound = most < 0 ? $"{{{Math.Max(0, needed - 1)},}}" : $"{{{Math.Max(0, needed - 1)},{most - 1}}}";
                return $"{item} ( \",\" ws {item} ){bound}";
            }

            text = $"( \",\" ws {item} ){bound}";
        }

        for (var i = places - 1; i >= 0; i--)
        {
            var own = $"{(i > 0 ? "\",\" ws " : "")}{first[i]} {text}".TrimEnd();
            text = i > 0 && i >= least ? $"( {own} )?" : own;
        }

        return text;
    }
}
