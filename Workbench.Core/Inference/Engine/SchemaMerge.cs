using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Core.Inference.Engine;

/// <summary>Two schemas that both hold, as one.</summary>
internal static class SchemaMerge
{
    /// <returns>The keyword that the two can't be joined in, or null.</returns>
    public static string? Into(JsonObject target, JsonObject other)
    {
        // A closed object knows only its own properties.
        var conflict = Closed(target, other) ?? Closed(other, target);
        foreach (var (keyword, value) in other)
        {
            if (!target.TryGetPropertyValue(keyword, out var own) || SchemaKeywords.IsAnnotation(keyword))
            {
                target[keyword] = value?.DeepClone();
            }
            else if (!JsonNode.DeepEquals(own, value) && !Join(target, keyword, own, value))
            {
                conflict ??= keyword;
            }
        }

        return conflict;
    }

    private static string? Closed(JsonObject closed, JsonObject other) =>
        closed["additionalProperties"] is JsonValue flag && flag.GetValueKind() == JsonValueKind.False && other["properties"] is JsonObject more && more.Any(entry => closed["properties"] is not JsonObject own || !own.ContainsKey(entry.Key))
            ? "additionalProperties"
            : null;

    private static bool Join(JsonObject target, string keyword, JsonNode? own, JsonNode? other)
    {
        switch (keyword)
        {
            case "type":
                var types = Types(own).Where(type => Types(other).Contains(type) || (type == "integer" && Types(other).Contains("number"))).Concat(Types(other).Where(type => type == "integer" && Types(own).Contains("number"))).Distinct().ToList();
                target[keyword] = types.Count == 1 ? types[0] : new JsonArray([.. types.Select(type => JsonValue.Create(type))]);
                return types.Count > 0;
            case "required" when own is JsonArray a && other is JsonArray b:
                target[keyword] = new JsonArray([.. a.Concat(b).Select(name => name?.ToString()).Distinct().Select(name => JsonValue.Create(name))]);
                return true;
            case "enum" when own is JsonArray a && other is JsonArray b:
                var common = a.Where(value => b.Any(one => JsonNode.DeepEquals(one, value))).Select(value => value?.DeepClone()).ToArray();
                target[keyword] = new JsonArray(common);
                return common.Length > 0;
            case "properties" when own is JsonObject a && other is JsonObject b:
                return Properties(a, b);
            case "items" when own is JsonObject a && other is JsonObject b:
                return Into(a, b) is null;
            case "minimum" or "exclusiveMinimum" or "minLength" or "minItems" or "minProperties":
                target[keyword] = Limit(own, other, larger: true);
                return target[keyword] is not null;
            case "maximum" or "exclusiveMaximum" or "maxLength" or "maxItems" or "maxProperties":
                target[keyword] = Limit(own, other, larger: false);
                return target[keyword] is not null;
            case "additionalProperties" when other is JsonValue flag && flag.GetValueKind() is JsonValueKind.True or JsonValueKind.False:
                target[keyword] = flag.GetValueKind() == JsonValueKind.False ? flag.DeepClone() : own?.DeepClone();
                return true;
            case "additionalProperties" when own is JsonValue mine && mine.GetValueKind() == JsonValueKind.True:
                target[keyword] = other?.DeepClone();
                return true;
            case "additionalProperties" when own is JsonValue mine && mine.GetValueKind() == JsonValueKind.False:
                return true;
            default:
                return false;
        }
    }

    private static bool Properties(JsonObject own, JsonObject other)
    {
        var joined = true;
        foreach (var (name, value) in other)
        {
            if (!own.TryGetPropertyValue(name, out var mine) || mine is JsonValue)
            {
                own[name] = value?.DeepClone();
            }
            else if (mine is JsonObject a && value is JsonObject b && !JsonNode.DeepEquals(a, b))
            {
                // Left to be joined where it is used, as references in it are.
                own[name] = a.ContainsKey("$ref") || b.ContainsKey("$ref") ? new JsonObject { ["allOf"] = new JsonArray(a.DeepClone(), b.DeepClone()) } : a;
                joined &= a.ContainsKey("$ref") || b.ContainsKey("$ref") || Into(a, b) is null;
            }
        }

        return joined;
    }

    private static JsonNode? Limit(JsonNode? a, JsonNode? b, bool larger) =>
        a?.GetValueKind() == JsonValueKind.Number && b?.GetValueKind() == JsonValueKind.Number
            ? (a.GetValue<double>() > b.GetValue<double>() == larger ? a : b).DeepClone()
            : null;

    private static List<string> Types(JsonNode? type) => type is JsonArray list ? [.. list.Select(one => one?.ToString() ?? "")] : [type?.ToString() ?? ""];
}
