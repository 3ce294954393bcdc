using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>The JSON Schema (draft 2020-12) of suite files, for editors: made from the table that the reader reads by, so it can't say anything else.</summary>
public static class SuiteSchema
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true, NewLine = "\n" };

    /// <summary>Every field with its phrase, grouped by the mapping it stands in.</summary>
    public static ImmutableArray<(string Mapping, ImmutableArray<(string Name, Phrase Text)> Fields)> Help { get; } =
        [.. SuiteForms.All.Select(form => (form.Name, (ImmutableArray<(string, Phrase)>)[.. form.Fields.Select(field => (field.Name, Description(form, field)))]))];

    /// <param name="culture">Of the descriptions; null takes English.</param>
    public static string Write(CultureInfo? culture = null)
    {
        var language = culture ?? CultureInfo.GetCultureInfo("en");
        var root = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = "Workbench suite file" };
        foreach (var (name, value) in Mapping(SuiteForms.Suite, language).ToList())
        {
            root[name] = value?.DeepClone();
        }

        var definitions = new JsonObject();
        foreach (var form in SuiteForms.All.Where(form => form != SuiteForms.Suite))
        {
            definitions[form.Name] = Mapping(form, language);
        }

        var kinds = ScorerSyntax.Known.Values.OrderBy(syntax => syntax.Kind, StringComparer.Ordinal).ToList();
        definitions["scorer"] = new JsonObject
        {
            ["anyOf"] = new JsonArray(
            [
                new JsonObject { ["enum"] = new JsonArray([.. kinds.Where(syntax => syntax.Required.IsEmpty).Select(syntax => JsonValue.Create(syntax.Kind))]) },
                .. kinds.Select(Scorer),
            ]),
        };
        root["$defs"] = definitions;
        return root.ToJsonString(Options) + "\n";
    }

    private static Phrase Description(SuiteForm form, FieldForm field) => new($"Suites.Field.{form.Name}.{field.Name}");

    private static JsonObject Mapping(SuiteForm form, CultureInfo language)
    {
        var properties = new JsonObject();
        foreach (var field in form.Fields)
        {
            var schema = Field(field);
            schema["description"] = Description(form, field).In(language);
            properties[field.Name] = schema;
        }

        var mapping = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (form.Fields.Any(field => field.Required))
        {
            mapping["required"] = Names(form.Fields.Where(field => field.Required).Select(field => field.Name));
        }

        return mapping;
    }

    private static JsonObject Field(FieldForm field)
    {
        switch (field.Shape)
        {
            case FieldShape.Whole or FieldShape.Number:
                var number = Bounded(field, new JsonObject { ["type"] = field.Shape == FieldShape.Whole ? "integer" : "number" });
                return field.Words.IsEmpty ? number : new JsonObject { ["anyOf"] = new JsonArray(number, new JsonObject { ["enum"] = Names(field.Words) }) };
            case FieldShape.YesNo:
                return new JsonObject { ["type"] = "boolean" };
            case FieldShape.Worded:
                return new JsonObject { ["anyOf"] = new JsonArray(Scalar(nullable: true), new JsonObject { ["type"] = "object", ["propertyNames"] = new JsonObject { ["pattern"] = field.Pattern }, ["additionalProperties"] = Scalar() }) };
            case FieldShape.Texts:
                return new JsonObject { ["anyOf"] = new JsonArray(Scalar(nullable: true), new JsonObject { ["type"] = "array", ["items"] = Scalar() }) };
            case FieldShape.Pairs:
                return new JsonObject { ["type"] = "object", ["additionalProperties"] = Scalar(nullable: true) };
            case FieldShape.Biases:
                return new JsonObject { ["type"] = "object", ["propertyNames"] = new JsonObject { ["pattern"] = "^[0-9]+$" }, ["additionalProperties"] = Bounded(field, new JsonObject { ["type"] = "number" }) };
            case FieldShape.Map:
                return Reference(field.Of!.Name);
            case FieldShape.Maps:
                return new JsonObject { ["type"] = "array", ["items"] = Reference(field.Of!.Name) };
            case FieldShape.Scorers:
                return new JsonObject { ["type"] = "array", ["items"] = Reference("scorer") };
            case FieldShape.Schema:
                return new JsonObject { ["type"] = new JsonArray("string", "object") };
            default:
                return Text(field);
        }
    }

    private static JsonObject Text(FieldForm field)
    {
        if (!field.Words.IsEmpty)
        {
            return new JsonObject { ["enum"] = Names(field.Words) };
        }

        var text = Scalar(nullable: !field.Required);
        if (field.Pattern is { } pattern)
        {
            text["pattern"] = pattern;
        }

        if (!double.IsInfinity(field.Least))
        {
            text["minLength"] = field.Least;
        }

        return text;
    }

    private static JsonObject Bounded(FieldForm field, JsonObject schema)
    {
        if (!double.IsInfinity(field.Least))
        {
            schema["minimum"] = field.Least;
        }

        if (!double.IsInfinity(field.Most))
        {
            schema["maximum"] = field.Most;
        }

        return schema;
    }

    private static JsonObject Scorer(ScorerSyntax syntax)
    {
        var properties = new JsonObject { ["kind"] = new JsonObject { ["const"] = syntax.Kind } };
        foreach (var (name, setting) in syntax.Settings)
        {
            // What is expected is said as words with bars between them, where only these are allowed.
            var words = setting.Expected.Split(" | ");
            properties[name] = words.Length > 1 && setting.Problem(setting.Expected) is not null && Array.TrueForAll(words, word => setting.Problem(word) is null)
                ? new JsonObject { ["enum"] = Names(words) }
                : Scalar();
        }

        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = Names(["kind", .. syntax.Required]), ["additionalProperties"] = false };
    }

    // An unquoted number or truth value is read as its text.
    private static JsonObject Scalar(bool nullable = false) => new() { ["type"] = nullable ? new JsonArray("string", "number", "boolean", "null") : new JsonArray("string", "number", "boolean") };

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/$defs/{name}" };

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => JsonValue.Create(name))]);
}
