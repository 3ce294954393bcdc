using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>
/// A GBNF grammar from a JSON schema: every answer it allows is valid by the schema. Objects are closed and their properties come in the schema's order;
/// white space is bounded, so that no answer runs away in it. A keyword that restricts values and can't be written as a grammar is refused by name and place.
/// </summary>
internal sealed class JsonGrammar
{
    private const int MostDepth = 48;

    private readonly JsonGrammarRules _rules = new();
    private readonly SchemaDocument _document;
    private readonly Dictionary<string, string> _references = new(StringComparer.Ordinal);

    private JsonGrammar(SchemaDocument document) => _document = document;

    /// <summary>Any JSON object.</summary>
    public static string AnyObject => JsonGrammarRules.Whole("object", "");

    /// <exception cref="InputException">Keywords that are not understood, all of them, each with its path.</exception>
    public static string FromSchema(JsonElement schema)
    {
        var grammar = new JsonGrammar(SchemaDocument.Read(schema));
        var root = grammar.Rule(grammar._document.Root, "schema", [], 0);
        return grammar._rules.Finish(root);
    }

    /// <param name="open">References followed since the last value began: one of them again would never come to a value.</param>
    private string Rule(JsonNode? schema, string path, HashSet<string> open, int depth)
    {
        switch (schema)
        {
            case JsonValue flag when flag.GetValueKind() == JsonValueKind.True:
                return "value";
            case JsonValue flag when flag.GetValueKind() == JsonValueKind.False:
                return _rules.Problem("SchemaImpossible", path);
            case JsonObject whole when depth < MostDepth:
                return OfObject(whole, path, open, depth + 1);
            case JsonObject:
                return _rules.Problem("SchemaTooDeep", path);
            default:
                return _rules.Invalid(schema, path);
        }
    }

    private string OfObject(JsonObject schema, string path, HashSet<string> open, int depth)
    {
        if (schema["$ref"] is JsonValue reference && SchemaKeywords.OnlyAnnotations(schema, "$ref"))
        {
            return Reference(reference, path, open, depth);
        }

        if ((schema.ContainsKey("$ref") || schema.ContainsKey("allOf")) && Flatten(schema, path, 0) is { } flat)
        {
            return OfObject(flat, path, open, depth);
        }

        foreach (var keyword in (string[])["anyOf", "oneOf"])
        {
            if (schema[keyword] is { } choices)
            {
                return Choice(schema, keyword, choices, path, open, depth);
            }
        }

        SchemaKeywords.Check(schema, path, _rules);
        if (schema.ContainsKey("const") || schema.ContainsKey("enum"))
        {
            return Values(schema, path);
        }

        var types = SchemaKeywords.Types(schema, path, _rules);
        var bodies = types.Select(type => OfType(type, schema, path, depth)).ToList();
        return bodies.Count switch { 0 => "value", 1 => bodies[0], _ => _rules.Named(string.Join(" | ", bodies)) };
    }

    private string OfType(string type, JsonObject schema, string path, int depth) => type switch
    {
        "object" => new SchemaObject(_rules, schema, path, (part, place) => Rule(part, place, [], depth)).Rule(),
        "array" => new SchemaArray(_rules, schema, path, (part, place) => Rule(part, place, [], depth)).Rule(),
        "string" => new SchemaText(_rules, schema, path).Rule(),
        "integer" => new SchemaNumber(_rules, schema, path).Integer(),
        "number" => new SchemaNumber(_rules, schema, path).Number(),
        _ => type,
    };

    private string Reference(JsonValue reference, string path, HashSet<string> open, int depth)
    {
        var pointer = reference.ToString();
        if (open.Contains(pointer))
        {
            return _rules.Problem("SchemaEndless", $"{path}.$ref", pointer);
        }

        if (_references.TryGetValue(pointer, out var known))
        {
            return known;
        }

        if (_document.Find(pointer) is not { } target)
        {
            return _rules.Problem("SchemaReference", $"{path}.$ref", pointer);
        }

        var name = _references[pointer] = _rules.Declare();
        _rules.Define(name, Rule(target, pointer.TrimStart('#', '/').Replace('/', '.') is { Length: > 0 } place ? $"schema.{place}" : "schema", [.. open, pointer], depth));
        return name;
    }

