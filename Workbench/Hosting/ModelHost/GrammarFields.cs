using System.Text.Json;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary>What an answer must look like: a grammar, any JSON object, or a JSON schema; one of them.</summary>
internal static class GrammarFields
{
    /// <returns>GBNF, and the field it was made of.</returns>
    public static (string? Grammar, string Field) Read(RequestBody body)
    {
        var grammar = body.Text("grammar");
        grammar = grammar?.Length == 0 ? null : grammar;
        var format = ReadFormat(body) ?? (body.Field("json_schema") is { } schema ? JsonGrammar.FromSchema(schema) : null);
        if (grammar is not null && format is not null)
        {
            body.Refuse("grammar", "not together with a response format");
        }

        return grammar is null ? (format, "response_format") : (grammar, "grammar");
    }

    private static string? ReadFormat(RequestBody body)
    {
        if (body.Field("response_format") is not { } format)
        {
            return null;
        }

        var type = format.ValueKind == JsonValueKind.Object && format.TryGetProperty("type", out var name) ? name.ToString() : null;
        switch (type)
        {
            case "text":
                return null;
            case "json_object" when format.TryGetProperty("schema", out var own):
                return JsonGrammar.FromSchema(own);
            case "json_object":
                return JsonGrammar.AnyObject;
            case "json_schema" when format.TryGetProperty("json_schema", out var named) && named.ValueKind == JsonValueKind.Object && named.TryGetProperty("schema", out var schema):
                return JsonGrammar.FromSchema(schema);
            default:
                body.Problem("response_format", "of type text, json_object, or json_schema with json_schema.schema");
                return null;
        }
    }
}
