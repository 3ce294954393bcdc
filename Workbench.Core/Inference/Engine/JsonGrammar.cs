using System.Globalization;
using System.Text;
using System.Text.Json;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>
/// A GBNF grammar from a JSON schema: object, array, string, enum, number, integer, boolean, null, const, anyOf, required, properties.
/// White space is bounded, so that no answer runs away in it. Other keywords that restrict values are refused by name.
/// </summary>
internal sealed class JsonGrammar
{
    /// <summary>Say something about a schema, restrict nothing.</summary>
    private static readonly HashSet<string> Annotations = ["title", "description", "$schema", "$id", "$comment", "default", "examples", "additionalProperties", "strict"];

    private static readonly HashSet<string> Understood = ["type", "properties", "required", "items", "enum", "const", "anyOf", "minItems", "maxItems"];

    private const string Shared = """
        ws ::= ( " " | "\n" " "{0,12} )?
        char ::= [^"\\\x7F\x00-\x1F] | "\\" ( ["\\bfnrt/] | "u" [0-9a-fA-F]{4} )
        string ::= "\"" char* "\""
        integer ::= "-"? ( "0" | [1-9] [0-9]{0,15} )
        number ::= integer ( "." [0-9]{1,15} )? ( [eE] [-+]? [0-9]{1,3} )?
        boolean ::= "true" | "false"
        null ::= "null"
        value ::= object | array | string | number | boolean | null
        object ::= "{" ws ( string ":" ws value ( "," ws string ":" ws value )* )? ws "}"
        array ::= "[" ws ( value ( "," ws value )* )? ws "]"
        """;

    private readonly StringBuilder _rules = new();
    private readonly List<InputProblem> _problems = [];
    private int _count;

    /// <summary>Any JSON object.</summary>
    public static string AnyObject => "root ::= object\n" + Shared.ReplaceLineEndings("\n") + "\n";

    /// <exception cref="InputException">Keywords that are not understood, all of them, each with its path.</exception>
    public static string FromSchema(JsonElement schema)
    {
        var grammar = new JsonGrammar();
        var root = grammar.Rule(schema, "schema");
        return grammar._problems.Count > 0
            ? throw new InputException([.. grammar._problems])
            : $"root ::= {root}\n{grammar._rules}{Shared.ReplaceLineEndings("\n")}\n";
    }

    // Returns what stands for the schema in another rule's body.
    private string Rule(JsonElement schema, string path)
    {
        if (schema.ValueKind == JsonValueKind.True)
        {
            return "value";
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return Problem("SchemaInvalid", schema.ValueKind.ToString(), path);
        }

        foreach (var property in schema.EnumerateObject())
        {
            var refused = property.Name == "additionalProperties" ? property.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False) : !Annotations.Contains(property.Name) && !Understood.Contains(property.Name);
            if (refused)
            {
                Problem("SchemaKeyword", property.Name, $"{path}.{property.Name}");
            }
        }

        if (schema.TryGetProperty("const", out var constant))
        {
            return Literal(constant);
        }

        if (schema.TryGetProperty("enum", out var values))
        {
            return values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0 ? Named(string.Join(" | ", values.EnumerateArray().Select(Literal))) : Problem("SchemaInvalid", "enum", $"{path}.enum");
        }

        if (schema.TryGetProperty("anyOf", out var choices))
        {
            return choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0 ? Named(string.Join(" | ", choices.EnumerateArray().Select((choice, i) => Rule(choice, $"{path}.anyOf[{i}]")))) : Problem("SchemaInvalid", "anyOf", $"{path}.anyOf");
        }

        if (!schema.TryGetProperty("type", out var type))
        {
            return schema.TryGetProperty("properties", out _) ? Object(schema, path) : schema.TryGetProperty("items", out _) ? Array(schema, path) : "value";
        }

        return type.ValueKind == JsonValueKind.Array ? Named(string.Join(" | ", type.EnumerateArray().Select(one => OfType(one, schema, path)))) : OfType(type, schema, path);
    }

    private string OfType(JsonElement type, JsonElement schema, string path) => (type.ValueKind == JsonValueKind.String ? type.GetString() : null) switch
    {
        "object" => schema.TryGetProperty("properties", out _) ? Object(schema, path) : "object",
        "array" => Array(schema, path),
        "string" or "number" or "integer" or "boolean" or "null" => type.GetString()!,
        _ => Problem("SchemaInvalid", type.ToString(), $"{path}.type"),
    };

    // One rule per property and per "something stands before it": optional properties then need no list of all combinations.
    private string Object(JsonElement schema, string path)
    {
        var required = new HashSet<string>();
        if (schema.TryGetProperty("required", out var names))
        {
            if (names.ValueKind != JsonValueKind.Array)
            {
                return Problem("SchemaInvalid", "required", $"{path}.required");
            }

            required = [.. names.EnumerateArray().Select(name => name.ToString())];
        }

        var properties = schema.GetProperty("properties");
        if (properties.ValueKind != JsonValueKind.Object)
        {
            return Problem("SchemaInvalid", "properties", $"{path}.properties");
        }

        foreach (var missing in required.Where(name => !properties.TryGetProperty(name, out _)))
        {
            Problem("SchemaInvalid", missing, $"{path}.required");
        }

        var (first, later) = ("", "");
        foreach (var property in properties.EnumerateObject().Reverse())
        {
            var body = $"{Quoted(JsonSerializer.Serialize(property.Name, JsonGrammarText.Options))} \":\" ws {Rule(property.Value, $"{path}.properties.{property.Name}")}";
            var with = $"{body} {later}".TrimEnd();
            var optional = !required.Contains(property.Name);
            var next = Named($"\",\" ws {with}{(optional ? $" | {Empty(later)}" : "")}");
            first = Named($"{with}{(optional ? $" | {Empty(first)}" : "")}");
            later = next;
        }

        return Named($"\"{{\" ws {first} ws \"}}\"");
    }

    private string Array(JsonElement schema, string path)
    {
        var item = schema.TryGetProperty("items", out var items) ? Rule(items, $"{path}.items") : "value";
        var least = Length(schema, "minItems", 0, path);
        var most = Length(schema, "maxItems", -1, path);
        if (most == 0)
        {
            return Named("\"[\" ws \"]\"");
        }

        var more = most < 0 ? $"{{{Math.Max(0, least - 1)},}}" : $"{{{Math.Max(0, least - 1)},{most - 1}}}";
        var list = $"{item} ( \",\" ws {item} ){more}";
        return Named(least == 0 ? $"\"[\" ws ( {list} )? ws \"]\"" : $"\"[\" ws {list} ws \"]\"");
    }

    private int Length(JsonElement schema, string keyword, int otherwise, string path)
    {
        if (!schema.TryGetProperty(keyword, out var value))
        {
            return otherwise;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var length) && length is >= 0 and <= 1000)
        {
            return length;
        }

        Problem("SchemaInvalid", value.ToString(), $"{path}.{keyword}");
        return otherwise;
    }

    private string Named(string body)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"r{_count++}");
        _rules.Append(name).Append(" ::= ").Append(body).Append('\n');
        return name;
    }

    private string Problem(string key, string argument, string path)
    {
        _problems.Add(new InputProblem(new Phrase($"Inference.{key}", argument), Field: $"response_format.{path}"));
        return "value";
    }

    private static string Empty(string rule) => rule.Length == 0 ? "\"\"" : rule;

    private static string Literal(JsonElement value) => Quoted(JsonSerializer.Serialize(value, JsonGrammarText.Options));

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}

/// <summary>JSON text as models write it: Chinese as it is, not escaped.</summary>
internal static class JsonGrammarText
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
