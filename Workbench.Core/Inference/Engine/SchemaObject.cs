using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Core.Inference.Engine;

/// <summary>
/// Rules for a schema of objects. One rule for each property and for "something stands before it": optional properties then need no list of all
/// combinations. Properties beyond the named ones come last, where the schema asks for them, under other names than these.
/// </summary>
internal sealed class SchemaObject(JsonGrammarRules rules, JsonObject schema, string path, Func<JsonNode?, string, string> inner)
{
    public string Rule()
    {
        var properties = Properties();
        var (extra, key) = Extra(properties);
        var least = SchemaKeywords.TryWhole(schema, "minProperties", path, rules, out var given) ? given : 0;
        var most = SchemaKeywords.TryWhole(schema, "maxProperties", path, rules, out given) ? given : -1;
        if (properties.Count == 0)
        {
            return Map(extra, key, least, most);
        }

        var needed = properties.Count(property => property.Needed);
        if (least > needed)
        {
            rules.Problem("SchemaKeyword", $"{path}.minProperties", "minProperties");
        }

        if (most >= 0 && (extra is not null || most < properties.Count))
        {
            rules.Problem("SchemaKeyword", $"{path}.maxProperties", "maxProperties");
        }

        var (first, later) = extra is null ? ("", "") : (rules.Named($"( {key} \":\" ws {extra} ( \",\" ws {key} \":\" ws {extra} )* )?"), rules.Named($"( \",\" ws {key} \":\" ws {extra} )*"));
        foreach (var property in Enumerable.Reverse(properties))
        {
            var with = $"{JsonGrammarRules.Literal(property.Name)} \":\" ws {property.Rule} {later}".TrimEnd();
            var next = rules.Named($"\",\" ws {with}{(property.Needed ? "" : $" | {OrNothing(later)}")}");
            first = rules.Named($"{with}{(property.Needed ? "" : $" | {OrNothing(first)}")}");
            later = next;
        }

        return rules.Named($"\"{{\" ws {first} ws \"}}\"");
    }

    // A line may not end in an open choice.
    private static string OrNothing(string rule) => rule.Length == 0 ? "\"\"" : rule;

    private List<(string Name, string Rule, bool Needed)> Properties()
    {
        var list = new List<(string, string, bool)>();
        var needed = new List<string>();
        if (schema["required"] is JsonArray names)
        {
            needed = [.. names.Select(name => name?.ToString() ?? "").Distinct()];
        }
        else if (schema["required"] is { } wrong)
        {
            rules.Invalid(wrong, $"{path}.required");
        }

        var known = schema["properties"] as JsonObject ?? [];
        if (schema["properties"] is { } found and not JsonObject)
        {
            rules.Invalid(found, $"{path}.properties");
        }

        foreach (var (name, value) in known)
        {
            var isNeeded = needed.Contains(name);
            if (isNeeded || value is not JsonValue flag || flag.GetValueKind() != JsonValueKind.False)
            {
                list.Add((name, inner(value, $"{path}.properties.{name}"), isNeeded));
            }
        }

        foreach (var name in needed.Where(name => !known.ContainsKey(name)))
        {
            var rest = Rest;
            if (rest is JsonValue flag && flag.GetValueKind() == JsonValueKind.False)
            {
                rules.Problem("SchemaImpossible", $"{path}.required", name);
                continue;
            }

            list.Add((name, rest is null ? "value" : inner(rest, $"{path}.additionalProperties"), true));
        }

        return list;
    }

    private JsonNode? Rest => schema["additionalProperties"] ?? schema["unevaluatedProperties"];

    // Named properties close an object unless it says that there may be others.
    private (string? Value, string Key) Extra(List<(string Name, string Rule, bool Needed)> properties)
    {
        if (Rest is JsonValue flag && flag.GetValueKind() == JsonValueKind.False || (Rest is null && properties.Count > 0))
        {
            return (null, "");
        }

        var key = schema["propertyNames"] is { } names ? Names(names) : "string";
        if (properties.Count > 0 && schema.ContainsKey("propertyNames"))
        {
            rules.Problem("SchemaKeyword", $"{path}.propertyNames", "propertyNames");
        }

        return (Rest is null ? "value" : inner(Rest, $"{path}.additionalProperties"), properties.Count > 0 ? Other([.. properties.Select(property => property.Name)]) : key);
    }

    private string Names(JsonNode names)
    {
        if (names is not JsonObject own)
        {
            return rules.Invalid(names, $"{path}.propertyNames");
        }

        var text = (JsonObject)own.DeepClone();
        text["type"] ??= "string";
        return inner(text, $"{path}.propertyNames");
    }

    private string Map(string? value, string key, int least, int most)
    {
        if (value is null || most == 0)
        {
            return least > 0 ? rules.Problem("SchemaImpossible", $"{path}.minProperties") : rules.Named("\"{\" ws \"}\"");
        }

        if (least > 1)
        {
            // Names of a map might repeat, and count once then.
            rules.Problem("SchemaKeyword", $"{path}.minProperties", "minProperties");
        }

        var entry = $"{key} \":\" ws {value}";
        var list = $"{entry} ( \",\" ws {entry} )" + (most < 0 ? "*" : $"{{0,{most - 1}}}");
        return rules.Named(least == 0 ? $"\"{{\" ws ( {list} )? ws \"}}\"" : $"\"{{\" ws {list} ws \"}}\"");
    }

    // A name without escapes that is none of these: letter by letter along what they have in common.
    private string Other(List<string> names)
    {
        return rules.Named($"\"\\\"\" {From("", names)} \"\\\"\"");

        string From(string begun, List<string> rest)
        {
            var next = rest.Where(name => name.Length > begun.Length).GroupBy(name => char.IsHighSurrogate(name[begun.Length]) && name.Length > begun.Length + 1 ? name.Substring(begun.Length, 2) : name.Substring(begun.Length, 1)).ToList();
            var body = new StringBuilder();
            if (!rest.Contains(begun))
            {
                body.Append("\"\" | ");
            }

            foreach (var group in next.Where(group => group.Key is not ("\"" or "\\") && !char.IsControl(group.Key[0])))
            {
                body.Append(JsonGrammarRules.Quoted(group.Key)).Append(' ').Append(From(begun + group.Key, [.. group])).Append(" | ");
            }

            var taken = string.Concat(next.Select(group => group.Key is "]" or "^" or "-" or "[" ? $"\\{group.Key}" : group.Key is "\"" or "\\" || char.IsControl(group.Key[0]) ? "" : group.Key));
            return rules.Named($"{body}[^\"\\\\\\x7F\\x00-\\x1F{taken}] [^\"\\\\\\x7F\\x00-\\x1F]*");
        }
    }
}