    // A schema that several others hold for, as one.
    private JsonObject? Flatten(JsonObject schema, string path, int depth)
    {
        if (depth > MostDepth)
        {
            _rules.Problem("SchemaTooDeep", path);
            return [];
        }

        var own = (JsonObject)schema.DeepClone();
        own.Remove("$ref");
        own.Remove("allOf");
        var parts = new List<(JsonNode? Part, string Place)>();
        if (schema["$ref"] is { } reference)
        {
            parts.Add((_document.Find(reference.ToString()), $"{path}.$ref"));
        }

        parts.AddRange((schema["allOf"] as JsonArray ?? []).Select((part, i) => (part, $"{path}.allOf[{i}]")));
        foreach (var (part, place) in parts)
        {
            if (part is JsonValue value && value.GetValueKind() == JsonValueKind.True)
            {
                continue;
            }

            if (part is not JsonObject other)
            {
                _rules.Invalid(part, place);
                continue;
            }

            var flat = other.ContainsKey("$ref") || other.ContainsKey("allOf") ? Flatten(other, place, depth + 1)! : other;
            if (SchemaMerge.Into(own, flat) is { } conflict)
            {
                _rules.Problem("SchemaConflict", place, conflict);
            }
        }

        return own;
    }

    private string Choice(JsonObject schema, string keyword, JsonNode choices, string path, HashSet<string> open, int depth)
    {
        if (choices is not JsonArray { Count: > 0 } list)
        {
            return _rules.Invalid(choices, $"{path}.{keyword}");
        }

        var common = (JsonObject)schema.DeepClone();
        common.Remove(keyword);
        var branches = new List<JsonNode?>();
        for (var i = 0; i < list.Count; i++)
        {
            var branch = list[i];
            if (!SchemaKeywords.OnlyAnnotations(common) && branch is JsonObject own)
            {
                var merged = (JsonObject)common.DeepClone();
                if (SchemaMerge.Into(merged, Flatten(own, $"{path}.{keyword}[{i}]", 0)!) is { } conflict)
                {
                    _rules.Problem("SchemaConflict", $"{path}.{keyword}[{i}]", conflict);
                }

                branch = merged;
            }

            branches.Add(branch);
        }

        if (keyword == "oneOf" && !SchemaChoice.AreApart([.. branches.Select((branch, i) => branch is JsonObject own ? Flatten(own, $"{path}.oneOf[{i}]", 0) : null)]))
        {
            return _rules.Problem("SchemaOneOf", $"{path}.oneOf");
        }

        return _rules.Named(string.Join(" | ", branches.Select((branch, i) => Rule(branch, $"{path}.{keyword}[{i}]", open, depth))));
    }

    private string Values(JsonObject schema, string path)
    {
        var keyword = schema.ContainsKey("const") ? "const" : "enum";
        List<JsonNode?> values = keyword == "const" ? [schema["const"]] : schema["enum"] is JsonArray list ? [.. list] : [];
        var stray = schema.Select(entry => entry.Key).FirstOrDefault(key => key is not ("const" or "enum" or "type" or "nullable") && !SchemaKeywords.IsAnnotation(key));
        if (stray is not null)
        {
            return _rules.Problem("SchemaBeside", $"{path}.{stray}", stray, keyword);
        }

        if (keyword == "const" && schema["enum"] is JsonArray both && !both.Any(value => JsonNode.DeepEquals(value, schema["const"])))
        {
            values = [];
        }

        var types = schema.ContainsKey("type") ? SchemaKeywords.Types(schema, path, _rules) : null;
        var texts = values.Where(value => types is null || types.Contains(SchemaKeywords.TypeOf(value)) || (SchemaKeywords.TypeOf(value) == "integer" && types.Contains("number"))).Select(JsonGrammarRules.Literal).Distinct().ToList();
        return texts.Count > 0 ? _rules.Named(string.Join(" | ", texts)) : _rules.Problem("SchemaImpossible", $"{path}.{keyword}");
    }
}
