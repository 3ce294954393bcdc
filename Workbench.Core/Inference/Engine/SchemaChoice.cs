using System.Text.Json.Nodes;

namespace Workbench.Core.Inference.Engine;

/// <summary>Whether a value can be by one of several schemas only, as <c>oneOf</c> wants; told where it is plain to see.</summary>
internal static class SchemaChoice
{
    public static bool AreApart(IReadOnlyList<JsonObject?> branches)
    {
        for (var i = 0; i < branches.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (branches[i] is not { } a || branches[j] is not { } b || !AreApart(a, b))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // Other types, other values, or a property that both need with other values in it.
    private static bool AreApart(JsonObject a, JsonObject b)
    {
        if (Types(a) is { } types && Types(b) is { } others && !types.Any(others.Contains))
        {
            return true;
        }

        if (Values(a) is { } values && Values(b) is { } other && !values.Any(value => other.Any(one => JsonNode.DeepEquals(one, value))))
        {
            return true;
        }

        return Needed(a).Intersect(Needed(b)).Any(name => a["properties"]?[name] is JsonObject mine && b["properties"]?[name] is JsonObject theirs && AreApart(mine, theirs))
            || (IsClosed(a) && Needed(b).Any(name => a["properties"]?[name] is null))
            || (IsClosed(b) && Needed(a).Any(name => b["properties"]?[name] is null));
    }

    private static bool IsClosed(JsonObject schema) => Types(schema) is ["object"] && schema["additionalProperties"] is JsonValue flag && flag.GetValueKind() == System.Text.Json.JsonValueKind.False;

    private static List<string>? Types(JsonObject schema)
    {
        List<string>? types = schema["type"] switch
        {
            JsonArray list => [.. list.Select(type => type?.ToString() ?? "")],
            { } one => [one.ToString()],
            null => Values(schema) is { } values ? [.. values.Select(SchemaKeywords.TypeOf)] : null,
        };
        return types is null ? null : [.. types.Select(type => type == "integer" ? "number" : type).Distinct(), .. schema["nullable"] is null ? Array.Empty<string>() : ["null"]];
    }

    private static List<JsonNode?>? Values(JsonObject schema) => schema.ContainsKey("const") ? [schema["const"]] : schema["enum"] is JsonArray list ? [.. list] : null;

    private static IEnumerable<string> Needed(JsonObject schema) => (schema["required"] as JsonArray ?? []).Select(name => name?.ToString() ?? "");
}
