using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Core.Inference.Engine;

/// <summary>Which words of a schema are understood, and which types of value they speak of.</summary>
internal static class SchemaKeywords
{
    private static readonly ImmutableArray<string> AllTypes = ["object", "array", "string", "number", "boolean", "null"];

    /// <summary>Say something about a schema, restrict nothing.</summary>
    private static readonly FrozenSet<string> Annotations = new[]
    {
        "title", "description", "$schema", "$id", "$comment", "default", "examples", "example", "strict", "deprecated", "readOnly", "writeOnly", "$defs", "definitions", "$anchor",
        "contentMediaType", "contentEncoding", "discriminator",
    }.ToFrozenSet();

    private static readonly FrozenDictionary<string, string> Family = new Dictionary<string, string>
    {
        ["properties"] = "object",
        ["required"] = "object",
        ["additionalProperties"] = "object",
        ["unevaluatedProperties"] = "object",
        ["minProperties"] = "object",
        ["maxProperties"] = "object",
        ["propertyNames"] = "object",
        ["items"] = "array",
        ["prefixItems"] = "array",
        ["additionalItems"] = "array",
        ["unevaluatedItems"] = "array",
        ["minItems"] = "array",
        ["maxItems"] = "array",
        ["uniqueItems"] = "array",
        ["minLength"] = "string",
        ["maxLength"] = "string",
        ["pattern"] = "string",
        ["format"] = "string",
        ["minimum"] = "number",
        ["maximum"] = "number",
        ["exclusiveMinimum"] = "number",
        ["exclusiveMaximum"] = "number",
        ["multipleOf"] = "number",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Others = new[] { "type", "enum", "const", "nullable", "anyOf", "oneOf", "allOf", "$ref" }.ToFrozenSet();

    public static bool IsAnnotation(string keyword) => Annotations.Contains(keyword);

    public static bool OnlyAnnotations(JsonObject schema, string beside = "") => schema.All(entry => entry.Key == beside || IsAnnotation(entry.Key));

    public static void Check(JsonObject schema, string path, JsonGrammarRules rules)
    {
        foreach (var (keyword, _) in schema)
        {
            if (!IsAnnotation(keyword) && !Family.ContainsKey(keyword) && !Others.Contains(keyword))
            {
                rules.Problem("SchemaKeyword", $"{path}.{keyword}", keyword);
            }
        }
    }

    /// <summary>Types a value may have; without a word on it, those the other keywords speak of. Empty if any value will do.</summary>
    public static List<string> Types(JsonObject schema, string path, JsonGrammarRules rules)
    {
        List<string> types;
        switch (schema["type"])
        {
            case null when schema.ContainsKey("type"):
                rules.Invalid(null, $"{path}.type");
                return [];
            case null:
                types = [.. AllTypes.Where(type => schema.Any(entry => Family.GetValueOrDefault(entry.Key) == type))];
                break;
            case JsonArray list:
                types = [.. list.Select(type => type?.ToString() ?? "").Distinct()];
                break;
            case var one:
                types = [one.ToString()];
                break;
        }

        foreach (var type in types.Where(type => type != "integer" && !AllTypes.Contains(type)))
        {
            rules.Problem("SchemaInvalid", $"{path}.type", type);
        }

        if (types.Contains("number"))
        {
            types.Remove("integer");
        }

        if (schema["nullable"] is JsonValue nullable && nullable.GetValueKind() == JsonValueKind.True && types.Count > 0 && !types.Contains("null"))
        {
            types.Add("null");
        }

        return types;
    }

    public static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => decimal.TryParse(value.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) && number == decimal.Truncate(number) ? "integer" : "number",
        _ => "boolean",
    };

    public static bool TryWhole(JsonObject schema, string keyword, string path, JsonGrammarRules rules, out int value)
    {
        value = 0;
        if (!schema.TryGetPropertyValue(keyword, out var found))
        {
            return false;
        }

        if (found?.GetValueKind() == JsonValueKind.Number && decimal.TryParse(found.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= 10_000 && number == decimal.Truncate(number))
        {
            value = (int)number;
            return true;
        }

        rules.Invalid(found, $"{path}.{keyword}");
        return false;
    }
}
